"""Who acts, and under which penugasan they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_KL, OF_PD, Role
from erakortek.accounts.models import Penugasan, TautanAktivasi, User, username_of
from erakortek.audit import context
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona
from erakortek.lib.hashing import sha256_hex
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangKL, DefinisiIndikator, Instansi, Pengampu


def running_on(day: date) -> Q:
    """Valid on ``day``: a penugasan, or a Pengampu."""
    return Q(mulai_on__lte=day) & (Q(sampai_on__isnull=True) | Q(sampai_on__gte=day))


def penugasan_of(user_id: int) -> QuerySet[Penugasan]:
    """The penugasan of a user that are valid today, oldest first. One query, with their scope."""
    running = running_on(clock.today())
    own = Penugasan.daftar_bidang.through.objects.filter(penugasan=OuterRef("pk"))
    of_pd = Instansi.daftar_bidang.through.objects.filter(instansi=OuterRef("instansi"))
    of_kl = BidangKL.objects.filter(instansi=OuterRef("kl")).order_by()
    scope = Penugasan.daftar_bidang.through.objects.filter(penugasan=OuterRef(OuterRef("pk")))
    of_indikator = DefinisiIndikator.objects.filter(indikator=OuterRef(OuterRef("indikator")))
    in_scope = ~Exists(scope) | Exists(
        scope.filter(bidangurusan__in=of_indikator.order_by().values("bidang"))
    )
    pengampu = Pengampu.objects.filter(in_scope, running, instansi=OuterRef("kl")).order_by()
    return (
        Penugasan.objects.filter(running, user=user_id, user__is_active=True)
        .select_related("user", "instansi__wilayah")
        .annotate(kl=_kl_of_office())
        .annotate(
            own_bidang=ArraySubquery(own.values("bidangurusan")),
            pd_bidang=ArraySubquery(of_pd.values("bidangurusan")),
            kl_bidang=ArraySubquery(of_kl.values("bidang")),
            indikator_diampu=ArraySubquery(pengampu.values("indikator")),
            has_second_factor=Exists(_second_factors()),
        )
        .order_by("pk")
    )


def _second_factors() -> Any:  # of allauth, which ships no types
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=OuterRef("user"), type__in=kinds)


def _kl_of_office() -> Case:
    """The K/L whose bidang and indikator an office reaches: that of a unit, else its own."""
    return Case(
        When(instansi__jenis=JenisInstansi.UNIT_KL, then=F("instansi__induk")),
        default=F("instansi"),
    )


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """What users are called, by id, whoever asks. One query, none where nobody is asked for.

    Whoever may read a record reads who made it; nothing else of the account leaves.
    """
    ids = {one for one in user_ids if one}
    if not ids:
        return {}
    with context.as_system():
        return dict(User.objects.filter(pk__in=ids).values_list("pk", "nama"))


@dataclass(frozen=True, slots=True)
class Pelaku:
    """Who did something for an office: what a record tells of an account."""

    nama: str
    instansi: str

    def __str__(self) -> str:
        return f"{self.nama}, {self.instansi}"


def people_behind(penugasan_ids: Iterable[int]) -> dict[int, Pelaku]:
    """Who acted under these penugasan, by id, whoever asks; as ``names_of``. One query at most."""
    ids = set(penugasan_ids)
    if not ids:
        return {}
    with context.as_system():
        rows = Penugasan.objects.filter(pk__in=ids).values_list(
            "pk", "user__nama", "instansi__nama"
        )
        return {pk: Pelaku(nama, instansi) for pk, nama, instansi in rows.order_by()}


def actor_of(user_id: int, penugasan_id: int | None = None) -> Actor | None:
    """The actor of a user under the penugasan they chose, else their first; None without any."""
    daftar = list(penugasan_of(user_id))
    chosen = next((p for p in daftar if p.pk == penugasan_id), None)
    return as_actor(chosen or daftar[0]) if daftar else None


def as_actor(penugasan: Penugasan) -> Actor:
    """``penugasan`` (as read by ``penugasan_of``) as the actor that rules ask."""
    role = Role(penugasan.role)
    wilayah = penugasan.instansi.wilayah
    return Actor(
        user_id=penugasan.user_id,
        penugasan_id=penugasan.pk,
        role=role,
        instansi_id=penugasan.instansi_id,
        instansi_nama=penugasan.instansi.nama,
        nama=penugasan.user.nama,
        daerah_id=wilayah.pk if wilayah else None,
        provinsi_id=(wilayah.induk_id or wilayah.pk) if wilayah else None,
        bidang_ids=frozenset(_bidang_of(penugasan, role)),
        pengampu_of=frozenset(_annotated(penugasan, "indikator_diampu") if role in OF_KL else ()),
        is_narrowed=bool(_annotated(penugasan, "own_bidang")),
        zona=Zona(wilayah.zona) if wilayah else Zona.WIB,
    )


def _bidang_of(penugasan: Penugasan, role: Role) -> list[int]:
    """The bidang that the penugasan names, else those of its office."""
    own = _annotated(penugasan, "own_bidang")
    if own:
        return own
    if role in OF_PD:
        return _annotated(penugasan, "pd_bidang")
    return _annotated(penugasan, "kl_bidang") if role in OF_KL else []


def _annotated(penugasan: Penugasan, name: str) -> list[int]:
    """Ids that ``penugasan_of`` has read together with the row."""
    return getattr(penugasan, name)  # type: ignore[no-any-return]


def actor_under(user_id: int, penugasan_id: int) -> Actor | None:
    """The actor of exactly this penugasan; None where it is not valid today."""
    found = penugasan_of(user_id).filter(pk=penugasan_id).first()
    return as_actor(found) if found else None


@context.as_system()
def open_link(secret: str, *, for_update: bool = False) -> TautanAktivasi | None:
    """The activation link of a secret while it can be used, with its active user.

    Signs that a secret never has are passed over: a line that a letter breaks hides some.
    """
    plain = "".join(sign for sign in secret.lower() if sign.isascii() and sign.isalnum())
    links = TautanAktivasi.objects.filter(
        tanda=sha256_hex(plain),
        dipakai_at__isnull=True,
        dicabut_at__isnull=True,
        berlaku_sampai_at__gt=clock.now(),
        user__is_active=True,
    ).select_related("user")
    return (links.select_for_update(of=("self",)) if for_update else links).first()


@context.as_system()
def person_known_as(name: str) -> User | None:
    """The active person who signs in as ``name``, however it is spelled."""
    wanted = username_of(name)
    return User.objects.filter(username=wanted, is_active=True).first()
