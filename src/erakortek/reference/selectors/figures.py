"""Series of figures per wilayah and indikator."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from erakortek.reference.models import Realisasi, SasaranRpjmn
from erakortek.reference.selectors.places import of_same_area


class Capaian(NamedTuple):
    """One measured value: ``nilai`` in ``satuan``, "%" as 0-100."""

    tahun: int
    nilai: Decimal
    satuan: str
    sumber: str
    is_latihan: bool


def series_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int]
) -> dict[tuple[int, int], list[Capaian]]:
    """Realisasi per (wilayah id, indikator id), oldest year first. One query.

    A wilayah that has only changed its kode goes on with the figures that stand under those before;
    where several have a year, the newest counts.
    """
    found = of_same_area(_figures(indikator_ids), wilayah_ids)
    return _per_year((at, *facts) for at, _, *facts in found)


def own_series_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int]
) -> dict[tuple[int, int], list[Capaian]]:
    """As ``series_of``, but without what stands under an earlier kode. One query."""
    return _per_year(_figures(indikator_ids).filter(wilayah__in=list(wilayah_ids)))


def _figures(indikator_ids: Iterable[int]) -> QuerySet[Realisasi, tuple[Any, ...]]:
    rows = Realisasi.objects.filter(indikator__in=list(indikator_ids)).order_by()
    return rows.values_list("wilayah", "indikator", *Capaian._fields)


def _per_year(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], list[Capaian]]:
    years: dict[tuple[int, int], dict[int, Capaian]] = defaultdict(dict)
    for wilayah, indikator, *facts in rows:
        capaian = Capaian(*facts)
        years[wilayah, indikator][capaian.tahun] = capaian
    return {key: [of[tahun] for tahun in sorted(of)] for key, of in years.items()}


def sasaran_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int], tahun: int
) -> dict[tuple[int, int], SasaranRpjmn]:
    """The RPJMN target of ``tahun`` per (wilayah id, indikator id). One query."""
    rows = SasaranRpjmn.objects.filter(
        indikator__in=list(indikator_ids), wilayah__in=list(wilayah_ids), tahun=tahun
    )
    return {(row.wilayah_id, row.indikator_id): row for row in rows}
