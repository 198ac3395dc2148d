"""The desks of a new Rakortek, and the sessions of one that opens."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.selectors import running_on
from erakortek.audit import services as audit
from erakortek.desk.enums import JenisDesk, PeranDesk
from erakortek.desk.models import Desk, PetugasDesk, Sidang
from erakortek.desk.selectors import ROLES_THAT_RUN, is_led_by_bappenas
from erakortek.desk.timetable import slots_of, stage_of
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona
from erakortek.lib.errors import DomainError, InvalidInputError
from erakortek.rakortek.models import Rakortek, Tahapan
from erakortek.rakortek.permissions import can_edit_draft, can_schedule
from erakortek.rakortek.selectors import daerah_of
from erakortek.rakortek.services import stream_of
from erakortek.reference.models import BidangUrusan


@transaction.atomic
def add_desk(
    *,
    rakortek: Rakortek,
    kode: str,
    nama: str,
    jenis: str,
    daftar_bidang: Iterable[BidangUrusan],
    actor: Actor,
) -> Desk:
    """One more desk of a draft. Raises ``DomainError`` where the kode is taken."""
    can_edit_draft(actor, rakortek).enforce()
    if Desk.objects.filter(rakortek=rakortek, kode=kode.strip()).exists():
        raise DomainError(f"Desk {kode} sudah ada; pakai kode lain.")
    if jenis == JenisDesk.URUSAN and not daftar_bidang:
        raise InvalidInputError("Pilih bidang urusan yang dibahas desk ini.")
    desk = Desk.objects.create(rakortek=rakortek, kode=kode.strip(), nama=nama.strip(), jenis=jenis)
    if jenis == JenisDesk.URUSAN:
        desk.daftar_bidang.set(daftar_bidang)
    _seat_by_role(rakortek, Desk.objects.filter(pk=desk.pk))
    _record(actor, "desk.ditambahkan", desk)
    return desk


@transaction.atomic
def remove_desk(*, desk: Desk, actor: Actor) -> None:
    """Take a desk out of a draft; nothing was discussed there yet."""
    can_edit_draft(actor, desk.rakortek).enforce()
    _record(actor, "desk.dihapus", desk)
    desk.delete()


@transaction.atomic
def seat_by_role(*, rakortek: Rakortek, actor: Actor) -> list[PetugasDesk]:
    """Seat everybody whose role and bidang fit, at every desk; those who sit stay. The new seats."""
    can_schedule(actor, rakortek).enforce()
    seats = _seat_by_role(rakortek, Desk.objects.filter(rakortek=rakortek))
    audit.record(
        by=actor, event="desk.petugas_menurut_peran", obj=rakortek, stream=stream_of(rakortek)
    )
    return seats


def _record(actor: Actor, event: str, desk: Desk) -> None:
    audit.record(
        by=actor,
        event=event,
        obj=desk,
        stream=stream_of(desk.rakortek),
        after={"kode": desk.kode, "nama": desk.nama, "jenis": desk.jenis},
    )


def prepare_desks(rakortek: Rakortek) -> None:
    """The desks of last year where it is copied, else one per bidang, kewilayahan and pleno."""
    source = rakortek.disalin_dari
    planned = list(_desks_of(rakortek, source) if source else _default_desks(rakortek))
    Desk.objects.bulk_create(desk for desk, _ in planned)
    discussed = Desk.daftar_bidang.through
    discussed.objects.bulk_create(
        discussed(desk_id=desk.pk, bidangurusan_id=one.pk)
        for desk, daftar_bidang in planned
        for one in daftar_bidang
    )
    _seat_by_role(rakortek, Desk.objects.filter(rakortek=rakortek))


Planned = tuple[Desk, Sequence[BidangUrusan]]


def _desks_of(rakortek: Rakortek, source: Rakortek) -> Iterator[Planned]:
    for before in Desk.objects.filter(rakortek=source).prefetch_related("daftar_bidang"):
        desk = Desk(rakortek=rakortek, kode=before.kode, nama=before.nama, jenis=before.jenis)
        yield desk, list(before.daftar_bidang.all())


def _default_desks(rakortek: Rakortek) -> Iterator[Planned]:
    for one in BidangUrusan.objects.filter(ikut_rakortek=True):
        yield Desk(rakortek=rakortek, kode=one.kode, nama=one.nama, jenis=JenisDesk.URUSAN), [one]
    for kode, nama, jenis in (
        ("W", "Indikator makro", JenisDesk.KEWILAYAHAN),
        ("Z", "Sidang pleno", JenisDesk.PLENO),
    ):
        yield Desk(rakortek=rakortek, kode=kode, nama=nama, jenis=jenis), []


def _seat_by_role(rakortek: Rakortek, desks: QuerySet[Desk]) -> list[PetugasDesk]:
    """Seat whoever holds a role and covers a desk; they can be changed afterwards. The new seats.

    As many queries for all desks of a Rakortek as for one.
    """
    officers = list(_officers(rakortek))
    taken = set(
        PetugasDesk.objects.filter(desk__in=desks).values_list("desk", "penugasan", "peran")
    )
    new = []
    for desk in desks.select_related("rakortek").prefetch_related("daftar_bidang"):
        roles, bidang = _roles_at(desk), {one.pk for one in desk.daftar_bidang.all()}
        for one in officers:
            peran = roles.get(Role(one.role))
            if peran and _covers(one, bidang) and (desk.pk, one.pk, peran) not in taken:
                new.append(PetugasDesk(desk=desk, penugasan=one, peran=peran))
    # Somebody else may seat the same at the same moment.
    PetugasDesk.objects.bulk_create(new, ignore_conflicts=True)
    return new


def _covers(penugasan: Penugasan, bidang: set[int]) -> bool:
    """Whoever is narrowed sits where their bidang are discussed.

    The desk kewilayahan and the pleno are of no bidang: they are for who covers every one.
    """
    scope = {one.pk for one in penugasan.daftar_bidang.all()}
    return not scope or bool(scope & bidang)


def _roles_at(desk: Desk) -> dict[Role, PeranDesk]:
    """Who sits at a desk, and as what."""
    if not desk.rakortek.is_pusat:
        return {Role.BAPPEDA_PROVINSI: PeranDesk.FASILITATOR}
    leads = {Role.BAPPENAS: PeranDesk.FASILITATOR} if is_led_by_bappenas(desk) else {}
    return leads | ROLES_THAT_RUN


def _officers(rakortek: Rakortek) -> QuerySet[Penugasan]:
    """Whoever may sit at one of its desks, with the bidang they are narrowed to. Two queries."""
    held = Penugasan.objects.filter(running_on(clock.today()), user__is_active=True)
    if rakortek.is_pusat:
        held = held.filter(role__in=(*ROLES_THAT_RUN, Role.BAPPENAS))
    else:
        held = held.filter(role=Role.BAPPEDA_PROVINSI, instansi__wilayah=rakortek.provinsi)
    return held.prefetch_related("daftar_bidang")


def create_sessions(rakortek: Rakortek) -> None:
    """One scheduled session per desk × daerah, spread over the days of its stage. Idempotent."""
    daerah, zona = list(daerah_of(rakortek)), Zona(rakortek.zona)
    stages = {one.jenis: one for one in Tahapan.objects.filter(rakortek=rakortek)}
    slots = {
        jenis: list(islice(slots_of(stage, zona), len(daerah))) for jenis, stage in stages.items()
    }
    Sidang.objects.bulk_create(
        (
            Sidang(desk=desk, daerah=one, dijadwalkan_at=slot)
            for desk in Desk.objects.filter(rakortek=rakortek)
            for one, slot in zip(daerah, slots.get(stage_of(desk), ()), strict=False)
        ),
        ignore_conflicts=True,
        batch_size=2_000,
    )
