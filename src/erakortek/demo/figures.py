"""Invented figures that are always the same: from the kode of indikator and daerah alone.

Values without a real source are deterministic and marked *data latihan* wherever they show.
"""

import hashlib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from erakortek.lib.nilai import Nilai
from erakortek.reference.datafiles import DataFile
from erakortek.reference.enums import Arah, JenisNilai
from erakortek.reference.models import DefinisiIndikator

SPREAD = Decimal("0.24")  # provinces lie within 12 % of the typical value
BASE_YEAR = 2025
RANGE_WIDTH = Decimal("0.5")  # of a yearly step


@dataclass(frozen=True, slots=True)
class Example:
    """A typical provincial value of ``BASE_YEAR`` and its typical yearly step, in satuan."""

    baseline: Decimal
    step: Decimal


def examples(*files: DataFile) -> dict[str, Example]:
    """The examples of the demo's data files, by kode of the indikator."""
    return {
        row.get("kode") or row["kode_indikator"]: Example(
            Decimal(row["baseline_contoh"]), Decimal(row["langkah_contoh"])
        )
        for file in files
        for row in file.rows()
    }


def chance(*words: str) -> Decimal:
    """A number in [0, 1) that depends on ``words`` only."""
    digest = hashlib.sha256("|".join(words).encode()).digest()
    return Decimal(int.from_bytes(digest[:6], "big")) / Decimal(2**48)


def measured(definisi: DefinisiIndikator, example: Example, daerah: str, tahun: int) -> Decimal:
    """An invented realisasi: the typical value, off by the daerah, moved by the years."""
    factor = 1 + SPREAD * (chance(definisi.kode, daerah) - Decimal("0.5"))
    wobble = (chance(definisi.kode, daerah, str(tahun)) - Decimal("0.5")) * example.step
    value = example.baseline * factor + example.step * (tahun - BASE_YEAR) + wobble / 2
    return _tidy(definisi, example, value)


def proposed(
    definisi: DefinisiIndikator, example: Example, daerah: str, tahun: int, *, ambition: Decimal
) -> Nilai:
    """An invented target of ``tahun``; ``ambition`` 1 follows the typical step."""
    start = measured(definisi, example, daerah, BASE_YEAR)
    if definisi.jenis_nilai == JenisNilai.PILIHAN:
        place = min(int(start) + int(ambition * 2) - 2, len(definisi.pilihan) - 1)
        return Nilai(None, None, definisi.pilihan[max(place, 0)])
    value = _tidy(definisi, example, start + example.step * ambition * (tahun - BASE_YEAR))
    if definisi.jenis_nilai == JenisNilai.RENTANG and chance("rentang", definisi.kode) < Decimal(
        "0.6"
    ):
        other = _tidy(definisi, example, value + abs(example.step) * RANGE_WIDTH)
        return Nilai(min(value, other), max(value, other))
    return Nilai(value, value)


def better(definisi: DefinisiIndikator, mine: Nilai, other: Nilai) -> bool:
    """Whether ``mine`` asks for more than ``other``, by the direction of the indikator."""
    if mine.bawah is None or other.bawah is None:
        return False
    if definisi.arah == Arah.TURUN:
        return mine.bawah < other.bawah
    return mine.bawah > other.bawah


def _tidy(definisi: DefinisiIndikator, example: Example, value: Decimal) -> Decimal:
    """As many decimals as the example has, inside the physical limits."""
    if definisi.batas_bawah is not None:
        value = max(value, definisi.batas_bawah)
    if definisi.batas_atas is not None:
        value = min(value, definisi.batas_atas)
    places = max(_places(example.baseline), _places(example.step))
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
