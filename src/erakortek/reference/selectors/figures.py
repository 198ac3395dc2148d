"""Series of figures per wilayah and indikator."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Value

from erakortek.reference.enums import JenisSuksesi
from erakortek.reference.models import Realisasi, SasaranRpjmn


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

    A wilayah that has only changed its kode goes on with the figures that stand under the one
    before; where both have a year, its own counts.
    """
    ids = list(wilayah_ids)
    before = "wilayah__daftar_penerus"
    rows = Realisasi.objects.filter(indikator__in=list(indikator_ids)).order_by()
    own = rows.filter(wilayah__in=ids).annotate(at=F("wilayah"), rank=Value(1))
    renamed = rows.filter(
        **{f"{before}__penerus__in": ids, f"{before}__jenis": JenisSuksesi.GANTI_KODE}
    ).annotate(at=F(f"{before}__penerus"), rank=Value(0))
    figures = ("rank", "at", "indikator", "tahun", "nilai", "satuan", "sumber", "is_latihan")
    found = own.values_list(*figures).union(renamed.values_list(*figures), all=True)
    years: dict[tuple[int, int], dict[int, Capaian]] = defaultdict(dict)
    for _, at, indikator, *facts in found.order_by("tahun", "rank"):
        capaian = Capaian(*facts)
        years[at, indikator][capaian.tahun] = capaian
    return {key: list(capaian.values()) for key, capaian in years.items()}


def sasaran_of(
    indikator_ids: Iterable[int], wilayah_ids: Iterable[int], tahun: int
) -> dict[tuple[int, int], SasaranRpjmn]:
    """The RPJMN target of ``tahun`` per (wilayah id, indikator id). One query."""
    rows = SasaranRpjmn.objects.filter(
        indikator__in=list(indikator_ids), wilayah__in=list(wilayah_ids), tahun=tahun
    )
    return {(row.wilayah_id, row.indikator_id): row for row in rows}
