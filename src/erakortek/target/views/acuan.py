"""The acuan of every indikator taking part: target nasional, or target provinsi."""

from functools import partial
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.lib import clock
from erakortek.lib.attempts import attempt
from erakortek.lib.dates_id import show_time
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.requests import rakortek_of, schedule_of
from erakortek.target import services
from erakortek.target.acuan import acuan_row, acuan_rows, indikator_for
from erakortek.target.attempt import attempt_of
from erakortek.target.forms import ValueForm
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render, render_block

PAGE = "target/acuan.html"


def _rows(request: SignedInRequest, rakortek: Rakortek) -> QuerySet[IndikatorRakortek]:
    return indikator_for(request.actor, rakortek)


@require_GET
def list_acuan(request: SignedInRequest, key: str) -> HttpResponse:
    """Every indikator the actor may see here, with its acuan."""
    rakortek = rakortek_of(request, key)
    schedule = schedule_of(request, rakortek)
    rows = acuan_rows(request.actor, rakortek, schedule, _rows(request, rakortek))
    return render(request, PAGE, {"rakortek": rakortek, "rows": rows})


@posted_from("target:acuan", "key")
def set_acuan(request: SignedInRequest, key: str, row_id: int) -> HttpResponse:
    """Save the acuan of one indikator; answer with the row a reload would show."""
    rakortek = rakortek_of(request, key)
    row = get_object_or_404(_rows(request, rakortek), pk=row_id)
    form = ValueForm(row.definisi, rakortek.sebutan_acuan, request.POST)
    act = partial(services.set_acuan, indikator_rakortek_id=row_id, actor=request.actor)
    status = attempt(form, act)
    if not request.htmx and status == HTTPStatus.OK:
        said = f"{rakortek.sebutan_acuan} {row.definisi.nama} sudah disimpan."
        return done(request, said, "target:acuan", key)
    refused = attempt_of(form, status)
    schedule = schedule_of(request, rakortek)
    shown = acuan_row(request.actor, rakortek, schedule, row, refused)
    context = {"rakortek": rakortek, "row": shown}
    if request.htmx:
        response = render_block(request, PAGE, "row", context, status=status)
        response["X-Receipt"] = show_time(clock.now(), request.actor.zona, seconds=True)
        return response
    return render(request, PAGE, {"rakortek": rakortek, "rows": [shown]}, status=status)
