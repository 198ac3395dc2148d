"""The API: the same selectors and services as the pages, behind a bearer token."""

from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from erakortek.accounts.requests import SignedInRequest
from erakortek.accounts.scope import bind_actor
from erakortek.hasil.filters import filter_of
from erakortek.hasil.rows import rows_of
from erakortek.hasil.selectors import Register
from erakortek.integration.schemas import (
    FillIn,
    HasilPage,
    RefusalOut,
    TargetOut,
    TargetPage,
    VersiOut,
)
from erakortek.integration.selectors import actor_of_token
from erakortek.lib.errors import DomainError
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.selectors import rakortek_for
from erakortek.reference.values import read_nilai_for
from erakortek.target import services
from erakortek.target.enums import SumberVersi
from erakortek.target.models import Target, TargetVersion
from erakortek.target.selectors import read_targets, targets_for

MOST = 1000


class Bearer(HttpBearer):
    """``Authorization: Bearer …``; binds who acts to the transaction, as the page does."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        actor = actor_of_token(token)
        if actor is None:
            return None
        bind_actor(actor)
        request.actor = actor  # type: ignore[attr-defined]  # typed in SignedInRequest
        return token


api = NinjaAPI(
    title="e-Rakortek",
    version="1",
    description="Target Rakortekrenbang: baca, dan isi usulan daerah, dengan token.",
    auth=Bearer(),
    urls_namespace="api",
    docs_url=None,
)


class NotFoundError(DomainError):
    """There is no such thing for this actor."""

    http_status = 404


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal is its sentence and its own status."""
    return api.create_response(request, {"message": error.message}, status=error.http_status)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not have the shape of the contract is refused like anything else, in a sentence."""
    names = sorted({str(one["loc"][-1]) for one in error.errors})
    message = f"Isian {', '.join(names)} tidak berbentuk seperti di /api/v1/openapi.json."
    return api.create_response(request, {"message": message}, status=422)


@api.exception_handler(AuthenticationError)
def unknown_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001 -- ninja's signature
    """401, and never a page to sign in at."""
    message = "Token tidak disertakan, tidak dikenal, atau sudah tidak berlaku."
    return api.create_response(request, {"message": message}, status=401)


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON at all."""
    message = "Isi permintaan bukan JSON yang dapat dibaca."
    return api.create_response(request, {"message": message}, status=error.status_code)


# What every operation may answer besides what it is for.
REFUSALS = {400: RefusalOut, 401: RefusalOut, 404: RefusalOut, 422: RefusalOut}


class TargetFilter(Schema):
    """What a page of targets is narrowed to."""

    daerah: str | None = None
    bidang: str | None = None
    indikator: str | None = None
    hasil: str | None = None
    kunci_target: str | None = None
    setelah: int = 0
    batas: int = 200


def _rakortek(request: SignedInRequest, kunci: str) -> Rakortek:
    found = rakortek_for(request.actor).filter(kunci=kunci).first()
    if found is None:
        message = f"Rakortek {kunci} tidak ada, atau bukan untuk token ini."
        raise NotFoundError(message)
    return found


@api.get(
    "/rakortek/{kunci}/target",
    response={200: TargetPage} | REFUSALS,
    summary="Target sebuah Rakortek",
)
def list_targets(
    request: SignedInRequest, kunci: str, asked: Query[TargetFilter]
) -> dict[str, object]:
    """Target yang boleh dilihat token ini, menurut id, paling banyak 1.000 sekali minta."""
    rakortek = _rakortek(request, kunci)
    wanted = {
        "daerah__kode": asked.daerah,
        "definisi__bidang__kode": asked.bidang,
        "indikator__kode": asked.indikator,
        "hasil": asked.hasil,
        "kunci": asked.kunci_target,
    }
    visible = targets_for(request.actor).filter(rakortek=rakortek).select_related("indikator")
    visible = visible.filter(**{name: value for name, value in wanted.items() if value})
    limit = min(max(asked.batas, 1), MOST)
    page = read_targets(visible.filter(pk__gt=asked.setelah).order_by("pk")[:limit])
    return {
        "rakortek": rakortek.kunci,
        "is_latihan": rakortek.is_latihan,
        "jumlah": visible.count(),
        "targets": page,
        "setelah": page[-1].pk if len(page) == limit else None,
    }


def _target(request: SignedInRequest, kunci: str, target_id: int) -> Target:
    visible = targets_for(request.actor).filter(rakortek=_rakortek(request, kunci))
    found = visible.filter(pk=target_id).first()
    if found is None:
        message = f"Target {target_id} tidak ada di Rakortek {kunci}, atau bukan untuk token ini."
        raise NotFoundError(message)
    return found


@api.get(
    "/rakortek/{kunci}/target/{target_id}",
    response={200: TargetOut} | REFUSALS,
    summary="Satu target",
)
def get_target(request: SignedInRequest, kunci: str, target_id: int) -> Target:
    """Satu target dengan versi terakhir setiap suara."""
    return _target(request, kunci, target_id)


@api.post(
    "/rakortek/{kunci}/target/{target_id}/usulan-daerah",
    response={200: VersiOut, 403: RefusalOut, 409: RefusalOut} | REFUSALS,
    summary="Isi usulan daerah",
)
def fill_target(
    request: SignedInRequest, kunci: str, target_id: int, body: FillIn
) -> TargetVersion:
    """Isi satu usulan daerah. 403 dengan alasan, 409 bila base_version sudah lama."""
    target = _target(request, kunci, target_id)
    return services.fill_target(
        target_id=target.pk,
        nilai=read_nilai_for(target.definisi, body.nilai),
        base_version=body.base_version,
        catatan=body.catatan,
        actor=request.actor,
        sumber=SumberVersi.API,
    )


class HasilFilter(Schema):
    """What a page of results is narrowed to; ``daerah`` of a province means its kab/kota, too."""

    tahun: int | None = Field(None, ge=1000, le=9999)
    tingkat: str | None = None
    daerah: str | None = None
    bidang: str | None = None
    indikator: str | None = None
    hasil: str | None = None
    kata: str | None = None
    halaman: int = Field(1, ge=1, le=1_000_000)
    batas: int = Field(200, ge=1, le=MOST)


@api.get("/hasil", response={200: HasilPage} | REFUSALS, summary="Hasil dari tahun ke tahun")
def list_hasil(request: SignedInRequest, asked: Query[HasilFilter]) -> dict[str, object]:
    """Hasil Rakortek yang selesai dan hasil impor, menurut tahun, bidang, kode, dan daerah."""
    words = asked.dict(exclude_none=True, exclude={"halaman", "batas"})
    register = Register(request.actor, filter_of({name: str(one) for name, one in words.items()}))
    begin = (asked.halaman - 1) * asked.batas
    jumlah = len(register)
    return {
        "jumlah": jumlah,
        "halaman": asked.halaman,
        "hasil": rows_of(request.actor, register[begin : begin + asked.batas]),
        "berikutnya": asked.halaman + 1 if begin + asked.batas < jumlah else None,
    }
