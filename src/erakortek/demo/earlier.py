"""A handful of invented results of earlier years, imported as an operator would import them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from erakortek.accounts.actor import Actor
from erakortek.demo.figures import Example, proposed
from erakortek.hasil.models import SUMBER_LATIHAN
from erakortek.hasil.sheets import HASIL_LALU
from erakortek.intake import services as intake
from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.reference.models import DefinisiIndikator
from erakortek.reference.selectors import definisi_now

PLACES = ("11", "51", "52", "91", "93")
BORN = {"93": 2024}  # Papua Selatan has results of its own from here on
KINDS = ("C6-004", "C6-005", "F1.04")
YEARS = range(2022, 2027)
ANOTHER_SATUAN = {("C6-004", 2022): "per 1.000 kelahiran hidup"}
SUPPORT = "daerah: 1.02.02 Program latihan | pusat: Rincian output latihan"


def import_earlier(examples: Mapping[str, Example], actor: Actor) -> None:
    """Keep them in the name of ``actor``; every row is good, or nothing is kept."""
    lines = [";".join(column.label for column in HASIL_LALU.columns)]
    lines += [
        ";".join(row[column.name] for column in HASIL_LALU.columns) for row in _rows(examples)
    ]
    batch = intake.read_now(
        sheet=HASIL_LALU, content="\n".join(lines).encode(), name="hasil-latihan.csv"
    )
    intake.apply_batch(batch_id=batch.pk, actor=actor, all_or_none=True)


def _rows(examples: Mapping[str, Example]) -> Iterator[dict[str, str]]:
    known = definisi_now().filter(kode__in=KINDS).select_related("bidang").order_by("kode")
    for number, definisi in enumerate(known, start=1):
        for daerah in PLACES:
            for tahun in YEARS:
                if tahun >= BORN.get(daerah, tahun):
                    yield _row(definisi, examples[definisi.kode], number, daerah, tahun)


def _row(
    definisi: DefinisiIndikator, example: Example, number: int, daerah: str, tahun: int
) -> dict[str, str]:
    scale = Decimal("0.01") if (definisi.kode, tahun) in ANOTHER_SATUAN else Decimal(1)
    agreed, asked = (
        proposed(definisi, example, daerah, tahun, ambition=ambition)
        for ambition in (Decimal(1), Decimal("1.2"))
    )
    return {
        "tahun": str(tahun),
        "tingkat": "Pusat",
        "wilayah": daerah,
        "kode_asal": f"IKU-{tahun}-{number:02}",
        "nama": definisi.nama,
        "indikator": definisi.kode,
        "bidang": definisi.bidang.kode if definisi.bidang else "",
        "satuan": ANOTHER_SATUAN.get((definisi.kode, tahun), definisi.satuan),
        "acuan": show_nilai(_scaled(asked, scale)),
        "kesepakatan": show_nilai(_scaled(agreed, scale)),
        "hasil": "Sepakat",
        "nomor_ba": f"{number:03}/BA-LATIHAN/{daerah}/{tahun - 1}",
        "sumber": f"{SUMBER_LATIHAN}: arsip rekaan {tahun}",
        "kegiatan": SUPPORT if tahun == YEARS[0] else "",
    }


def _scaled(nilai: Nilai, scale: Decimal) -> Nilai:
    if nilai.bawah is None or nilai.atas is None:
        return nilai
    return Nilai(nilai.bawah * scale, nilai.atas * scale)
