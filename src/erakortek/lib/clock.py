"""What time it is: the system's, a pinned day of the demo world, or that of a replay.

With ``ERAKORTEK_DEMO_TODAY`` (an ISO date) the clock shows the time of day of the machine on that
day, so that the stages of the demo Rakortek stand around it. Rules and services ask this clock and
no other; a loader of past years replays them ``at`` the instants when they happened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

WIB = ZoneInfo("Asia/Jakarta")
_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    replayed = _replayed.get()
    if replayed is not None:
        return replayed
    present = timezone.now()
    pinned = settings.DEMO_TODAY
    if pinned is None:
        return present
    of_day = present.astimezone(WIB)
    return datetime.combine(pinned, of_day.timetz()).astimezone(UTC)


def today() -> date:
    """The date in WIB, by which a penugasan begins and a row of the master data ends."""
    return now().astimezone(WIB).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let ``now`` be ``instant`` inside the block, for this thread of work only."""
    token = _replayed.set(instant)
    try:
        yield
    finally:
        _replayed.reset(token)
