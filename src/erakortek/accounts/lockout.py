"""What is shown after too many wrong passwords."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from erakortek.ui.rendering import render


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The same answer whether the account exists or not: wait, then try again."""
    return render(request, "accounts/locked.html", {}, status=HTTPStatus.TOO_MANY_REQUESTS)
