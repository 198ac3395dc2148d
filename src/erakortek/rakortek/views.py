"""The yearly event: the list, a new one, and the page on which it is prepared and opened."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from erakortek.accounts.requests import SignedInRequest, step_up
from erakortek.lib.attempts import attempt
from erakortek.lib.dates_id import Zona
from erakortek.lib.errors import DomainError
from erakortek.rakortek import permissions, selectors, services
from erakortek.rakortek.enums import JenisTahapan, StatusRakortek
from erakortek.rakortek.forms import (
    ApproveForm,
    ExtensionForm,
    IndikatorForm,
    PrepareForm,
    ReasonsForm,
    ReturnForm,
    TahapanForm,
)
from erakortek.rakortek.models import Rakortek, Tahapan
from erakortek.rakortek.pages import page_of, susunan_page, take_up_form
from erakortek.rakortek.requests import rakortek_of, visible_rakortek
from erakortek.reference.models import Instansi
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render

SHOW = "rakortek/show.html"
MOVES = {
    StatusRakortek.DIBUKA: services.open_rakortek,
    StatusRakortek.DITUTUP: services.close_rakortek,
    StatusRakortek.ARSIP: services.archive_rakortek,
}


@require_GET
def list_rakortek(request: SignedInRequest) -> HttpResponse:
    """Every Rakortek the actor may see, newest year first."""
    daftar = [(one, StatusRakortek(one.status)) for one in visible_rakortek(request)]
    can_prepare = selectors.preparable_by(request.actor)
    return render(
        request, "rakortek/list.html", {"daftar": daftar, "can_prepare": can_prepare.verdict}
    )


@require_http_methods(["GET", "POST"])
def prepare(request: SignedInRequest) -> HttpResponse:
    """Prepare a draft, empty or copied from an earlier year."""
    scope = selectors.preparable_by(request.actor)
    data = request.POST if request.method == "POST" else None
    form = PrepareForm(scope.provinsi, selectors.rakortek_for(request.actor), data)
    made: list[Rakortek] = []

    def act(**facts: object) -> None:
        made.append(services.prepare_rakortek(actor=request.actor, **facts))  # type: ignore[arg-type]

    status = attempt(form, act) if data is not None else HTTPStatus.OK
    if made:
        return done(request, f"{made[0]} sudah disiapkan.", "rakortek:show", made[0].kunci)
    context = {"form": form, "verdict": scope.verdict}
    return render(request, "rakortek/prepare.html", context, status=status)


@require_GET
def show(request: SignedInRequest, key: str) -> HttpResponse:
    """One Rakortek: stages, indicators, desks, pre-flight, and its moves."""
    return _show(request, rakortek_of(request, key))


def _show(
    request: SignedInRequest,
    rakortek: Rakortek,
    *,
    status: int = HTTPStatus.OK,
    message: str = "",
    bound: dict[tuple[str, str], Form] | None = None,
) -> HttpResponse:
    page = page_of(request.actor, rakortek, bound)
    return render(request, SHOW, {"page": page, "message": message}, status=status)


@require_http_methods(["GET", "POST"])
def choose_indikator(request: SignedInRequest, key: str) -> HttpResponse:
    """Which indikator take part."""
    rakortek = rakortek_of(request, key)
    form = IndikatorForm(request.POST if request.method == "POST" else None)
    act = partial(services.set_indikator, rakortek=rakortek, actor=request.actor)
    status = attempt(form, act) if request.method == "POST" else HTTPStatus.OK
    if request.method == "POST" and status == HTTPStatus.OK:
        return done(request, "Indikator yang ikut sudah disimpan.", "rakortek:show", key)
    context = {
        "rakortek": rakortek,
        "groups": selectors.indikator_choices(rakortek),
        "can_edit": permissions.can_edit_draft(request.actor, rakortek),
        "form": form,
    }
    return render(request, "rakortek/indikator.html", context, status=status)


@posted_from("rakortek:show", "key")
def schedule_stage(request: SignedInRequest, key: str, jenis: str) -> HttpResponse:
    """Give one stage its dates."""
    rakortek = rakortek_of(request, key)
    kind = _kind(jenis)
    form = TahapanForm(Zona(rakortek.zona), request.POST)
    act = partial(services.set_tahapan, rakortek=rakortek, jenis=kind, actor=request.actor)
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        return done(request, f"Tanggal {kind.label} sudah disimpan.", "rakortek:show", key)
    return _show(request, rakortek, status=status, bound={("tahapan", kind): form})


@posted_from("rakortek:show", "key")
def extend_stage(request: SignedInRequest, key: str, jenis: str) -> HttpResponse:
    """Keep one stage open longer for one instansi."""
    rakortek = rakortek_of(request, key)
    kind = _kind(jenis)
    stage = get_object_or_404(
        Tahapan.objects.select_related("rakortek"), rakortek=rakortek, jenis=kind
    )
    form = ExtensionForm(Zona(rakortek.zona), request.POST)

    def act(instansi: str, **facts: object) -> None:
        office = Instansi.objects.filter(kode=instansi.strip()).first()
        if office is None:
            message = f"Instansi dengan kode “{instansi}” tidak ada; periksa kodenya."
            raise DomainError(message)
        services.extend_tahapan(tahapan=stage, instansi=office, actor=request.actor, **facts)  # type: ignore[arg-type]

    status = attempt(form, act)
    if status == HTTPStatus.OK:
        return done(request, "Perpanjangan sudah diberikan.", "rakortek:show", key)
    return _show(request, rakortek, status=status, bound={("perpanjangan", kind): form})


@posted_from("rakortek:show", "key")
@step_up
def move(request: SignedInRequest, key: str, status: str) -> HttpResponse:
    """Open, close or archive."""
    rakortek = rakortek_of(request, key)
    if status not in MOVES:
        raise Http404
    try:
        MOVES[StatusRakortek(status)](rakortek_id=rakortek.pk, actor=request.actor)
    except DomainError as error:
        return _show(request, rakortek, status=error.http_status, message=error.message)
    return done(
        request,
        f"{rakortek} sekarang berstatus “{StatusRakortek(status).label}”.",
        "rakortek:show",
        key,
    )


@require_http_methods(["GET", "POST"])
def susunan(request: SignedInRequest, key: str) -> HttpResponse:
    """The set of indikator beside last year's; POST keeps the reasons."""
    rakortek = rakortek_of(request, key)
    if request.method == "GET":
        return _show_susunan(request, rakortek)
    form = ReasonsForm(selectors.susunan_of(rakortek).differences, request.POST)

    def act(lainnya: str, **_: str) -> None:
        services.explain_differences(
            rakortek=rakortek, alasan=form.alasan, lainnya=lainnya, actor=request.actor
        )

    return _settled(request, rakortek, "reasons", form, act)


