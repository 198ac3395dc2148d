"""Specimens for the gallery: every component in each of its states."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django import forms
from django.core.paginator import Page, Paginator

from erakortek.lib.nilai import Nilai
from erakortek.ui.charts import YearMark
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


class SpecimenForm(forms.Form):
    """Fields of each kind; bound to what cannot be read, it shows their refusals."""

    nilai = forms.RegexField(
        r"^[\d.,]+$",
        label="Usulan daerah 2028",
        help_text="Dalam persen, misalnya 87,5.",
        error_messages={
            "invalid": "“72,8 jt” tidak dapat dibaca sebagai angka. Tulis angkanya saja.",
        },
    )
    sumber = forms.ChoiceField(
        label="Sumber dana", required=False, choices=[("pad", "PAD"), ("dau", "DAU")]
    )
    alasan = forms.CharField(
        label="Alasan",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis alasannya."},
    )

    def clean(self) -> None:
        """Refuse the form as a whole, to show how that looks."""
        raise forms.ValidationError("Pengisian ditutup Jumat, 26 Februari 2027, 23.59 WIB.")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the entry grid: its state, the icon that stands in it, and its value."""

    label: str
    state: str
    icon: str
    value: str


CELLS = [
    Cell("Tersimpan", "is-saved", "ok", "6,4"),
    Cell("Menunggu", "is-waiting", "wait", "65,2"),
    Cell("Bentrok", "is-clash", "clash", "70,9"),
    Cell("Ditolak", "is-refused", "refused", "12.250.000"),
    Cell("Perlu dilihat", "is-warned", "warn", "7,19"),
    Cell("Belum diisi", "", "", ""),
]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact in two versions; "" where it is empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Specimens:
    """What the gallery shows."""

    states: list[State]
    version: Version
    gaps: list[Gap | None]
    events: list[Event]
    refusal: Refusal
    marks: list[tuple[str, str, float, float]]
    years: list[YearMark]
    cells: list[Cell]
    changes: list[Change]
    forms: list[SpecimenForm]
    page: Page[int]


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
        years=[
            YearMark("kesepakatan", 2024, 71, 71, is_apart=True),
            YearMark("kesepakatan", 2025, 72, 72),
            YearMark("kesepakatan", 2026, 73.5, 73.5),
            YearMark("acuan", 2026, 74, 75),
            YearMark("realisasi", 2025, 70.4, 70.4),
        ],
        cells=CELLS,
        changes=[
            Change("Satuan", "Nilai", "Poin"),
            Change("Rumus", "", "Jumlah yang terlayani dibagi jumlah sasaran, kali 100"),
            Change("Catatan", "Skala perlu dipastikan", ""),
        ],
        forms=[
            SpecimenForm(prefix="kosong"),
            SpecimenForm({"ditolak-nilai": "72,8 jt"}, prefix="ditolak"),
        ],
        page=Paginator(range(150), 60).page(2),
    )
