"""Who acts, and under which penugasan they may."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_KL, OF_PD, Role
from erakortek.accounts.models import Penugasan, User
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangKL, Instansi, Pengampu


def today() -> date:
    """The date in WIB, by which a penugasan begins and ends."""
    return clock.today()


def penugasan_of(user_id: int) -> QuerySet[Penugasan]:
    """The penugasan of a user that are valid today, oldest first. One query, with their scope."""
    on = today()
    running = Q(mulai_on__lte=on) & (Q(sampai_on__isnull=True) | Q(sampai_on__gte=on))
    own = Penugasan.daftar_bidang.through.objects.filter(penugasan=OuterRef("pk"))
    of_pd = Instansi.daftar_bidang.through.objects.filter(instansi=OuterRef("instansi"))
    of_kl = BidangKL.objects.filter(instansi=OuterRef("kl")).order_by()
    scope = Penugasan.daftar_bidang.through.objects.filter(penugasan=OuterRef(OuterRef("pk")))
    in_scope = ~Exists(scope) | Exists(scope.filter(bidangurusan=OuterRef("indikator__bidang")))
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
        )
        .order_by("pk")
    )


def _kl_of_office() -> Case:
    """The K/L whose bidang and indikator an office reaches: that of a unit, else its own."""
    return Case(
        When(instansi__jenis=JenisInstansi.UNIT_KL, then=F("instansi__induk")),
        default=F("instansi"),
    )


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """What users are called, by id. One query, none where nobody is asked for."""
    ids = list(user_ids)
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "nama")) if ids else {}


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
