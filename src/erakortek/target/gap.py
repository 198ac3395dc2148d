"""How far a value is from a goal, by the direction of its indikator."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from erakortek.lib.nilai import Nilai
from erakortek.reference.enums import Arah


class GapKind(StrEnum):
    """Whether the goal is met, missed, or more than met."""

    MET = "met"
    SHORT = "short"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Gap:
    """``amount`` is never negative, in ``definisi.satuan``; 0 when the goal is just met."""

    kind: GapKind
    amount: Decimal


def gap_between(arah: str, value: Nilai | None, goal: Nilai | None) -> Gap | None:
    """The distance between two values, a range counting by its nearer edge; None for words.

    NAIK: short while the value lies below the goal. TURUN: short while it lies above. RENTANG:
    short while it lies outside the goal's range.
    """
    if value is None or goal is None:
        return None
    if value.bawah is None or value.atas is None or goal.bawah is None or goal.atas is None:
        return None
    below = max(goal.bawah - value.atas, Decimal(0))
    above = max(value.bawah - goal.atas, Decimal(0))
    if not below and not above:
        return Gap(GapKind.MET, Decimal(0))
    if arah == Arah.RENTANG:
        return Gap(GapKind.SHORT, below or above)
    missed = below if arah == Arah.NAIK else above
    return Gap(GapKind.SHORT, missed) if missed else Gap(GapKind.BEYOND, below or above)
