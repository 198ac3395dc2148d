"""Which wilayah there are in a year, and which came from which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from erakortek.reference.enums import JenisSuksesi
from erakortek.reference.models import SuksesiWilayah, Wilayah


def wilayah_valid_in(tahun: int) -> QuerySet[Wilayah]:
    """The wilayah that have a government on 1 January of ``tahun``, the tahun rencana.

    A kabupaten or kota counts under its kode only while the province of that kode is there: when a
    province is split, what moves to the new one gets a new kode.
    """
    on = date(tahun, 1, 1)
    return Wilayah.objects.filter(
        _valid("", on), Q(induk__isnull=True) | _valid("induk__", on)
    ).order_by("kode")


def _valid(prefix: str, on: date) -> Q:
    begun = Q(**{f"{prefix}mulai_on__isnull": True}) | Q(**{f"{prefix}mulai_on__lte": on})
    return begun & (
        Q(**{f"{prefix}sampai_on__isnull": True}) | Q(**{f"{prefix}sampai_on__gte": on})
    )


def successions() -> QuerySet[SuksesiWilayah]:
    """Every succession with both its wilayah, the oldest first."""
    return SuksesiWilayah.objects.select_related("asal", "penerus")


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A wilayah whose earlier figures lead to a later one, and how: until ``berlaku_on``.

    ``is_same`` tells that nothing but the kode has changed since.
    """

    wilayah: Wilayah
    jenis: JenisSuksesi
    berlaku_on: date
    is_same: bool


def lineage_of(wilayah: Wilayah) -> list[Ancestor]:
    """What ``wilayah`` came from, the nearest first, over any number of successions. One query.

    Only over ``GANTI_KODE`` is the ancestor the same area; the figures of any other describe a
    larger or a smaller one and are read beside, never as one series.
    """
    rows = list(successions())
    found: list[Ancestor] = []
    seen, young, same = {wilayah.pk}, {wilayah.pk}, {wilayah.pk}
    while young:
        older = [row for row in rows if row.penerus_id in young and row.asal_id not in seen]
        same |= {
            row.asal_id
            for row in older
            if row.jenis == JenisSuksesi.GANTI_KODE and row.penerus_id in same
        }
        found += [
            Ancestor(row.asal, JenisSuksesi(row.jenis), row.berlaku_on, row.asal_id in same)
            for row in older
        ]
        young = {row.asal_id for row in older}
        seen |= young
    return found


MOST_KODE = 10  # of one area; nothing is read in circles, should the rows ever make one
SAME_AREA = """
    WITH RECURSIVE area (at, kode_of, steps) AS (
        SELECT id, id, 0 FROM unnest(%s::bigint[]) AS id
        UNION ALL
        SELECT area.at, one.asal_id, area.steps + 1
        FROM area JOIN reference_suksesiwilayah one ON one.penerus_id = area.kode_of
        WHERE one.jenis = %s AND area.steps < %s
    )
    SELECT area.at, found.* FROM area JOIN ({}) AS found (wilayah) ON found.wilayah = area.kode_of
    ORDER BY area.steps DESC
"""


def of_same_area(
    rows: QuerySet[Any, tuple[Any, ...]], wilayah_ids: Iterable[int]
) -> list[tuple[Any, ...]]:
    """``rows`` of each wilayah and of itself under every kode before, those of the oldest first.

    ``rows`` are tuples of which the first is a wilayah id; before it comes the id out of
    ``wilayah_ids`` that it counts for. One query.
    """
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    facts = [list(wilayah_ids), JenisSuksesi.GANTI_KODE, MOST_KODE, *params]
    with connection.cursor() as cursor:
        cursor.execute(SAME_AREA.format(sql), facts)
        return list(cursor)


def without_successor(tahun: int) -> QuerySet[Wilayah]:
    """The wilayah that have ended before ``tahun`` while nothing says who took over."""
    return Wilayah.objects.filter(
        sampai_on__lt=date(tahun, 1, 1), daftar_penerus__isnull=True
    ).order_by("kode")
