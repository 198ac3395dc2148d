"""Reads of master data: series of figures."""

from collections.abc import Iterable

from erakortek.reference.models import Realisasi, SasaranRpjmn


def series_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int]
) -> dict[tuple[int, int], list[Realisasi]]:
    """Realisasi per (wilayah id, indikator id), oldest year first. One query."""
    series: dict[tuple[int, int], list[Realisasi]] = {}
    rows = Realisasi.objects.filter(
        indikator__in=list(indikator_ids), wilayah__in=list(wilayah_ids)
    ).order_by("tahun")
    for row in rows:
        series.setdefault((row.wilayah_id, row.indikator_id), []).append(row)
    return series


def sasaran_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int], tahun: int
) -> dict[tuple[int, int], SasaranRpjmn]:
    """The RPJMN target of ``tahun`` per (wilayah id, indikator id). One query."""
    rows = SasaranRpjmn.objects.filter(
        indikator__in=list(indikator_ids), wilayah__in=list(wilayah_ids), tahun=tahun
    )
    return {(row.wilayah_id, row.indikator_id): row for row in rows}
