"""The grid of targets, one target with its history, and what is done to them."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.lib import clock
from erakortek.lib.attempts import attempt
from erakortek.lib.dates_id import show_time
from erakortek.lib.errors import DomainError
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.requests import rakortek_of, schedule_of
from erakortek.target import services
from erakortek.target.attempt import attempt_of
from erakortek.target.enums import Voice
from erakortek.target.filters import CHIPS, Filter, chip_counts, filter_of
from erakortek.target.forms import BatchForm, ReasonForm, ValueForm
from erakortek.target.history import history_of
from erakortek.target.models import Target
from erakortek.target.options import options_for
from erakortek.target.rows import context_of, row_of, rows_of
from erakortek.target.selectors import read_targets, targets_for
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render, render_block

LIST = "target/list.html"
SHOW = "target/show.html"


def _targets(request: SignedInRequest, rakortek: Rakortek) -> QuerySet[Target]:
    return targets_for(request.actor).filter(rakortek=rakortek)


@require_GET
def list_targets(request: SignedInRequest, key: str) -> HttpResponse:
    """The targets the actor may see, a page of 60 or 300, with what they may do to each."""
    rakortek = rakortek_of(request, key)
    return render(request, LIST, _list_context(request, rakortek, filter_of(request.GET)))


def _list_context(
    request: SignedInRequest, rakortek: Rakortek, chosen: Filter, message: str = ""
) -> dict[str, object]:
    visible = chosen.apply(_targets(request, rakortek))
    counts = chip_counts(visible)
    # The chips have counted already: the paginator need not ask again.
    paginator = Paginator(chosen.chosen(visible), chosen.per_page)
    paginator.count = counts[chosen.keadaan if chosen.keadaan in CHIPS else "semua"]  # type: ignore[misc]
    page = paginator.get_page(request.GET.get("halaman"))
    targets = read_targets(page.object_list)
    rows = rows_of(request.actor, rakortek, schedule_of(request, rakortek), targets)
    return {
        "rakortek": rakortek,
        "filter": chosen,
        "chips": CHIPS,
        "counts": counts,
        "options": options_for(request.actor, rakortek),
        "page": page,
        "rows": rows,
        "message": message,
    }


@require_GET
def show_target(request: SignedInRequest, key: str, target_id: int) -> HttpResponse:
    """One target: both voices, what stands beside them, and its whole history."""
    rakortek = rakortek_of(request, key)
    target = get_object_or_404(_targets(request, rakortek), pk=target_id)
    return render(request, SHOW, _show_context(request, rakortek, target, ReasonForm()))


def _show_context(
    request: SignedInRequest, rakortek: Rakortek, target: Target, form: ReasonForm
) -> dict[str, object]:
    (row,) = rows_of(request.actor, rakortek, schedule_of(request, rakortek), [target])
    return {"rakortek": rakortek, "row": row, "history": history_of(target), "form": form}


@posted_from("target:list", "key")
def fill(request: SignedInRequest, key: str, target_id: int) -> HttpResponse:
    """Save usulan daerah of one row; answer with the row a reload would show."""
    return _speak(request, key, target_id, Voice.USULAN_DAERAH, services.fill_target)


@posted_from("target:list", "key")
def offer(request: SignedInRequest, key: str, target_id: int) -> HttpResponse:
    """Save usulan pengampu of one row; answer with the row a reload would show."""
    return _speak(request, key, target_id, Voice.USULAN_PENGAMPU, services.offer_share)


def _speak(
    request: SignedInRequest,
    key: str,
    target_id: int,
    voice: Voice,
    act: Callable[..., object],
) -> HttpResponse:
    rakortek = rakortek_of(request, key)
    target = get_object_or_404(_targets(request, rakortek), pk=target_id)
    form = ValueForm(target.definisi, voice.label, request.POST)
    status = attempt(form, partial(act, target_id=target_id, actor=request.actor))
    refused = attempt_of(form, status)
    if not request.htmx and not refused:
        said = f"{voice.label} {target.definisi.nama}, {target.daerah.nama}, sudah disimpan."
        return done(request, said, _back(request, rakortek))
    (saved,) = read_targets(_targets(request, rakortek).filter(pk=target_id))
    context = context_of(rakortek, schedule_of(request, rakortek), [saved])
    row = row_of(request.actor, saved, context).with_attempt(voice, refused)
    return _row_answer(request, rakortek, row, status)


def _row_answer(
    request: SignedInRequest, rakortek: Rakortek, row: object, status: int
) -> HttpResponse:
    """The row's block for the grid; without scripts the whole page with that row only."""
    context = {"rakortek": rakortek, "row": row}
    if request.htmx:
        response = render_block(request, LIST, "row", context, status=status)
        response["X-Receipt"] = show_time(clock.now(), request.actor.zona, seconds=True)
        return response
    return render(request, "target/refused.html", context, status=status)


