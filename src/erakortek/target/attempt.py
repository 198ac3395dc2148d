"""What was typed and not saved: the text stays on screen beside the reason."""

from dataclasses import dataclass
from http import HTTPStatus

from django.forms import Form

LONGEST_VALUE, LONGEST_REMARK = 200, 2000  # characters shown again


@dataclass(frozen=True, slots=True)
class Attempt:
    """A value and its remark as they were typed, why they were refused, and with which status."""

    text: str
    catatan: str
    message: str
    http_status: int

    @property
    def is_clash(self) -> bool:
        """Whether somebody else wrote first."""
        return self.http_status == HTTPStatus.CONFLICT


def attempt_of(form: Form, status: int) -> Attempt | None:
    """What a form held that was refused; None when it was saved."""
    if status == HTTPStatus.OK:
        return None
    return Attempt(
        text=form.data.get("nilai", "")[:LONGEST_VALUE],
        catatan=form.data.get("catatan", "")[:LONGEST_REMARK],
        message=" ".join(str(error) for errors in form.errors.values() for error in errors),
        http_status=status,
    )
