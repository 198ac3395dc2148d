"""Who may decide a row now, and what may lock it: answered by the rooms above.

The desk knows which session holds a row and who its officers are; the Berita Acara knows when it
is signed. They register here in ``AppConfig.ready()``; without an answer nobody decides or locks.
"""

from collections.abc import Callable, Collection

from erakortek.accounts.actor import Actor
from erakortek.lib.verdict import Verdict, deny
from erakortek.target.models import Target

Answer = Callable[[Actor, Target], Verdict]
AnswerForMany = Callable[[Actor, Collection[int]], Verdict]

_decide: list[Answer] = []
_decide_again: list[Answer] = []
_lock: list[AnswerForMany] = []


def answer_decide(answer: Answer) -> None:
    """``answer`` says whether an actor may decide a target in a running session."""
    _decide[:] = [answer]


def answer_decide_again(answer: Answer) -> None:
    """``answer`` says whether an actor may decide again what a desk left to the pleno."""
    _decide_again[:] = [answer]


def answer_lock(answer: AnswerForMany) -> None:
    """``answer`` says whether a Berita Acara of the actor moves the lock of all these targets."""
    _lock[:] = [answer]


def can_decide(actor: Actor, target: Target) -> Verdict:
    """The desk's answer."""
    return _ask(_decide, actor, target, "Target hanya diputuskan di desk.")


def can_decide_again(actor: Actor, target: Target) -> Verdict:
    """The desk's answer on a row that is TIDAK_SEPAKAT or DITUNDA."""
    return _ask(_decide_again, actor, target, "Baris ini hanya diputuskan lagi di pleno.")


def can_lock(actor: Actor, target_ids: Collection[int]) -> Verdict:
    """The Berita Acara's answer, one for all rows that it holds."""
    if not _lock:
        return deny("Target hanya dikunci oleh Berita Acaranya.")
    return _lock[0](actor, target_ids)


def _ask(answers: list[Answer], actor: Actor, target: Target, silence: str) -> Verdict:
    return answers[0](actor, target) if answers else deny(silence)
