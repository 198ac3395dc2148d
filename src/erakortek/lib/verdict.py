"""The answer to "may this be done?": one object for view, template, API and service.

``if verdict`` shows a button, ``verdict.enforce()`` guards a write, ``verdict.reason`` speaks to
the user. Rules that return a verdict live in ``permissions.py`` and ``workflow.py``.
"""

from dataclasses import dataclass

from erakortek.lib.errors import AccessDeniedError, DomainError


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed, or denied with a reason in Indonesian and the error that a write would raise."""

    allowed: bool
    reason: str = ""
    error: type[DomainError] = AccessDeniedError

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raise ``error`` with the reason unless allowed."""
        if not self.allowed:
            raise self.error(self.reason)


ALLOWED = Verdict(allowed=True)


def deny(reason: str, error: type[DomainError] = AccessDeniedError) -> Verdict:
    """A refusal that says why."""
    return Verdict(allowed=False, reason=reason, error=error)


def first_denied(*verdicts: Verdict) -> Verdict:
    """The first refusal among ``verdicts``, or allowed when there is none."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
