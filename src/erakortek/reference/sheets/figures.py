"""Realisasi and baseline: one measured value per indikator, wilayah and year."""

from collections.abc import Iterator, Sequence

from erakortek.intake.cells import Finding
from erakortek.intake.sheets import Column, Kind, Read, Sheet, Values
from erakortek.lib.numbers_id import plain
from erakortek.reference.models import Indikator, Realisasi, Wilayah
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.services import keep_realisasi
from erakortek.reference.sheets.references import missing_references
from erakortek.reference.values import limit_broken


def _realisasi_now() -> Iterator[Values]:
    rows = Realisasi.objects.order_by("indikator__kode", "wilayah__kode", "tahun")
    for indikator, wilayah, tahun, nilai, sumber in rows.values_list(
        "indikator__kode", "wilayah__kode", "tahun", "nilai", "sumber"
    ):
        yield {
            "indikator": indikator,
            "wilayah": wilayah,
            "tahun": str(tahun),
            "nilai": plain(nilai),
            "sumber": sumber,
        }


def _check_realisasi(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """Indikator and wilayah exist, and the value lies within the indikator's physical limits."""
    indikator = {one.kode: one for one in Indikator.objects.all()}
    wilayah = set(Wilayah.objects.values_list("kode", flat=True))
    known = {"indikator": indikator, "wilayah": wilayah}
    yield from missing_references(REALISASI, reads, known)
    for place, read in enumerate(reads):
        found = indikator.get(read.values["indikator"])
        if found and (broken := limit_broken(found, read.values["nilai"])):
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
        Column("tahun", "Tahun", Kind.WHOLE, is_key=True, example="2024"),
        Column(
            "nilai",
            "Nilai",
            Kind.NUMBER,
            is_required=True,
            example="72,8",
            hint="Dalam satuan indikatornya; persen ditulis 0 sampai 100.",
        ),
        Column("sumber", "Sumber", is_required=True, example="BPS, Susenas 2024"),
    ),
    present=_realisasi_now,
    write=keep_realisasi,
    can_import=can_keep_masters,
    check=_check_realisasi,
)
