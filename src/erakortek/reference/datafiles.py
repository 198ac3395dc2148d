"""The project's own data files: read as text, with the hash of their bytes."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from erakortek.lib.hashing import sha256_hex

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One CSV file with a header (UTF-8, comma)."""

    path: Path

    @property
    def sha256(self) -> str:
        return sha256_hex(self.path.read_bytes())

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row as column → text, without surrounding space."""
        text = io.StringIO(self.path.read_text(encoding="utf-8"))
        for row in csv.DictReader(text):
            yield {column: (value or "").strip() for column, value in row.items()}


def reference_file(name: str) -> DataFile:
    """A file under ``reference/data``."""
    return DataFile(FOLDER / name)


def decimal_or_none(text: str) -> Decimal | None:
    """A figure of a data file (dot as decimal sign), None where the cell is blank."""
    return Decimal(text) if text else None


def integer_or_none(text: str) -> int | None:
    """A whole number of a data file, None where the cell is blank."""
    return int(text) if text else None


def date_or_none(text: str) -> date | None:
    """An ISO date, None where the cell is blank."""
    return date.fromisoformat(text) if text else None
