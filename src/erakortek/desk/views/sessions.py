"""Sessions, and the room in which the rows of one are decided."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.desk import services
from erakortek.desk.enums import StatusSidang
from erakortek.desk.forms import (
    DecideForm,
    ProlongForm,
    ReasonForm,
    RescheduleForm,
    StartForm,
)
from erakortek.desk.lists import filter_of, session_counts, session_rows
from erakortek.desk.models import Sidang
from erakortek.desk.rooms import room_of
from erakortek.desk.selectors import agenda_of, sidang_for
from erakortek.lib.attempts import attempt
from erakortek.lib.dates_id import Zona
from erakortek.lib.numbers_id import read_id
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.requests import rakortek_of, schedule_of
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render

LIST = "desk/list.html"
ROOM = "desk/room.html"
PER_PAGE = 60
DONE = {
    services.start_session: "Sidang sudah dimulai.",
    services.cancel_session: "Sidang ini sudah dibatalkan.",
    services.reschedule_session: "Sidang ini sudah dijadwalkan lagi.",
    services.reopen_closed_session: "Sidang ini sudah dibuka kembali.",
    services.prolong_session: "Waktu tambahan sidang ini sudah dicatat.",
    services.close_session: "Sidang sudah ditutup, dan hasil setiap barisnya tercatat.",
}


@require_GET
def list_sessions(request: SignedInRequest, key: str) -> HttpResponse:
    """The sessions the actor may see, with how far each is."""
    rakortek = rakortek_of(request, key)
    chosen = filter_of(request.GET)
    visible = chosen.apply(sidang_for(request.actor).filter(desk__rakortek=rakortek))
    page = Paginator(chosen.chosen(visible), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "rakortek": rakortek,
        "filter": chosen,
        "statuses": list(StatusSidang),
        "counts": session_counts(visible),
        "page": page,
        "rows": session_rows(page.object_list),
    }
    return render(request, LIST, context)


def _sidang(request: SignedInRequest, rakortek: Rakortek, sidang_id: int) -> Sidang:
    visible = sidang_for(request.actor).filter(desk__rakortek=rakortek)
    return get_object_or_404(visible, pk=sidang_id)


def _room(
    request: SignedInRequest,
    rakortek: Rakortek,
    sidang: Sidang,
    *,
    target_id: int | None = None,
    form: Form | None = None,
    start_form: Form | None = None,
    reason_form: Form | None = None,
    reschedule_form: Form | None = None,
    prolong_form: Form | None = None,
    message: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    schedule = schedule_of(request, rakortek)
    context = {
        "rakortek": rakortek,
        "room": room_of(request.actor, sidang, schedule, target_id, form),
        "start_form": start_form or StartForm(),
        "reason_form": reason_form or ReasonForm(),
        "reschedule_form": reschedule_form or RescheduleForm(Zona(rakortek.zona)),
        "prolong_form": prolong_form or ProlongForm(Zona(rakortek.zona)),
        "message": message,
    }
    return render(request, ROOM, context, status=status)


@require_GET
def show_room(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """The room: agenda, the row at hand, officers."""
    rakortek = rakortek_of(request, key)
    target_id = read_id(request.GET.get("baris", ""))
    return _room(request, rakortek, _sidang(request, rakortek, sidang_id), target_id=target_id)


@posted_from("desk:room", "key", "sidang_id")
def start(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Open the session."""
    form = StartForm(request.POST)
    return _act_on_session(request, key, sidang_id, form, services.start_session, "start_form")


@posted_from("desk:room", "key", "sidang_id")
def cancel(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Cancel a scheduled session."""
    form = ReasonForm(request.POST)
    return _act_on_session(request, key, sidang_id, form, services.cancel_session, "reason_form")


@posted_from("desk:room", "key", "sidang_id")
def reschedule(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Give a cancelled session a new time."""
    form = RescheduleForm(Zona(rakortek_of(request, key).zona), request.POST)
    act = services.reschedule_session
    return _act_on_session(request, key, sidang_id, form, act, "reschedule_form")


@posted_from("desk:room", "key", "sidang_id")
def reopen_session(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Reopen a session that was closed by mistake."""
    form = ReasonForm(request.POST)
    act = services.reopen_closed_session
    return _act_on_session(request, key, sidang_id, form, act, "reason_form")


@posted_from("desk:room", "key", "sidang_id")
def prolong(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Give a begun session more time than its stage has."""
    form = ProlongForm(Zona(rakortek_of(request, key).zona), request.POST)
    return _act_on_session(request, key, sidang_id, form, services.prolong_session, "prolong_form")


@posted_from("desk:room", "key", "sidang_id")
def close(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Close the session."""
    form = Form(request.POST)
    return _act_on_session(request, key, sidang_id, form, services.close_session, "")


def _act_on_session(
    request: SignedInRequest,
    key: str,
    sidang_id: int,
    form: Form,
    act: Callable[..., object],
    slot: str,
) -> HttpResponse:
    rakortek = rakortek_of(request, key)
    sidang = _sidang(request, rakortek, sidang_id)
    status = attempt(form, partial(act, sidang_id=sidang_id, actor=request.actor))
    if status == HTTPStatus.OK:
        return done(request, DONE[act], "desk:room", key, sidang_id)
    message = " ".join(str(error) for error in form.non_field_errors())
    fresh = _sidang(request, rakortek, sidang.pk)
    extra = {slot: form} if slot else {}
    return _room(request, rakortek, fresh, message=message, status=status, **extra)  # type: ignore[arg-type]


@posted_from("desk:room", "key", "sidang_id")
def decide(request: SignedInRequest, key: str, sidang_id: int, target_id: int) -> HttpResponse:
    """Record the result of one row; then the next undecided one is at hand."""
    rakortek = rakortek_of(request, key)
    sidang = _sidang(request, rakortek, sidang_id)
    target = get_object_or_404(agenda_of(sidang, request.actor), pk=target_id)
    form = DecideForm(target.definisi, request.POST)
    act = partial(
        services.decide_row, sidang_id=sidang_id, target_id=target_id, actor=request.actor
    )
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        said = f"Hasil {target.definisi.nama} sudah dicatat."
        return done(request, said, "desk:room", key, sidang_id)
    return _room(request, rakortek, sidang, target_id=target_id, form=form, status=status)


@posted_from("desk:room", "key", "sidang_id")
def reopen(request: SignedInRequest, key: str, sidang_id: int, target_id: int) -> HttpResponse:
    """Take the result of one row back, with a reason."""
    rakortek = rakortek_of(request, key)
    sidang = _sidang(request, rakortek, sidang_id)
    form = ReasonForm(request.POST)
    act = partial(
        services.reopen_row, sidang_id=sidang_id, target_id=target_id, actor=request.actor
    )
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        room = reverse("desk:room", args=[key, sidang_id])
        said = "Baris ini dibuka kembali untuk dibahas."
        return done(request, said, f"{room}?baris={target_id}")
    return _room(request, rakortek, sidang, target_id=target_id, reason_form=form, status=status)
