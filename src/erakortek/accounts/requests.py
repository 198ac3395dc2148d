"""Requests of those who have signed in: their type, and asking again who is there."""

from collections.abc import Callable
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan, User

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
    what they sent is then done as if they had sent it again.
    """
    return reauthentication_required(app="erakortek", allow_get=True)(view)  # type: ignore[no-any-return]
