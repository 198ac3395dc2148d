"""Realisasi and baseline: one measured value per indikator, wilayah and year."""

from collections.abc import Iterator, Sequence

from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.lib.numbers_id import plain
from erakortek.reference import impact
from erakortek.reference.enums import YEARS
from erakortek.reference.models import Realisasi, Wilayah
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.selectors import definisi_now
from erakortek.reference.services import keep_realisasi
from erakortek.reference.services.withdrawing import withdraw_realisasi
from erakortek.reference.sheets.references import missing_references
from erakortek.reference.values import limit_broken, same_satuan


def _realisasi_now() -> Iterator[Values]:
    rows = Realisasi.objects.order_by("indikator__kode", "wilayah__kode", "tahun").values_list(
        "indikator__kode", "wilayah__kode", "tahun", "nilai", "satuan", "sumber"
    )
    for indikator, wilayah, tahun, nilai, satuan, sumber in rows.iterator():
        yield {
            "indikator": indikator,
            "wilayah": wilayah,
            "tahun": str(tahun),
            "nilai": plain(nilai),
            "satuan": satuan,
            "sumber": sumber,
        }


def _check_realisasi(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """Indikator and wilayah exist; satuan is the indikator's, and the value within its limits.

    A figure in another satuan than today's is kept as it is: it was measured so.
    """
    now = definisi_now().select_related("indikator")
    indikator = {one.indikator.kode: one for one in now}
    wilayah = set(Wilayah.objects.values_list("kode", flat=True))
    known = {"indikator": indikator, "wilayah": wilayah}
    yield from missing_references(REALISASI, reads, known)
    for place, read in enumerate(reads):
        found = indikator.get(read.values["indikator"])
        satuan = read.values["satuan"]
        if found and satuan and not same_satuan(satuan, found.satuan):
            sel = read.cells.get("satuan", "")
            message = f"Satuan indikator ini sekarang {found.satuan}, bukan {satuan}."
            saran = "Nilai disimpan dengan satuannya sendiri dan tidak dibandingkan."
            yield place, Finding("Satuan", sel, "satuan", message, saran, False)
        elif found and (broken := limit_broken(found, read.values["nilai"])):
            yield place, Finding("Nilai", read.cells.get("nilai", ""), "batas", broken)


REALISASI = Sheet(
    kode="realisasi",
    judul="Realisasi dan baseline",
    keterangan="Nilai terukur per indikator, wilayah, dan tahun, dengan sumbernya.",
    columns=(
        Column("indikator", "Kode indikator", is_key=True, longest=24, example="C6-000"),
        Column(
            "wilayah", "Kode wilayah", is_key=True, longest=8, example="00", hint="Kode Kemendagri."
        ),
        Column("tahun", "Tahun", Kind.WHOLE, is_key=True, within=YEARS, example="2024"),
        Column(
            "nilai",
            "Nilai",
            Kind.NUMBER,
            is_required=True,
            example="72,8",
            hint="Dalam satuan indikatornya; persen ditulis 0 sampai 100.",
        ),
        Column(
            "satuan",
            "Satuan",
            longest=80,
            example="%",
            hint="Kosong berarti satuan indikatornya sekarang.",
        ),
        Column("sumber", "Sumber", is_required=True, example="BPS, Susenas 2024"),
    ),
    present=_realisasi_now,
    write=keep_realisasi,
    withdraw=withdraw_realisasi,
    touches=lambda _: impact.while_running(
        "angka dasarnya di halaman isian dan desk langsung berganti; "
        "Berita Acara yang sudah disusun tidak."
    ),
    can_import=can_keep_masters,
    check=_check_realisasi,
)
