"""Berita Acara for those who approve them, and the public page that verifies one."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from erakortek.accounts.requests import SignedInRequest, step_up
from erakortek.berita_acara import selectors, services
from erakortek.berita_acara.enums import PUBLIC, StatusBA
from erakortek.berita_acara.forms import CheckForm, ReasonForm
from erakortek.berita_acara.models import BeritaAcara
from erakortek.berita_acara.pages import page_of, public_page
from erakortek.desk.selectors import sidang_for
from erakortek.lib.attempts import attempt
from erakortek.lib.errors import DomainError
from erakortek.lib.hashing import sha256_hex
from erakortek.rakortek.requests import rakortek_of
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render

SHOW = "berita_acara/show.html"
PER_PAGE = 50
LARGEST_UPLOAD = 20 * 1024 * 1024


@require_GET
def list_berita_acara(request: SignedInRequest, key: str) -> HttpResponse:
    """The Berita Acara of a Rakortek that the actor may see."""
    rakortek = rakortek_of(request, key)
    visible = selectors.berita_acara_for(request.actor).filter(sidang__desk__rakortek=rakortek)
    chosen = request.GET.get("status", "")
    shown = visible.filter(status=chosen) if chosen in StatusBA.values else visible
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "rakortek": rakortek,
        "page": page,
        "rows": [(one, StatusBA(one.status)) for one in page.object_list],
        "counts": selectors.counts_of(visible),
        "statuses": list(StatusBA),
        "chosen": chosen,
    }
    return render(request, "berita_acara/list.html", context)


@posted_from("desk:room", "key", "sidang_id")
def draft(request: SignedInRequest, key: str, sidang_id: int) -> HttpResponse:
    """Draft the Berita Acara of a closed session."""
    rakortek = rakortek_of(request, key)
    sidang = get_object_or_404(
        sidang_for(request.actor).filter(desk__rakortek=rakortek), pk=sidang_id
    )
    try:
        made = services.draft_berita_acara(sidang_id=sidang.pk, actor=request.actor)
    except DomainError as error:
        context = {"rakortek": rakortek, "sidang": sidang, "message": error.message}
        return render(request, "berita_acara/refused.html", context, status=error.http_status)
    said = "Rancangan Berita Acara sudah disusun. Periksa isinya, lalu kirim kepada pejabatnya."
    return done(request, said, "berita_acara:show", made.pk)


def _one(request: SignedInRequest, pk: int) -> BeritaAcara:
    return get_object_or_404(selectors.berita_acara_for(request.actor), pk=pk)


def _show(
    request: SignedInRequest, pk: int, refused: Form | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page; what was refused stands above it, and in its form where it has one of its own."""
    context = {
        "page": page_of(request.actor, _one(request, pk)),
        "form": refused if isinstance(refused, ReasonForm) else ReasonForm(),
        "discard_form": ReasonForm(auto_id="buang-%s"),
        "refused": refused,
    }
    return render(request, SHOW, context, status=status)


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One Berita Acara: what it says, who has approved, whose turn it is."""
    return _show(request, pk)


def _act(
    request: SignedInRequest, pk: int, form: Form, act: Callable[..., object], said: str
) -> HttpResponse:
    _one(request, pk)
    status = attempt(form, partial(act, berita_acara_id=pk, actor=request.actor))
    if status == HTTPStatus.OK:
        return done(request, said, "berita_acara:show", pk)
    return _show(request, pk, form, status)


@posted_from("berita_acara:show", "pk")
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the draft to its approvers."""
    said = "Berita Acara sudah dikirim kepada para pejabat yang menyetujuinya."
    return _act(request, pk, Form(request.POST), services.send, said)


@posted_from("berita_acara:show", "pk")
@step_up
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve, in order."""
    said = "Persetujuan Anda sudah tercatat."
    return _act(request, pk, Form(request.POST), services.approve, said)


@posted_from("berita_acara:show", "pk")
@step_up
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse with a reason."""
    said = "Penolakan Anda sudah tercatat, dan sidangnya dibuka kembali."
    return _act(request, pk, ReasonForm(request.POST), services.refuse, said)


@posted_from("berita_acara:show", "pk")
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Discard what nobody has approved yet, with a reason."""
    said = "Berita Acara ini sudah dibuang, dan sidangnya dibuka kembali."
    return _act(request, pk, ReasonForm(request.POST), services.discard, said)


@posted_from("berita_acara:show", "pk")
@step_up
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke with a reason."""
    said = "Berita Acara ini sudah dicabut, dan sidangnya dibuka kembali."
    return _act(request, pk, ReasonForm(request.POST), services.revoke, said)


@require_GET
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The stored PDF once it is sah, a preview of the snapshot before."""
    berita_acara = _one(request, pk)
    stored = selectors.final_document(berita_acara)
    if stored is None and berita_acara.status in PUBLIC:
        return render(request, "berita_acara/preparing.html", {"berita_acara": berita_acara})
    pdf = bytes(stored.isi) if stored else services.preview(berita_acara)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = berita_acara.nomor.replace("/", "-")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def verification_home(request: HttpRequest) -> HttpResponse:
    """Where anyone types the code on the paper, or uploads the file."""
    if request.method == "POST":
        return _check_file(request)
    typed = request.GET.get("kode", "").strip()
    if not typed:
        return render(request, "berita_acara/verification_home.html", {"form": CheckForm()})
    found = selectors.public_by_code(typed)
    if found:
        return redirect("berita_acara:verifikasi", found.kode)
    return _unknown(request, typed)


def _check_file(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "berita_acara/verification_home.html", context, status=422)
    upload = form.cleaned_data["berkas"]
    if upload.size > LARGEST_UPLOAD:
        form.add_error("berkas", "Berkas lebih besar daripada 20 MB, jadi bukan Berita Acara kami.")
        context = {"form": form}
        return render(request, "berita_acara/verification_home.html", context, status=422)
    found = selectors.public_by_sha256(sha256_hex(upload.read()))
    shown = {"page": public_page(found) if found else None, "kode": "", "is_file": True}
    return render(request, "berita_acara/verification.html", shown)


@login_not_required
@require_GET
def verify(request: HttpRequest, kode: str) -> HttpResponse:
    """What the public may know of one Berita Acara: sah, digantikan, dicabut, or unknown."""
    found = selectors.public_by_code(kode)
    if found is None:
        return _unknown(request, kode)
    context = {"page": public_page(found), "kode": kode, "is_file": False}
    return render(request, "berita_acara/verification.html", context)


def _unknown(request: HttpRequest, kode: str) -> HttpResponse:
    context = {"page": None, "kode": kode[:40], "is_file": False}
    return render(request, "berita_acara/verification.html", context, status=HTTPStatus.NOT_FOUND)
