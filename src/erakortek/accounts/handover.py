"""What an officer who leaves still holds, told and moved by the rooms that hold it.

Low asks, high answers: rooms above fill this registry in their ``ready()``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from erakortek.accounts.models import Penugasan
from erakortek.audit import context


@dataclass(frozen=True, slots=True)
class OpenWork:
    """``tell`` says in sentences what a penugasan holds; ``move`` gives it to the successor's."""

    tell: Callable[[Penugasan], Iterable[str]]
    move: Callable[[Penugasan, Penugasan], None]


_kinds: list[OpenWork] = []


def register(kind: OpenWork) -> None:
    """Let the work of ``kind`` be handed over with a penugasan."""
    if kind not in _kinds:
        _kinds.append(kind)


@context.as_system()  # whatever is held, whoever asks: rules stand before the call
def held_by(penugasan: Penugasan) -> list[str]:
    """One sentence for each thing that the penugasan still holds."""
    return [sentence for kind in _kinds for sentence in kind.tell(penugasan)]


@context.as_system()
def move_all(source: Penugasan, successor: Penugasan) -> None:
    """Give everything to ``successor``, in the running transaction."""
    for kind in _kinds:
        kind.move(source, successor)


def stays(source: Penugasan, successor: Penugasan) -> None:
    """For work that is told but bound to the person, such as a name already printed."""
