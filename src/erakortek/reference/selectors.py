"""Reads of master data: series of figures."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from erakortek.reference.models import Realisasi, SasaranRpjmn


class Capaian(NamedTuple):
    """One measured value: ``nilai`` in ``indikator.satuan``, "%" as 0-100."""

    tahun: int
    nilai: Decimal
    sumber: str
    is_latihan: bool


def series_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int]
) -> dict[tuple[int, int], list[Capaian]]:
    """Realisasi per (wilayah id, indikator id), oldest year first. One query."""
    series: dict[tuple[int, int], list[Capaian]] = {}
    rows = (
        Realisasi.objects.filter(indikator__in=list(indikator_ids), wilayah__in=list(wilayah_ids))
        .order_by("tahun")
        .values_list("wilayah", "indikator", "tahun", "nilai", "sumber", "is_latihan")
    )
    for wilayah, indikator, tahun, nilai, sumber, is_latihan in rows:
        capaian = Capaian(tahun, nilai, sumber, is_latihan)
        series.setdefault((wilayah, indikator), []).append(capaian)
    return series


def sasaran_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int], tahun: int
) -> dict[tuple[int, int], SasaranRpjmn]:
    """The RPJMN target of ``tahun`` per (wilayah id, indikator id). One query."""
    rows = SasaranRpjmn.objects.filter(
        indikator__in=list(indikator_ids), wilayah__in=list(wilayah_ids), tahun=tahun
    )
    return {(row.wilayah_id, row.indikator_id): row for row in rows}
