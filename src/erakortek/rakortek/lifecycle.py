"""What other rooms do when a Rakortek is prepared, opened or closed, in the same transaction.

The rooms above (targets, desks) register here in ``AppConfig.ready()``: a Rakortek that opens has
its targets and its sessions, or it has not opened.
"""

from collections.abc import Callable

from erakortek.accounts.actor import Actor
from erakortek.rakortek.models import Rakortek

Act = Callable[[Rakortek], None]
ActOfSomebody = Callable[[Rakortek, Actor], None]

_acts: dict[str, list[Act]] = {"prepare": [], "open": []}
_closing: list[ActOfSomebody] = []


def on_prepare(act: Act) -> None:
    """``act`` completes a new draft; ``rakortek.disalin_dari`` is the year it was copied from."""
    _register("prepare", act)


def on_open(act: Act) -> None:
    """``act`` makes what an opened Rakortek needs."""
    _register("open", act)


def on_close(act: ActOfSomebody) -> None:
    """``act`` settles what a Rakortek that closes leaves behind, in the name of who closes it."""
    if act not in _closing:
        _closing.append(act)


def run(moment: str, rakortek: Rakortek) -> None:
    """Let every room do its part at "prepare" or "open"."""
    for act in _acts[moment]:
        act(rakortek)


def close(rakortek: Rakortek, actor: Actor) -> None:
    """Let every room settle what it has open."""
    for act in _closing:
        act(rakortek, actor)


def _register(moment: str, act: Act) -> None:
    if act not in _acts[moment]:
        _acts[moment].append(act)
