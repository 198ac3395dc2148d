"""What stands against reopening a closed session: answered by the rooms above.

The Berita Acara knows whether one was drafted; it registers here in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterable

from erakortek.desk.models import Sidang

Check = Callable[[Sidang], Iterable[str]]
_checks: list[Check] = []


def register(check: Check) -> None:
    """``check`` yields a complete Indonesian sentence for each reason against it."""
    if check not in _checks:
        _checks.append(check)


def reasons_against(sidang: Sidang) -> list[str]:
    """Every reason against reopening this session."""
    return [reason for check in _checks for reason in check(sidang)]
