"""The people who changed something or let it be changed; this room knows only their ids.

The room that knows accounts registers here in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterable, Mapping

from erakortek.audit.services import ActsAs
from erakortek.intake.sheets import Keeper
from erakortek.lib.errors import AccessDeniedError

Names = Callable[[Iterable[int]], Mapping[int, str]]
Act = Callable[[int, int], Keeper | None]
_sources: list[Names] = []
_acts: list[Act] = []


def register(names_of: Names, act_as: Act) -> None:
    """``names_of`` gives the names of user ids, of many at once.

    ``act_as`` gives the keeper of a user and a penugasan and lets the running transaction act as
    them; None where that penugasan is over.
    """
    if names_of not in _sources:
        _sources.append(names_of)
        _acts.append(act_as)


def act_as(by: ActsAs) -> Keeper:
    """Let the running transaction of a job act as whoever asked for it.

    Raises ``AccessDeniedError`` where they may act no more.
    """
    for act in _acts:
        if keeper := act(by.user_id, by.penugasan_id):
            return keeper
    raise AccessDeniedError(
        "Penugasan yang memutuskannya sudah tidak berlaku, jadi tidak ada yang diterapkan."
    )


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names that are known; an operator's act has no user and so no name."""
    wanted = set(ids)
    return {key: name for source in _sources for key, name in source(wanted).items()}
