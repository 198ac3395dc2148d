"""One indikator in one daerah over the years: never across a changed satuan or another area."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from erakortek.accounts.actor import Actor
from erakortek.hasil.filters import Filter
from erakortek.hasil.rows import HasilRow, rows_of
from erakortek.hasil.selectors import Register
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.nilai import Nilai
from erakortek.reference.enums import Arah, JenisSuksesi
from erakortek.reference.models import DefinisiIndikator, Indikator, SuksesiWilayah, Wilayah
from erakortek.reference.selectors import Capaian, lineage_of, own_series_of
from erakortek.reference.values import same_satuan
from erakortek.ui.charts import YearMark

BEFORE = {
    JenisSuksesi.PEMEKARAN: "sebelum pemekaran",
    JenisSuksesi.PENGGABUNGAN: "sebelum penggabungan",
    JenisSuksesi.GANTI_KODE: "dengan kode lama",
}
UNDIVIDED = "wilayah sebelum dimekarkan"
DIVIDED = "wilayah sesudah dimekarkan, mulai {}"


@dataclass(frozen=True, slots=True)
class Line:
    """One year. ``asal`` names whose figure it is where it is not this area's own as it is now.

    ``area`` is the same for years whose figures describe the same area, whatever its kode then.
    ``naik`` is the change of the kesepakatan since the year before, only where both are single
    numbers of the same area in the same satuan. ``putus`` says why nothing before compares.
    """

    tahun: int
    asal: str
    area: str
    satuan: str
    row: HasilRow | None
    realisasi: Capaian | None
    naik: Decimal | None = None
    putus: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The values in one satuan; those of another area are apart and never joined by a line."""

    satuan: str
    marks: list[YearMark]


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """Everything the page of one indikator and daerah shows."""

    definisi: DefinisiIndikator
    arah: Arah | None
    daerah: Wilayah
    lines: list[Line]
    charts: list[Chart]
    is_inherited: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose figures are read: under which name, of which ``area``, and only before ``until``."""

    wilayah: Wilayah
    asal: str
    area: str
    until: date | None


def series_page(actor: Actor, definisi: DefinisiIndikator, daerah: Wilayah) -> SeriesPage:
    """The years of an indikator in ``daerah``, and before those the years of what it came from.

    ``definisi`` is what it means today; every year is shown in the satuan of its own.
    """
    places = _places(daerah)
    ids = [place.wilayah.pk for place in places]
    results = _results(actor, definisi.indikator, places)
    measured = own_series_of([definisi.indikator_id], ids)
    splits = _splits(daerah)
    lines = list(
        _compared(
            sorted(
                (
                    line
                    for place in places
                    for line in _lines(
                        place,
                        results[place.wilayah.kode],
                        measured.get((place.wilayah.pk, definisi.indikator_id), ()),
                        splits,
                    )
                ),
                key=lambda line: (line.tahun, not line.asal, line.asal),
            )
        )
    )
    return SeriesPage(
        definisi=definisi,
        arah=Arah(definisi.arah) if definisi.arah else None,
        daerah=daerah,
        lines=lines[::-1],
        charts=_charts(lines),
        is_inherited=any(line.asal for line in lines),
    )


def _places(daerah: Wilayah) -> list[_Place]:
    places = [_Place(daerah, "", "", None)]
    for one in lineage_of(daerah):
        asal = f"{BEFORE[one.jenis]}: {one.wilayah.nama}"
        places.append(_Place(one.wilayah, asal, "" if one.is_same else asal, one.berlaku_on))
    return places


def _splits(daerah: Wilayah) -> list[date]:
    """The days on which a part of ``daerah`` became one of its own, also those to come. One query."""
    split = SuksesiWilayah.objects.filter(asal=daerah, jenis=JenisSuksesi.PEMEKARAN)
    return list(split.order_by("berlaku_on").values_list("berlaku_on", flat=True).distinct())


def _extent(splits: Sequence[date], day: date) -> date | None:
    """Which of the areas that ``daerah`` has been on ``day``: that until this split, None the last."""
    return next((split for split in splits if day < split), None)


def _own_place(splits: Sequence[date], tahun: int) -> tuple[str, str]:
    """``asal`` and ``area`` of a year of ``daerah`` itself; "" where it is the area of today."""
    begin = date(tahun, 1, 1)
    then, now = _extent(splits, begin), _extent(splits, clock.today())
    if then == now:
        return "", ""
    if now is None or (then and then < now):
        return UNDIVIDED, f"{UNDIVIDED} {then}"
    since = max(split for split in splits if split <= begin)  # several may be still to come
    return DIVIDED.format(show_date(since)), f"{DIVIDED} {then}"


def _results(
    actor: Actor, indikator: Indikator, places: Sequence[_Place]
) -> dict[str, dict[int, HasilRow]]:
    """Per kode of the daerah and year, bounded by what ``actor`` may see."""
    here = [place.wilayah.pk for place in places]
    register = Register(actor, Filter(indikator=indikator.kode))
    register.own = register.own.filter(daerah__in=here)
    register.imported = register.imported.filter(wilayah__in=here)
    found: dict[str, dict[int, HasilRow]] = defaultdict(dict)
    for row in rows_of(actor, register[0:]):
        found[row.kode_daerah].setdefault(row.tahun, row)
    return found


def _lines(
    place: _Place,
    results: dict[int, HasilRow],
    measured: Iterable[Capaian],
    splits: Sequence[date],
) -> Iterator[Line]:
    per_year = {one.tahun: one for one in measured}
    for tahun in sorted(results.keys() | per_year.keys()):
        begin = date(tahun, 1, 1)
        if place.until and begin >= place.until:
            continue  # from here on it is another's figure
        row = results.get(tahun)
        where = (place.asal, place.area) if place.until else _own_place(splits, tahun)
        realisasi = per_year.get(tahun)
        if row and realisasi and not same_satuan(row.satuan, realisasi.satuan):
            yield Line(tahun, *where, realisasi.satuan, None, realisasi)
            realisasi = None
        satuan = row.satuan if row else per_year[tahun].satuan
        yield Line(tahun, *where, satuan, row, realisasi)


def _compared(lines: list[Line]) -> Iterator[Line]:
    """Each line with its change since the one before, or with why there is none."""
    yield from lines[:1]
    for earlier, later in pairwise(lines):
        yield Line(
            later.tahun,
            later.asal,
            later.area,
            later.satuan,
            later.row,
            later.realisasi,
            _change(earlier, later),
            _why_apart(earlier, later),
        )


def _why_apart(earlier: Line, later: Line) -> str:
    if not same_satuan(earlier.satuan, later.satuan):
        before = f"Satuan berubah dari {earlier.satuan or 'tanpa satuan'} menjadi "
        return f"{before}{later.satuan or 'tanpa satuan'}; angka sebelum dan sesudahnya tidak dibandingkan."
    if earlier.area != later.area:
        return "Wilayahnya berbeda; angka sebelum dan sesudahnya tidak dibandingkan."
    return ""


def _change(earlier: Line, later: Line) -> Decimal | None:
    if _why_apart(earlier, later) or not earlier.row or not later.row:
        return None
    return change_of(earlier.row.kesepakatan, later.row.kesepakatan)


def change_of(earlier: Nilai | None, later: Nilai | None) -> Decimal | None:
    """How far one single number is from another; ranges and words have no distance."""
    if earlier is None or later is None or earlier.is_range or later.is_range:
        return None
    if earlier.bawah is None or later.bawah is None:
        return None
    return later.bawah - earlier.bawah


def _charts(lines: Sequence[Line]) -> list[Chart]:
    """One chart per satuan, today's first: two scales on one axis would compare in silence.

    A single year is no series; the table has its figures.
    """
    groups: dict[str, Chart] = {}
    for line in lines:
        key = "".join(line.satuan.casefold().split())
        chart = groups.setdefault(key, Chart(line.satuan, []))
        chart.marks.extend(_marks(line))
    charts = reversed(groups.values())
    return [chart for chart in charts if len({mark.tahun for mark in chart.marks}) > 1]


def _marks(line: Line) -> Iterator[YearMark]:
    agreed = line.row.kesepakatan if line.row else None
    acuan = line.row.acuan if line.row else None
    measured = Nilai.of_number(line.realisasi.nilai) if line.realisasi else None
    for kind, nilai in (("acuan", acuan), ("kesepakatan", agreed), ("realisasi", measured)):
        if nilai and nilai.bawah is not None and nilai.atas is not None:
            yield YearMark(kind, line.tahun, float(nilai.bawah), float(nilai.atas), bool(line.area))
