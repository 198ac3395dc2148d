"""Requests of those who have signed in: their type, and asking again who is there."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan, User
from erakortek.lib import clock
from erakortek.ui.rendering import render

SIGN_IN_AGAIN = "accounts/sso_lagi.html"

View = TypeVar("View", bound=Callable[..., HttpResponse])


class SignedInRequest(HttpRequest):
    """What a view behind the door gets: ``OneTransaction`` has put the actor here."""

    actor: Actor
    viewer: Actor | None  # who really sits there, while they only look as ``actor``
    daftar_penugasan: list[Penugasan]
    htmx: HtmxDetails
    user: User


def step_up(view: View) -> View:
    """Let ``view`` change something only for whoever has confirmed within the last minutes.

    Whoever has not is asked for their second factor (their password where they have none), and
    what they sent is then done as if they had sent it again. Whoever has neither signs in through
    the provider, and must have done so within these minutes.
    """
    confirmed = reauthentication_required(app="erakortek", allow_get=True)(view)

    @wraps(view)
    def stepped(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and _was_vouched_for_long_ago(request):
            context = {
                "provider": settings.OIDC_NAME if settings.OIDC_SERVER else "",
                "back": urlsplit(request.headers.get("Referer", "")).path or "/",
            }
            return render(request, SIGN_IN_AGAIN, context, status=HTTPStatus.FORBIDDEN)
        return confirmed(request, *args, **kwargs)  # type: ignore[no-any-return]

    return stepped  # type: ignore[return-value]


def _was_vouched_for_long_ago(request: SignedInRequest) -> bool:
    """Whether only a provider could say who is there, and has not just done so."""
    if get_adapter().get_reauthentication_methods(request.user):
        return False
    records = get_authentication_records(request, request.user)
    at = max((one["at"] for one in records), default=0)
    return clock.now().timestamp() - at > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