@posted_from("target:show", "key", "target_id")
def submit(request: SignedInRequest, key: str, target_id: int) -> HttpResponse:
    """Submit one target to Bappeda."""
    return _pass_on(request, key, target_id, services.submit_target, "Target ini sudah diajukan.")


@posted_from("target:show", "key", "target_id")
def verify(request: SignedInRequest, key: str, target_id: int) -> HttpResponse:
    """Verify one target."""
    return _pass_on(
        request, key, target_id, services.verify_target, "Target ini sudah diverifikasi."
    )


def _pass_on(
    request: SignedInRequest, key: str, target_id: int, act: Callable[..., object], said: str
) -> HttpResponse:
    rakortek = rakortek_of(request, key)
    target = get_object_or_404(_targets(request, rakortek), pk=target_id)
    try:
        act(target_id=target_id, actor=request.actor)
    except DomainError as error:
        form = ReasonForm()
        context = _show_context(request, rakortek, target, form) | {"message": error.message}
        return render(request, SHOW, context, status=error.http_status)
    return done(request, said, "target:show", key, target_id)


@posted_from("target:show", "key", "target_id")
def send_back(request: SignedInRequest, key: str, target_id: int) -> HttpResponse:
    """Return one target with a reason."""
    rakortek = rakortek_of(request, key)
    get_object_or_404(_targets(request, rakortek), pk=target_id)
    form = ReasonForm(request.POST)
    act = partial(services.return_target, target_id=target_id, actor=request.actor)
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        said = "Target ini sudah dikembalikan dengan alasannya."
        return done(request, said, "target:show", key, target_id)
    target = _targets(request, rakortek).get(pk=target_id)
    context = _show_context(request, rakortek, target, form)
    return render(request, SHOW, context, status=status)


@posted_from("target:list", "key")
def submit_many(request: SignedInRequest, key: str) -> HttpResponse:
    """Submit every named target that may be; say how many were and why others were not."""
    return _batch(request, key, services.submit_target, "diajukan")


@posted_from("target:list", "key")
def verify_many(request: SignedInRequest, key: str) -> HttpResponse:
    """Verify every named target that may be; say how many were and why others were not."""
    return _batch(request, key, services.verify_target, "diverifikasi")


def _batch(
    request: SignedInRequest, key: str, act: Callable[..., object], done: str
) -> HttpResponse:
    rakortek = rakortek_of(request, key)
    form = BatchForm(request.POST)
    wanted = form.cleaned_data["target"] if form.is_valid() else []
    visible = _targets(request, rakortek).filter(pk__in=wanted).values_list("pk", flat=True)
    outcome = services.each(list(visible), partial(act, actor=request.actor))
    message = outcome.sentence(done)
    context = _list_context(request, rakortek, filter_of(request.POST), message)
    return render(request, LIST, context)


def _back(request: SignedInRequest, rakortek: Rakortek) -> str:
    """Where the form came from, inside this Rakortek; else its list."""
    home = reverse("target:list", args=[rakortek.kunci])
    asked = request.POST.get("kembali", "")
    return asked if asked.startswith(home) else home
