"""The desks of a Rakortek and who sits at them."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.desk import selectors, services
from erakortek.desk.forms import DeskForm, SeatForm
from erakortek.desk.models import PetugasDesk
from erakortek.lib.attempts import attempt
from erakortek.lib.numbers_id import show_number
from erakortek.rakortek import permissions
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.requests import rakortek_of
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render

DESKS, PAGE = "desk/desks.html", "desk:desks"
DONE = {"desk_form": "Desk sudah ditambahkan.", "seat_form": "Petugas sudah ditempatkan."}


@require_GET
def list_desks(request: SignedInRequest, key: str) -> HttpResponse:
    """The desks of a Rakortek with their bidang and officers."""
    return _page(request, rakortek_of(request, key))


def _page(
    request: SignedInRequest,
    rakortek: Rakortek,
    *,
    status: int = HTTPStatus.OK,
    desk_form: Form | None = None,
    seat_form: Form | None = None,
) -> HttpResponse:
    candidates = selectors.candidates_for(rakortek)
    context = {
        "rakortek": rakortek,
        "desks": selectors.desks_of(rakortek),
        "can_seat": permissions.can_schedule(request.actor, rakortek),
        "can_shape": permissions.can_edit_draft(request.actor, rakortek),
        "desk_form": desk_form or DeskForm(),
        "seat_form": seat_form or SeatForm(selectors.desks_in(rakortek), candidates),
    }
    return render(request, DESKS, context, status=status)


@posted_from("desk:desks", "key")
def add(request: SignedInRequest, key: str) -> HttpResponse:
    """One more desk of a draft: an urusan that is discussed at two tables, for example."""
    rakortek = rakortek_of(request, key)
    form = DeskForm(request.POST)
    act = partial(services.add_desk, rakortek=rakortek, actor=request.actor)
    return _act(request, rakortek, form, act, "desk_form")


@posted_from("desk:desks", "key")
def remove(request: SignedInRequest, key: str, desk_id: int) -> HttpResponse:
    """Take a desk out of a draft."""
    rakortek = rakortek_of(request, key)
    desk = get_object_or_404(selectors.desks_in(rakortek), pk=desk_id)
    services.remove_desk(desk=desk, actor=request.actor)
    return done(request, f"Desk {desk.kode} sudah dihapus dari draf.", PAGE, key)


@posted_from("desk:desks", "key")
def seat(request: SignedInRequest, key: str) -> HttpResponse:
    """Let an officer sit at a desk."""
    rakortek = rakortek_of(request, key)
    permissions.can_schedule(request.actor, rakortek).enforce()  # who may not, meets no candidate
    candidates = selectors.candidates_for(rakortek)
    form = SeatForm(selectors.desks_in(rakortek), candidates, request.POST)
    act = partial(services.seat_officer, actor=request.actor)
    return _act(request, rakortek, form, act, "seat_form")


@posted_from("desk:desks", "key")
def unseat(request: SignedInRequest, key: str, seat_id: int) -> HttpResponse:
    """Let an officer leave a desk."""
    rakortek = rakortek_of(request, key)
    found = get_object_or_404(selectors.seats_in(rakortek), pk=seat_id)
    services.unseat_officer(seat_id=found.pk, actor=request.actor)
    return done(request, "Petugas itu sudah dilepas dari desknya.", PAGE, key)


@posted_from("desk:desks", "key")
def seat_by_role(request: SignedInRequest, key: str) -> HttpResponse:
    """Seat everybody whose role and bidang fit, at every desk."""
    rakortek = rakortek_of(request, key)
    seats = services.seat_by_role(rakortek=rakortek, actor=request.actor)
    return done(request, _seated(seats), PAGE, key)


def _seated(seats: Sequence[PetugasDesk]) -> str:
    """Who is narrowed to bidang that no desk discusses is seated nowhere, so nobody says "all"."""
    if not seats:
        return "Tidak ada petugas lagi yang dapat ditempatkan menurut peran dan bidangnya."
    people = show_number(len({seat.penugasan_id for seat in seats}))
    desks = show_number(len({seat.desk_id for seat in seats}))
    return f"{people} petugas ditempatkan menurut peran dan bidangnya, di {desks} desk."


def _act(
    request: SignedInRequest, rakortek: Rakortek, form: Form, act: Callable[..., object], slot: str
) -> HttpResponse:
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        return done(request, DONE[slot], PAGE, rakortek.kunci)
    return _page(request, rakortek, status=status, **{slot: form})  # type: ignore[arg-type]
