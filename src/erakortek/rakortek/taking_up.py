"""What keeps an opened Rakortek from taking up a newer version of an indikator.

The rooms above (targets, Berita Acara) register here in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterable, Iterator

from erakortek.rakortek.models import IndikatorRakortek
from erakortek.reference.models import DefinisiIndikator

Check = Callable[[IndikatorRakortek, DefinisiIndikator], Iterable[str]]
_checks: list[Check] = []

# What a value means; whoever has typed one typed it in these.
MEASURE = ("satuan", "jenis_nilai", "pilihan", "batas_bawah", "batas_atas")


def register(check: Check) -> None:
    """``check`` yields one sentence for each thing that keeps the row from taking up the version."""
    if check not in _checks:
        _checks.append(check)


def changes_measure(row: IndikatorRakortek, to: DefinisiIndikator) -> bool:
    """Whether a value of today would mean something else under ``to``."""
    return any(getattr(row.definisi, name) != getattr(to, name) for name in MEASURE)


def reasons_against(row: IndikatorRakortek, to: DefinisiIndikator) -> Iterator[str]:
    """What the rooms above hold against it, one sentence each."""
    for check in _checks:
        yield from check(row, to)
