"""The last steps of a sign-in, taken by allauth before there is an actor."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from erakortek.audit import context

View = Callable[..., HttpResponse]


def in_the_stage(view: View) -> View:
    """Let allauth meet the account that its own proof names: the first factor, or the provider.

    Who that is stands in the session or in the signed answer, which only allauth reads; what it
    reads and writes is bounded by it.
    """

    @wraps(view)
    def as_library(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with context.as_system():
            return view(request, *args, **kwargs)

    return as_library
