"""Specimens for the gallery: every component in each of its states."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from erakortek.lib.nilai import Nilai
from erakortek.ui.tones import Tone


@dataclass(frozen=True, slots=True)
class State:
    """A state as any enum of the rooms has it."""

    label: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Version:
    """A value as a voice shows it."""

    nilai: Nilai
    version: int
    created_at: datetime
    catatan: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance as the rooms compute it."""

    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history."""

    at: datetime
    who: str
    what: str
    nilai: Nilai | None = None
    version: int | None = None
    alasan: str = ""
    sumber: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A verdict that denies."""

    reason: str


@dataclass(frozen=True, slots=True)
class Specimens:
    """What the gallery shows."""

    states: list[State]
    version: Version
    gaps: list[Gap | None]
    events: list[Event]
    refusal: Refusal
    marks: list[tuple[str, str, float, float]]


def specimens() -> Specimens:
    """Invented examples, enough to see each component in each state."""
    at = datetime(2027, 2, 15, 7, 32, tzinfo=UTC)
    value = Nilai(Decimal("4.5"), Decimal(5))
    return Specimens(
        states=[State(tone.value.replace("-", " ").capitalize(), tone) for tone in Tone],
        version=Version(value, 4, at, "Proyeksi Bappeda."),
        gaps=[
            None,
            Gap("met", Decimal(0)),
            Gap("short", Decimal("0.75")),
            Gap("beyond", Decimal("1.2")),
        ],
        events=[
            Event(at, "Rahmi Kartini (contoh)", "Usulan daerah", value, 4, sumber="halaman"),
            Event(at, "Bappeda (contoh)", "Target dikembalikan", alasan="Sertakan dasarnya."),
        ],
        refusal=Refusal("Pengisian ditutup Jumat, 26 Februari 2027, 23.59 WIB."),
        marks=[
            ("rpjmn", "RPJMN 2029", 8, 9),
            ("kl", "Pengampu 9,5–10", 9.5, 10),
            ("daerah", "Daerah 10,75", 10.75, 10.75),
            ("realisasi", "Realisasi 2024", 13.56, 13.56),
        ],
    )
