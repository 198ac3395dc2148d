"""What a request about a Rakortek shares between its view and the frame of its page.

Read once per request and kept on it, so that the switch of years, the line of the open stage and
the page's own rules cost the same two or three queries together.
"""

from django.http import Http404

from erakortek.accounts.requests import SignedInRequest
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.schedule import Schedule
from erakortek.rakortek.selectors import rakortek_for, schedule_for

_VISIBLE = "_daftar_rakortek"
_SCHEDULES = "_schedules"
SESSION_KEY = "rakortek"


def visible_rakortek(request: SignedInRequest) -> list[Rakortek]:
    """Every Rakortek the actor may see, newest year first. One query per request."""
    if not hasattr(request, _VISIBLE):
        setattr(request, _VISIBLE, list(rakortek_for(request.actor)))
    return getattr(request, _VISIBLE)  # type: ignore[no-any-return]


def rakortek_of(request: SignedInRequest, key: str) -> Rakortek:
    """The Rakortek of a URL; one the actor may not see is not found."""
    for rakortek in visible_rakortek(request):
        if rakortek.kunci == key:
            return rakortek
    raise Http404


def current_rakortek(request: SignedInRequest) -> Rakortek | None:
    """That of the URL, else the one looked at last, else the newest that is open."""
    match = request.resolver_match
    key = match.kwargs.get("key") if match else None
    key = key or request.session.get(SESSION_KEY)
    daftar = visible_rakortek(request)
    chosen = next((one for one in daftar if one.kunci == key), None)
    running = (one for one in daftar if one.status == StatusRakortek.DIBUKA)
    return chosen or next(running, None) or next(iter(daftar), None)


def schedule_of(request: SignedInRequest, rakortek: Rakortek) -> Schedule:
    """The stages of ``rakortek`` as they apply to the actor. At most one query per request."""
    schedules: dict[int, Schedule] = getattr(request, _SCHEDULES, {})
    if rakortek.pk not in schedules:
        schedules[rakortek.pk] = schedule_for(request.actor, rakortek)
        setattr(request, _SCHEDULES, schedules)
    return schedules[rakortek.pk]
