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
