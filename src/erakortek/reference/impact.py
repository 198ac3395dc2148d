"""What hangs on master data in the rooms above: they say, hold fast, and follow.

A room that uses them registers here in ``AppConfig.ready()``; a sheet asks before it changes, and lets
everybody follow in the same transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass


def _nothing(_: Collection[int]) -> Iterable[str]:
    return ()


def _nowhere() -> Iterable[str]:
    return ()


def _no_hold(_: Collection[int]) -> Mapping[int, str]:
    return {}


def _stay(_: Collection[int]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class User:
    """One room that uses master data.

    ``running`` names what is going on with them now, e.g. "Rakortek 2028".
    ``uses`` says in sentences where indikator (ids) are in use. ``holds`` says per version (id of a
    ``DefinisiIndikator``) why it must stay as it is. ``follow`` takes up what has changed for
    indikator (ids).
    """

    running: Callable[[], Iterable[str]] = _nowhere
    uses: Callable[[Collection[int]], Iterable[str]] = _nothing
    holds: Callable[[Collection[int]], Mapping[int, str]] = _no_hold
    follow: Callable[[Collection[int]], None] = _stay


_users: list[User] = []


def register(user: User) -> None:
    """Let ``user`` be asked before the dictionary changes, and told after it has."""
    if user not in _users:
        _users.append(user)


def while_running(effect: str) -> Iterator[str]:
    """One sentence that says what a change does to what is going on now; nothing if nothing is."""
    going_on = [one for user in _users for one in user.running()]
    if going_on:
        yield f"{', '.join(going_on)} sedang dibuka: {effect}"


def uses(indikator_ids: Collection[int]) -> Iterator[str]:
    """Where these indikator are in use, room by room."""
    for user in _users:
        yield from user.uses(indikator_ids)


def holds(definisi_ids: Collection[int]) -> dict[int, str]:
    """Why each of these versions must stay as it is, for those that must."""
    return {pk: reason for user in _users for pk, reason in user.holds(definisi_ids).items()}


def follow(indikator_ids: Collection[int]) -> None:
    """Let every room take up what has changed, in the running transaction."""
    for user in _users:
        user.follow(indikator_ids)
