"""What the people are called who changed something; this room knows only their ids.

The room that knows accounts registers here in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterable, Mapping

Names = Callable[[Iterable[int]], Mapping[int, str]]
_sources: list[Names] = []


def register(names_of: Names) -> None:
    """``names_of`` gives the names of user ids, of many at once."""
    if names_of not in _sources:
        _sources.append(names_of)


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names that are known; an operator's act has no user and so no name."""
    wanted = set(ids)
    return {key: name for source in _sources for key, name in source(wanted).items()}