@posted_from("rakortek:susunan", "key")
def submit_susunan(request: SignedInRequest, key: str) -> HttpResponse:
    """Submit the set for a second person."""
    rakortek = rakortek_of(request, key)
    act = partial(services.submit_susunan, rakortek_id=rakortek.pk, actor=request.actor)
    return _settled(request, rakortek, "submit", Form(request.POST), act)


@posted_from("rakortek:susunan", "key")
@step_up
def approve_susunan(request: SignedInRequest, key: str) -> HttpResponse:
    """Approve the set that was shown."""
    rakortek = rakortek_of(request, key)
    act = partial(services.approve_susunan, rakortek_id=rakortek.pk, actor=request.actor)
    return _settled(request, rakortek, "approve", ApproveForm(request.POST), act)


@posted_from("rakortek:susunan", "key")
def return_susunan(request: SignedInRequest, key: str) -> HttpResponse:
    """Hand the set back with a reason."""
    rakortek = rakortek_of(request, key)
    act = partial(services.return_susunan, rakortek_id=rakortek.pk, actor=request.actor)
    return _settled(request, rakortek, "return", ReturnForm(request.POST), act)


@posted_from("rakortek:susunan", "key")
def take_up(request: SignedInRequest, key: str, definisi_id: int) -> HttpResponse:
    """Let an opened Rakortek go on with a newer version of one indikator."""
    rakortek = rakortek_of(request, key)
    newer = get_object_or_404(selectors.newer_versions(rakortek), pk=definisi_id)
    act = partial(
        services.take_up_definisi,
        rakortek_id=rakortek.pk,
        definisi_id=newer.pk,
        actor=request.actor,
    )
    return _settled(
        request, rakortek, f"take-up {newer.pk}", take_up_form(newer, request.POST), act
    )


def _settled(
    request: SignedInRequest,
    rakortek: Rakortek,
    kind: str,
    form: Form,
    act: Callable[..., object],
) -> HttpResponse:
    """Back to the page after an act, or the page with the refused form."""
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        return done(
            request, "Perubahan susunan sudah tercatat.", "rakortek:susunan", rakortek.kunci
        )
    return _show_susunan(request, rakortek, status=status, bound={kind: form})


def _show_susunan(
    request: SignedInRequest,
    rakortek: Rakortek,
    *,
    status: int = HTTPStatus.OK,
    bound: dict[str, Form] | None = None,
) -> HttpResponse:
    page = susunan_page(request.actor, rakortek, bound)
    refused = next(iter((bound or {}).values()), None)
    context = {"page": page, "refused": refused}
    return render(request, "rakortek/susunan.html", context, status=status)


def _kind(jenis: str) -> JenisTahapan:
    if jenis not in JenisTahapan.values:
        raise Http404
    return JenisTahapan(jenis)
