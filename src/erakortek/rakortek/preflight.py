"""The check before opening: every room names what is missing, and whether that blocks."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from erakortek.audit import context
from erakortek.rakortek.models import Rakortek


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect as a complete Indonesian sentence; a blocking one refuses the opening."""

    sentence: str
    is_blocking: bool = True


Check = Callable[[Rakortek], Iterable[Finding]]
_checks: list[Check] = []
_made: ContextVar[dict[int, list[Finding]] | None] = ContextVar("made", default=None)


def register(check: Check) -> None:
    """``check`` yields one finding for each thing that is missing or wrong."""
    if check not in _checks:
        _checks.append(check)


@contextmanager
def made_once() -> Iterator[None]:
    """Inside, each Rakortek is checked once, whoever asks and however often: for a page.

    It shows the findings and asks the rule that rests on them; a write asks anew.
    """
    token = _made.set({})
    try:
        yield
    finally:
        _made.reset(token)


def findings(rakortek: Rakortek) -> list[Finding]:
    """Everything that all rooms find, blocking ones first; the same whoever asks."""
    made = _made.get()
    if made is None:
        return _check(rakortek)
    if rakortek.pk not in made:
        made[rakortek.pk] = _check(rakortek)
    return made[rakortek.pk]


@context.as_system()
def _check(rakortek: Rakortek) -> list[Finding]:
    found = [finding for check in _checks for finding in check(rakortek)]
    return sorted(found, key=lambda finding: not finding.is_blocking)
