"""Who may decide a row now, and what may lock it: answered by the rooms above.

The desk knows which session holds a row and who its officers are; the Berita Acara knows when it
is signed. They register here in ``AppConfig.ready()``; without an answer nobody decides or locks.
"""

from collections.abc import Callable

from erakortek.accounts.actor import Actor
from erakortek.lib.verdict import Verdict, deny
from erakortek.target.models import Target

Answer = Callable[[Actor, Target], Verdict]

_decide: list[Answer] = []
_lock: list[Answer] = []


def answer_decide(answer: Answer) -> None:
    """``answer`` says whether an actor may decide a target in a running session."""
    _decide[:] = [answer]


def answer_lock(answer: Answer) -> None:
    """``answer`` says whether a Berita Acara moves the lock of a target."""
    _lock[:] = [answer]


def can_decide(actor: Actor, target: Target) -> Verdict:
    """The desk's answer."""
    return _ask(_decide, actor, target, "Target hanya diputuskan di desk.")


def can_lock(actor: Actor, target: Target) -> Verdict:
    """The Berita Acara's answer."""
    return _ask(_lock, actor, target, "Target hanya dikunci oleh Berita Acaranya.")


def _ask(answers: list[Answer], actor: Actor, target: Target, silence: str) -> Verdict:
    return answers[0](actor, target) if answers else deny(silence)
