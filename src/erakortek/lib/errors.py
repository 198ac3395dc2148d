"""Domain errors.

``message`` is complete Indonesian sentences that may be shown to the user: what happened, why, and
what can be done now. ``http_status`` is what a page or the API answers with.
"""


class DomainError(Exception):
    """An act that the domain refuses."""

    http_status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AccessDeniedError(DomainError):
    """The actor may not do this, or not now."""

    http_status = 403


class IllegalTransitionError(DomainError):
    """The table of this state fact has no such move."""


class StaleVersionError(DomainError):
    """Somebody wrote since the writer last looked; nothing was saved."""


class InvalidInputError(DomainError):
    """What was typed cannot be read as what was asked for."""

    http_status = 422
