"""Whose wrong passwords are counted, and what is shown after too many of them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from erakortek.accounts.models import username_of
from erakortek.ui.rendering import render


def name_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The account name that is tried, spelled as it is kept; "" where none was typed.

    Counted with the address, so that neither a slip locks a whole office nor a stranger an account.
    """
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return username_of(str(typed))


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The same answer whether the account exists or not: wait, then try again."""
    return render(request, "accounts/locked.html", {}, status=HTTPStatus.TOO_MANY_REQUESTS)
