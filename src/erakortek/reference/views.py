"""Versions of the nomenclature, and the dictionary of indikator."""

from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from erakortek.intake.sheets import Keeper
from erakortek.lib.attempts import attempt
from erakortek.reference import pages, services
from erakortek.reference.forms import DropForm, PadananForm, PrepareForm, PublishForm
from erakortek.reference.models import Indikator, VersiNomenklatur
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.selectors import padanan_to
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render

SHOW = "reference/version.html"
MOST_TYPED = 200


class KeeperRequest(HttpRequest):
    """What a view behind the door gets; this room knows of its actor what ``Keeper`` says."""

    actor: Keeper


def _behind_the_door(request: KeeperRequest) -> Keeper:
    if not can_keep_masters(request.actor):
        raise Http404
    return request.actor


def _versi(nomor: int) -> VersiNomenklatur:
    return get_object_or_404(VersiNomenklatur, nomor=nomor)


@require_http_methods(["GET", "POST"])
def versions(request: KeeperRequest) -> HttpResponse:
    """Every version; POST prepares the next."""
    actor = _behind_the_door(request)
    form = PrepareForm(request.POST or None)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        status = attempt(form, partial(services.prepare_versi, actor=actor))
        if status == HTTPStatus.OK:
            return done(request, "Versi berikutnya sudah disiapkan.", "reference:versions")
    context = pages.versions_page(actor) | {"form": form}
    return render(request, "reference/versions.html", context, status=status)


@posted_from("reference:versions")
def drop(request: KeeperRequest, nomor: int) -> HttpResponse:
    """Take back the version that is being prepared."""
    actor, versi = _behind_the_door(request), _versi(nomor)
    form = DropForm(request.POST)
    status = attempt(form, partial(services.drop_versi, versi_id=versi.pk, actor=actor))
    if status == HTTPStatus.OK:
        return done(request, f"Versi {nomor} sudah dihapus.", "reference:versions")
    context = pages.versions_page(actor) | {"form": PrepareForm(), "drop_form": form}
    return render(request, "reference/versions.html", context, status=status)


@require_http_methods(["GET", "POST"])
def version(request: KeeperRequest, nomor: int) -> HttpResponse:
    """One version with what differs; POST publishes it."""
    actor, versi = _behind_the_door(request), _versi(nomor)
    form = PublishForm(request.POST or None)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        status = attempt(form, partial(services.publish_versi, versi_id=versi.pk, actor=actor))
        if status == HTTPStatus.OK:
            return done(request, f"Versi {nomor} sudah diterbitkan.", "reference:version", nomor)
    keadaan, number = request.GET.get("keadaan", ""), request.GET.get("halaman")
    context = pages.version_page(actor, versi, keadaan, number) | {"form": form, "refused": None}
    return render(request, SHOW, context, status=status)


@posted_from("reference:version", "nomor")
def confirm_equal(request: KeeperRequest, nomor: int) -> HttpResponse:
    """Confirm at once what has kept its kode and its name."""
    actor = _behind_the_door(request)
    services.confirm_equal(versi=_versi(nomor), actor=actor)
    return done(request, "Padanan yang sama sudah ditetapkan.", "reference:version", nomor)


@posted_from("reference:version", "nomor")
def settle(request: KeeperRequest, nomor: int, padanan_id: int) -> HttpResponse:
    """Confirm or replace one proposal."""
    actor, versi = _behind_the_door(request), _versi(nomor)
    found = get_object_or_404(padanan_to(versi), pk=padanan_id)
    form = PadananForm(request.POST, prefix=str(found.pk))
    status = attempt(form, partial(services.settle_padanan, padanan_id=found.pk, actor=actor))
    if status == HTTPStatus.OK:
        return done(request, "Padanan sudah ditetapkan.", "reference:version", nomor)
    context = pages.version_page(actor, versi, "", None)
    context |= {"form": PublishForm(), "refused": form}
    return render(request, SHOW, context, status=status)


@require_GET
def dictionary(request: KeeperRequest) -> HttpResponse:
    """The dictionary of indikator, for whoever has signed in."""
    cari, bidang = (_typed(request, name) for name in ("cari", "bidang"))
    context = pages.dictionary_page(cari, bidang, request.GET.get("halaman"))
    return render(request, "reference/dictionary.html", context)


@require_GET
def entry(request: KeeperRequest, indikator: str) -> HttpResponse:
    """One indikator with all its versions."""
    found = get_object_or_404(Indikator, kode=indikator)
    return render(request, "reference/entry.html", pages.entry_page(request.actor, found))


def _typed(request: KeeperRequest, name: str) -> str:
    return request.GET.get(name, "").strip()[:MOST_TYPED]
