"""Columns with the years for which, and the days from and until which a row holds."""

from collections.abc import Iterator
from datetime import date

from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Read, Sheet


def iso(day: date | None) -> str:
    """The canonical text of a cell."""
    return day.isoformat() if day else ""


RETIRES = Column(
    "sampai",
    "Berlaku sampai",
    Kind.DATE,
    example="31-12-2029",
    hint="Hari terakhir dipakai; kosong selama masih berlaku.",
)


def ends_before_it_begins(sheet: Sheet, place: int, read: Read) -> Iterator[tuple[int, Finding]]:
    """A finding where ``sampai`` lies before ``mulai``; ISO dates compare as text."""
    mulai, sampai = read.values["mulai"], read.values["sampai"]
    if mulai and sampai and sampai < mulai:
        labels = sheet.column("sampai").label, sheet.column("mulai").label
        message = f"“{labels[0]}” mendahului “{labels[1]}”."
        sel = read.cells.get("sampai", "")
        yield place, Finding(labels[0], sel, "urutan", message, "Periksa kedua tanggalnya.")
