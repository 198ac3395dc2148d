"""What the first page shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from erakortek.accounts.actor import Actor
from erakortek.beranda.duties import Duty, duties_of
from erakortek.beranda.selectors import next_sessions, waiting_for_others
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.schedule import Schedule, Window

URGENT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class HomePage:
    """Duties (the most urgent first), what others owe, the next sessions, the stages."""

    rakortek: Rakortek
    now: datetime
    duties: list[Duty]
    waiting: list[tuple[str, str, str]]
    sessions: list[tuple[str, str, str]]
    windows: list[Window]

    def is_urgent(self, duty: Duty) -> bool:
        """Whether less than two days are left."""
        return duty.deadline is not None and duty.deadline - self.now < URGENT

    def stage_class(self, window: Window) -> str:
        """Whether a stage is over, open, or to come."""
        if window.is_open(self.now):
            return "is-now"
        return "is-done" if window.sampai_at < self.now else "is-next"


def page_of(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> HomePage:
    """The first page of ``actor``."""
    return HomePage(
        rakortek=rakortek,
        now=schedule.now,
        duties=duties_of(actor, rakortek, schedule),
        waiting=waiting_for_others(actor, rakortek),
        sessions=next_sessions(actor, rakortek),
        windows=list(schedule.windows),
    )
