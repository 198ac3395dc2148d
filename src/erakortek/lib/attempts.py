"""Calling a service with what a form holds; a refusal becomes a message of the form."""

from collections.abc import Callable

from django.forms import Form

from erakortek.lib.errors import DomainError


def attempt(form: Form, act: Callable[..., object]) -> int:
    """Call ``act`` with the cleaned data; the HTTP status: 200, 422, or the refusal's own."""
    if not form.is_valid():
        return 422
    try:
        act(**form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.message)
        return error.http_status
    return 200
