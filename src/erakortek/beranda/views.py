"""Tugas saya: the page after sign-in."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from erakortek.accounts.permissions import can_manage_accounts
from erakortek.accounts.requests import SignedInRequest
from erakortek.beranda import simulator
from erakortek.beranda.pages import page_of
from erakortek.lib.errors import InvalidInputError
from erakortek.rakortek.permissions import can_prepare
from erakortek.rakortek.requests import SESSION_KEY, current_rakortek, schedule_of
from erakortek.ui.rendering import render


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """What I owe, what waits for others, what comes next; no dashboard query."""
    asked = request.GET.get("rakortek")
    if asked:
        request.session[SESSION_KEY] = asked
    rakortek = current_rakortek(request)
    schedule = schedule_of(request, rakortek) if rakortek else None
    page = page_of(request.actor, rakortek, schedule) if rakortek and schedule else None
    context = {"page": page, "can_prepare": can_prepare(request.actor, None)}
    return render(request, "beranda/home.html", context)


@require_GET
def simulate(request: SignedInRequest) -> HttpResponse:
    """Why may this person (not): each verdict with its reason."""
    can_manage_accounts(request.actor).enforce()
    rakortek = current_rakortek(request)
    context = {"query": request.GET, "rakortek": rakortek, "found": None, "message": ""}
    if rakortek is None:
        return render(request, "beranda/simulator.html", context)
    try:
        found = simulator.simulate(request.actor, rakortek, request.GET.dict())
    except InvalidInputError as error:
        context |= {"message": error.message}
        return render(request, "beranda/simulator.html", context, status=error.http_status)
    return render(request, "beranda/simulator.html", context | {"found": found})
