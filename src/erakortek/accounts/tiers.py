"""Who issues accounts for whom: Bangda for all, K/L and Bappeda for their own offices and below.

Tables that an administrator can check line by line. Source: the tiers of the Rakortek
(Bangda → K/L and Bappeda provinsi → Bappeda kabupaten/kota and PD).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.accounts.models import KuotaAkun, Penugasan, User
from erakortek.audit import context
from erakortek.lib import clock
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi, Wilayah
from erakortek.reference.selectors import not_ended_on

GRANTS: Mapping[Role, frozenset[Role]] = {
    Role.SUPERADMIN: frozenset(Role),
    Role.ADMIN_KL: frozenset({Role.ADMIN_KL, Role.UNIT_KL}),
    Role.BAPPEDA_PROVINSI: frozenset(
        {Role.BAPPEDA_PROVINSI, Role.PD_PROVINSI, Role.BAPPEDA_KABKOTA}
    ),
    Role.BAPPEDA_KABKOTA: frozenset({Role.BAPPEDA_KABKOTA, Role.PD_KABKOTA}),
}

# Running penugasan an office may have issued. An office that needs more asks the Directorate, which
# raises it on the page of the office (``KuotaAkun``). 33 bidang × 3 people; 60 offices × 3.
KUOTA: Mapping[Role, int] = {
    Role.ADMIN_KL: 100,
    Role.BAPPEDA_PROVINSI: 200,
    Role.BAPPEDA_KABKOTA: 120,
}


@dataclass(frozen=True, slots=True)
class Seat:
    """In which kinds of office a role can be held, and at which level of government."""

    jenis: frozenset[JenisInstansi]
    is_provinsi: bool | None = None  # None: the office belongs to no daerah, or to any


_BANGDA = Seat(frozenset({JenisInstansi.BANGDA, JenisInstansi.UNIT_BANGDA}))
_CENTRE = Seat(_BANGDA.jenis | {JenisInstansi.KL})
_KL = Seat(frozenset({JenisInstansi.KL}))
_KL_OR_UNIT = Seat(frozenset({JenisInstansi.KL, JenisInstansi.UNIT_KL}))
_BAPPEDA = frozenset({JenisInstansi.BAPPEDA})
_PD = frozenset({JenisInstansi.PD})

SEATS: Mapping[Role, Seat] = {
    Role.SUPERADMIN: _BANGDA,
    Role.FASILITATOR: _BANGDA,
    Role.NOTULIS: _BANGDA,
    Role.BAPPENAS: _KL,
    Role.ADMIN_KL: _KL,
    Role.UNIT_KL: _KL_OR_UNIT,
    Role.BAPPEDA_PROVINSI: Seat(_BAPPEDA, is_provinsi=True),
    Role.PD_PROVINSI: Seat(_PD, is_provinsi=True),
    Role.BAPPEDA_KABKOTA: Seat(_BAPPEDA, is_provinsi=False),
    Role.PD_KABKOTA: Seat(_PD, is_provinsi=False),
    Role.PIMPINAN: _CENTRE,
    Role.PEMANTAU: _CENTRE,
    Role.AUDITOR: _CENTRE,
    Role.INTEGRATOR: Seat(frozenset(JenisInstansi)),
}


def offices_of(actor: Actor) -> QuerySet[Instansi]:
    """The offices for which ``actor`` issues accounts, with their wilayah."""
    return Instansi.objects.filter(_in_tier(actor)).select_related("wilayah").order_by("kode")


def _in_tier(actor: Actor) -> Q:
    if actor.role == Role.SUPERADMIN:
        return Q()
    if actor.role == Role.ADMIN_KL:
        units = Q(
            induk=actor.instansi_id, jenis=JenisInstansi.UNIT_KL
        )  # not the Ditjen of Kemendagri
        return Q(pk=actor.instansi_id) | units
    local = Q(wilayah=actor.daerah_id, jenis__in=(JenisInstansi.BAPPEDA, JenisInstansi.PD))
    if actor.role == Role.BAPPEDA_PROVINSI:
        return local | Q(wilayah__induk=actor.daerah_id, jenis=JenisInstansi.BAPPEDA)
    return local if actor.role == Role.BAPPEDA_KABKOTA else Q(pk__in=())


def daerah_kept_by(actor: Actor) -> QuerySet[Wilayah]:
    """The wilayah in which ``actor`` keeps offices: their own, and for a province those in it."""
    if actor.role == Role.SUPERADMIN:
        return Wilayah.objects.all()
    own = Q(pk=actor.daerah_id)
    return Wilayah.objects.filter(
        own | Q(induk=actor.daerah_id) if actor.role == Role.BAPPEDA_PROVINSI else own
    )


def running() -> Q:
    """Penugasan that are valid today or will be: what a tier is asked about."""
    return not_ended_on(clock.today())


def penugasan_of_tier(actor: Actor) -> QuerySet[Penugasan]:
    """Every penugasan that ``actor`` could give, whoever gave it."""
    grants = GRANTS.get(actor.role, frozenset())
    daftar = Penugasan.objects.filter(
        role__in=grants, instansi__in=offices_of(actor).order_by().values("pk")
    )
    if not actor.is_narrowed:
        return daftar
    foreign = Penugasan.daftar_bidang.through.objects.exclude(bidangurusan__in=actor.bidang_ids)
    named = Penugasan.daftar_bidang.through.objects.all()
    return daftar.filter(
        Exists(named.filter(penugasan=OuterRef("pk"))),
        ~Exists(foreign.filter(penugasan=OuterRef("pk"))),
    )


def standing() -> Q:
    """Penugasan that say whose an account is: the running ones, else the last that ran.

    An account without a running penugasan is still that of its office: whoever could take it then
    would hold its password when its owner comes back.
    """
    of_person = Penugasan.objects.filter(user=OuterRef("user")).order_by()
    ended = Q(~Exists(of_person.filter(running())))
    last = of_person.values("user").annotate(last=Max("sampai_on")).values("last")
    return running() | (ended & Q(sampai_on=Subquery(last)))


def keeps_person(actor: Actor, user: User) -> bool:
    """Whether every standing penugasan of ``user`` lies in the tier of ``actor``. One query."""
    return not foreign_people(actor, [user.pk])


@context.as_system()
def foreign_people(actor: Actor, user_ids: Collection[int]) -> set[int]:
    """Those of ``user_ids`` who also have a standing penugasan outside the tier. One query.

    Asked whoever they are: what lies outside the tier is what its keeper does not meet.
    """
    held = Penugasan.objects.filter(standing(), user__in=user_ids)
    mine = penugasan_of_tier(actor).values("pk")
    return set(held.exclude(pk__in=mine).values_list("user", flat=True))


@context.as_system()  # as above: who is unseen elsewhere must not look as if they had left
def strangers_to(actor: Actor, user_ids: Collection[int]) -> set[int]:
    """Those of ``user_ids`` who stand outside the tier of ``actor`` and nowhere in it. Two queries."""
    outside = foreign_people(actor, user_ids)
    known = penugasan_of_tier(actor).filter(standing(), user__in=outside)
    return outside - set(known.values_list("user", flat=True))


def quota_of(actor: Actor) -> int | None:
    """How many running penugasan the office of ``actor`` may have issued; None: as many as needed."""
    own = KuotaAkun.objects.filter(instansi=actor.instansi_id).values_list("jumlah", flat=True)
    return next(iter(own), KUOTA.get(actor.role))


def issued_by(actor: Actor) -> QuerySet[Penugasan]:
    """The running penugasan that the office of ``actor`` has issued."""
    return Penugasan.objects.filter(running(), pemberi__instansi=actor.instansi_id)


def can_be_held(role: Role, instansi: Instansi) -> bool:
    """Whether ``role`` can be held in ``instansi`` (with its ``wilayah``)."""
    seat = SEATS[role]
    if instansi.jenis not in seat.jenis:
        return False
    wilayah = instansi.wilayah
    return seat.is_provinsi is None or bool(wilayah and wilayah.is_provinsi == seat.is_provinsi)
