"""Django forms rendered without Django's own template language."""

from django.forms import BoundField, Select
from django.forms.renderers import Jinja2


class Renderer(Jinja2):
    """Widgets come from Django's Jinja2 templates; fields are laid out by ``ui.field``."""


def field_attributes(bound: BoundField) -> dict[str, str]:
    """The class of a control, and what describes it: its refusal, else its hint."""
    kind = "form-select" if isinstance(bound.field.widget, Select) else "form-control"
    attributes = {"class": f"{kind} is-invalid" if bound.errors else kind}
    if bound.errors:
        return attributes | {
            "aria-invalid": "true",
            "aria-describedby": f"{bound.id_for_label}-error",
        }
    if bound.help_text:
        return attributes | {"aria-describedby": f"{bound.id_for_label}-hint"}
    return attributes
