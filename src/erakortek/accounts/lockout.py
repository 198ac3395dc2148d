"""Whose wrong passwords are counted, and what is shown after too many of them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from erakortek.accounts.models import username_of
from erakortek.audit import context
from erakortek.ui.rendering import render


class Attempts(AxesDatabaseHandler):  # type: ignore[misc]  # axes ships no types
    """Counts wrong passwords as the system: whoever tries is not known, and is shown no count."""

    def get_failures(self, *args: Any, **kwargs: Any) -> int:
        with transaction.atomic(), context.as_system():
            return int(super().get_failures(*args, **kwargs))

    def user_login_failed(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(), context.as_system():
            super().user_login_failed(*args, **kwargs)

    def user_logged_in(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(), context.as_system():
            super().user_logged_in(*args, **kwargs)

    def user_logged_out(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(), context.as_system():
            super().user_logged_out(*args, **kwargs)


def name_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The account name that is tried, spelled as it is kept; "" where none was typed.

    Counted with the address, so that neither a slip locks a whole office nor a stranger an account.
    """
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return username_of(str(typed))


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The same answer whether the account exists or not: wait, then try again."""
    return render(request, "accounts/locked.html", {}, status=HTTPStatus.TOO_MANY_REQUESTS)
