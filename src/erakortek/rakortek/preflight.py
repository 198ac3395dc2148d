"""The check before opening: every room names what is missing, and whether that blocks."""

from collections.abc import Callable, Iterable
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


def register(check: Check) -> None:
    """``check`` yields one finding for each thing that is missing or wrong."""
    if check not in _checks:
        _checks.append(check)


@context.as_system()
def findings(rakortek: Rakortek) -> list[Finding]:
    """Everything that all rooms find, blocking ones first; the same whoever asks."""
    found = [finding for check in _checks for finding in check(rakortek)]
    return sorted(found, key=lambda finding: not finding.is_blocking)
