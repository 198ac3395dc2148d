"""The check before closing: every room names what is open, and whether that blocks."""

from collections.abc import Callable, Iterable

from erakortek.audit import context
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.preflight import Finding

Check = Callable[[Rakortek], Iterable[Finding]]
_checks: list[Check] = []


def register(check: Check) -> None:
    """``check`` yields a finding for each thing that is open, in sentences that say what becomes of it."""
    if check not in _checks:
        _checks.append(check)


@context.as_system()
def findings(rakortek: Rakortek) -> list[Finding]:
    """Everything that is open, blocking findings first; the same whoever asks."""
    found = [finding for check in _checks for finding in check(rakortek)]
    return sorted(found, key=lambda finding: not finding.is_blocking)
