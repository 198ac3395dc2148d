"""One act on many targets: each for itself, and a sentence about all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from erakortek.lib.errors import DomainError


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many went through, and the reasons of those that did not."""

    done: int
    reasons: tuple[str, ...]

    def sentence(self, verb: str) -> str:
        """What happened, for the person who asked for it."""
        if not self.reasons:
            return f"{self.done} target {verb}."
        why = " ".join(sorted(set(self.reasons)))
        return f"{self.done} target {verb}, {len(self.reasons)} dilewati. {why}"


def each(target_ids: Sequence[int], act: Callable[..., object]) -> Outcome:
    """Call ``act(target_id=…)`` for each; a refusal of one does not stop the others."""
    reasons = []
    for target_id in target_ids:
        try:
            act(target_id=target_id)
        except DomainError as error:
            reasons.append(error.message)
    return Outcome(len(target_ids) - len(reasons), tuple(reasons))
