"""What a person owes: every room names its duties here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from erakortek.accounts.actor import Actor
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do: how many, what, why, until when, and the way in."""

    count: int
    what: str
    why: str
    url: str
    action: str
    deadline: datetime | None = None


Ask = Callable[[Actor, Rakortek, Schedule], Iterable[Duty]]
_asks: list[Ask] = []


def register(ask: Ask) -> None:
    """``ask`` yields the duties of an actor in one open Rakortek; those with count 0 are dropped."""
    if ask not in _asks:
        _asks.append(ask)


def duties_of(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> list[Duty]:
    """What ``actor`` owes, the nearest deadline first."""
    found = [duty for ask in _asks for duty in ask(actor, rakortek, schedule) if duty.count]
    far = schedule.now.replace(year=schedule.now.year + 10)
    return sorted(found, key=lambda duty: duty.deadline or far)
