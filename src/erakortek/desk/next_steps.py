"""What follows a session: the rooms above (Berita Acara) offer their way in here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from erakortek.accounts.actor import Actor
from erakortek.desk.enums import PeranDesk
from erakortek.desk.models import Sidang


@dataclass(frozen=True, slots=True)
class NextStep:
    """One way on: a link, or an act (``is_post``) that the actor may do."""

    label: str
    url: str
    is_post: bool


Ask = Callable[[Actor, Sidang, frozenset[PeranDesk]], Iterable[NextStep]]
_asks: list[Ask] = []


def register(ask: Ask) -> None:
    """``ask`` yields what the actor may do with a session now."""
    if ask not in _asks:
        _asks.append(ask)


def next_steps(actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk]) -> list[NextStep]:
    """Every way on from this session."""
    return [step for ask in _asks for step in ask(actor, sidang, peran)]
