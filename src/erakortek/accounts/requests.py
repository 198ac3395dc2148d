"""The type of a request whose user has signed in and acts under a penugasan."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan, User


class SignedInRequest(HttpRequest):
    """What a view behind the door gets: ``OneTransaction`` has put the actor here."""

    actor: Actor
    daftar_penugasan: list[Penugasan]
    htmx: HtmxDetails
    user: User
