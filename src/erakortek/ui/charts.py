"""Geometry of the charts that the server draws as SVG: pure functions, no colour."""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from erakortek.ui.tones import Tone

TILES = Path(__file__).parent / "data/tiles.csv"
TILE, GAP = 44, 4
SEQUENCE = (25, 40, 55, 70, 85, 95)  # classes 0-24, 25-39, …, 95-100


def seq_class(percent: int) -> int:
    """The class of the sequential scale, 0 to 6."""
    return bisect_right(SEQUENCE, percent)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a share bar: ``x`` and ``width`` in the bar's own units."""

    code: str
    x: int
    width: int


def share(counts: Sequence[tuple[str, int]], width: int = 200, gap: int = 1) -> list[Segment]:
    """The bar of ``counts`` (code, number), in order; what is not 0 is at least 1 wide.

    The largest part takes what rounding leaves over or lacks, so that the bar ends at ``width``.
    """
    shown = [(code, count) for code, count in counts if count]
    if not shown:
        return []
    total = sum(count for _, count in shown)
    room = width - gap * (len(shown) - 1)
    sizes = [max(round(room * count / total), 1) for _, count in shown]
    sizes[sizes.index(max(sizes))] += room - sum(sizes)
    segments, x = [], 0
    for (code, _), size in zip(shown, sizes, strict=True):
        segments.append(Segment(code, x, size))
        x += size + gap
    return segments


class Stated(Protocol):
    """A state with a tone."""

    @property
    def tone(self) -> Tone: ...


def share_of(counts: Sequence[tuple[Stated, int, str]]) -> list[Segment]:
    """The bar of a page's width for (state, count, address), with gaps of 2 in 1,000."""
    return share([(state.tone, count) for state, count, _ in counts], 1000, 2)


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a province stands on the tile map."""

    kode: str
    singkatan: str
    nama: str
    x: int
    y: int


@cache
def tiles() -> tuple[Tile, ...]:
    """The 38 tiles, 16 columns by 8 rows; the sea is kept as empty columns."""
    with TILES.open(newline="", encoding="utf-8") as file:
        return tuple(
            Tile(
                kode=row["kode"],
                singkatan=row["singkatan"],
                nama=row["nama_pendek"],
                x=int(row["kolom"]) * (TILE + GAP),
                y=int(row["baris"]) * (TILE + GAP),
            )
            for row in csv.DictReader(file)
        )


def spark(
    values: Iterable[float], width: int = 80, height: int = 24, edge: int = 3
) -> list[tuple[float, float]]:
    """The points of a sparkline, oldest first; a flat series runs through the middle."""
    series = list(values)
    low, high = min(series, default=0), max(series, default=0)
    step = (width - 2 * edge) / max(len(series) - 1, 1)
    inner = height - 2 * edge
    return [
        (
            round(edge + place * step, 1),
            round(edge + inner * (1 - (value - low) / (high - low)), 1)
            if high > low
            else height / 2,
        )
        for place, value in enumerate(series)
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a meeting line, from ``x`` to ``x + width``."""

    kind: str
    label: str
    x: float
    width: float
    text_x: float


def meeting_line(
    marks: Sequence[tuple[str, str, float, float]], width: int = 600, edge: int = 40
) -> list[Mark]:
    """Place (kind, label, low, high) on one axis from the lowest to the highest of all.

    Sasaran and then the distance between ``kl`` and ``daerah`` come first: they lie under the rest.
    """
    if not marks:
        return []
    low = min(mark[2] for mark in marks)
    high = max(mark[3] for mark in marks)
    scale = (width - 2 * edge) / ((high - low) or 1)
    placed = []
    for kind, label, bottom, top in marks:
        x = edge + (bottom - low) * scale
        size = (top - bottom) * scale
        middle = min(max(x + size / 2, 70), width - 70)
        placed.append(Mark(kind, label, round(x, 1), round(size, 1), round(middle, 1)))
    below = [mark for mark in placed if mark.kind == "rpjmn"]
    return below + _distance(placed) + [mark for mark in placed if mark.kind != "rpjmn"]


def _distance(placed: Sequence[Mark]) -> list[Mark]:
    """What lies between both sides; nothing when they meet, or when one has not spoken."""
    sides = sorted((mark for mark in placed if mark.kind in {"kl", "daerah"}), key=lambda m: m.x)
    if len(sides) != len({"kl", "daerah"}):
        return []
    start = sides[0].x + sides[0].width
    size = round(sides[1].x - start, 1)
    return [Mark("jarak", "", start, size, start)] if size > 0 else []


@dataclass(frozen=True, slots=True)
class YearMark:
    """A number or a range of one year; ``is_apart`` for what belongs to another line."""

    kind: str
    tahun: int
    low: float
    high: float
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark of a chart over the years, from ``y`` down to ``y + height``."""

    kind: str
    is_apart: bool
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class YearChart:
    """Years along the foot, values along the side, the dots, and the lines between them."""

    years: list[tuple[float, int]]
    scale: list[tuple[float, float]]
    dots: list[Dot]
    lines: list[tuple[str, float, float, float, float]]


TOP, FOOT, SIDE, EDGE = 12, 36, 76, 16  # room around the drawing


def yearly(marks: Sequence[YearMark], width: int = 640, height: int = 240) -> YearChart:
    """Place marks by year and value; a flat series runs through the middle.

    A line joins two single numbers of one kind in adjacent years: nothing is drawn over a year that
    has no figure, nor to or from a range or what is apart.
    """
    first = min((mark.tahun for mark in marks), default=0)
    last = max((mark.tahun for mark in marks), default=0)
    low = min((mark.low for mark in marks), default=0)
    high = max((mark.high for mark in marks), default=0)
    if low == high:
        low, high = low - 1, high + 1
    step = (width - SIDE - 2 * EDGE) / max(last - first, 1)
    start = SIDE + EDGE if last > first else (SIDE + width) / 2

    def x(tahun: int) -> float:
        return round(start + (tahun - first) * step, 1)

    def y(value: float) -> float:
        return round(TOP + (height - TOP - FOOT) * (1 - (value - low) / (high - low)), 1)

    dots = [
        Dot(
            mark.kind,
            mark.is_apart,
            x(mark.tahun),
            y(mark.high),
            round(y(mark.low) - y(mark.high), 1),
        )
        for mark in marks
    ]
    lines = [
        (before.kind, x(before.tahun), y(before.low), x(after.tahun), y(after.low))
        for before, after in _joined(marks)
    ]
    years = [(x(tahun), tahun) for tahun in range(first, last + 1)] if marks else []
    scale = [(y(value), value) for value in (low, (low + high) / 2, high)] if marks else []
    return YearChart(years, scale, dots, lines)


def _joined(marks: Sequence[YearMark]) -> list[tuple[YearMark, YearMark]]:
    single = {
        (mark.kind, mark.tahun): mark
        for mark in marks
        if mark.low == mark.high and not mark.is_apart
    }
    return [
        (mark, single[kind, tahun + 1])
        for (kind, tahun), mark in single.items()
        if (kind, tahun + 1) in single
    ]
