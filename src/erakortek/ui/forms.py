"""Django forms rendered without Django's own template language, and fields for days and instants."""

from abc import ABC, abstractmethod
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, Field, Select, TextInput
from django.forms.renderers import Jinja2

from erakortek.lib.dates_id import (
    DAY_EXAMPLE,
    INSTANT_EXAMPLE,
    Zona,
    read_day,
    read_instant,
    type_day,
    type_instant,
)
from erakortek.lib.errors import InvalidInputError


class Renderer(Jinja2):
    """Widgets come from Django's Jinja2 templates; fields are laid out by ``ui.field``."""


def field_attributes(bound: BoundField, autofocus: bool = False) -> dict[str, str | bool]:
    """The class of a control, and what describes it: its refusal, else its hint.

    The first that was refused takes the focus, so that nobody walks the whole page again.
    """
    attributes = _described(bound)
    is_first_refused = bound.name == next(iter(bound.form.errors), None)
    return attributes | {"autofocus": True} if autofocus or is_first_refused else attributes


def is_demanded(bound: BoundField) -> bool:
    """Whether the field may not be empty: the form says so, or names what its service refuses.

    A form whose cells are judged elsewhere lists their names in ``demanded``.
    """
    return bound.field.required or bound.name in getattr(bound.form, "demanded", ())


def _described(bound: BoundField) -> dict[str, str | bool]:
    kind = "form-select" if isinstance(bound.field.widget, Select) else "form-control"
    attributes: dict[str, str | bool] = {"class": f"{kind} is-invalid" if bound.errors else kind}
    if is_demanded(bound) and not bound.field.widget.needs_multipart_form:
        attributes["aria-required"] = "true"
    if bound.errors:
        return attributes | {
            "aria-invalid": "true",
            "aria-describedby": f"{bound.id_for_label}-error",
        }
    if bound.help_text:
        return attributes | {"aria-describedby": f"{bound.id_for_label}-hint"}
    return attributes


class _TypedField(Field, ABC):
    """What is typed in our notation: a browser's own calendar would speak the browser's language."""

    def __init__(self, label: str, example: str, **options: Any) -> None:
        attributes = {"placeholder": example, "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            label=label,
            widget=TextInput(attrs=attributes),
            error_messages={"required": f"Isi {label[0].lower()}{label[1:]}, misalnya {example}."},
            **{"help_text": f"Misalnya {example}."} | options,
        )

    @abstractmethod
    def read(self, text: str) -> date:
        """What is typed; raises ``InvalidInputError``."""

    @abstractmethod
    def type(self, value: Any) -> str:
        """A value as a person types it."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.read(value)
        except InvalidInputError as error:
            raise ValidationError(f"{self.label}: {error.message}") from None

    def prepare_value(self, value: Any) -> Any:
        return self.type(value) if isinstance(value, date) else value


class DayField(_TypedField):
    """A day, typed as 31-12-2027."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, DAY_EXAMPLE, **options)

    def read(self, text: str) -> date:
        return read_day(text)

    def type(self, value: date) -> str:
        return type_day(value)


class InstantField(_TypedField):
    """A day and a time on the clocks of one zone, typed as 26-02-2027 23.59; an aware instant.

    ``alone`` is the time of a day that is typed without one.
    """

    def __init__(self, label: str, zona: Zona, alone: time, **options: Any) -> None:
        hint = f"Misalnya {INSTANT_EXAMPLE}. Tanggal saja berarti pukul {alone:%H.%M}."
        super().__init__(f"{label} ({zona})", INSTANT_EXAMPLE, **{"help_text": hint} | options)
        self.zona = zona
        self.alone = alone

    def read(self, text: str) -> datetime:
        return read_instant(text, self.zona, self.alone)

    def type(self, value: datetime) -> str:
        return type_instant(value, self.zona)
