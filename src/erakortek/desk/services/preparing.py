"""The desks of a new Rakortek, and the sessions of one that opens."""

from collections.abc import Iterable, Iterator

from django.db import transaction

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
    seat_by_role_at(desk)
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
    desks = Desk.objects.filter(rakortek=rakortek).select_related("rakortek")
    seats = [seat for desk in desks for seat in seat_by_role_at(desk)]
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
    if rakortek.disalin_dari:
        _copy_desks(rakortek, rakortek.disalin_dari)
    else:
        _default_desks(rakortek)
    for desk in Desk.objects.filter(rakortek=rakortek).select_related("rakortek"):
        seat_by_role_at(desk)


def _copy_desks(rakortek: Rakortek, source: Rakortek) -> None:
    for before in Desk.objects.filter(rakortek=source).prefetch_related("daftar_bidang"):
        desk = Desk.objects.create(
            rakortek=rakortek, kode=before.kode, nama=before.nama, jenis=before.jenis
        )
        desk.daftar_bidang.set(before.daftar_bidang.all())


def _default_desks(rakortek: Rakortek) -> None:
    for bidang in BidangUrusan.objects.filter(ikut_rakortek=True):
        desk = Desk.objects.create(
            rakortek=rakortek, kode=bidang.kode, nama=bidang.nama, jenis=JenisDesk.URUSAN
        )
        desk.daftar_bidang.add(bidang)
    Desk.objects.create(
        rakortek=rakortek, kode="W", nama="Indikator makro", jenis=JenisDesk.KEWILAYAHAN
    )
    Desk.objects.create(rakortek=rakortek, kode="Z", nama="Sidang pleno", jenis=JenisDesk.PLENO)


def seat_by_role_at(desk: Desk) -> list[PetugasDesk]:
    """Whoever holds the role and covers this desk; they can be changed afterwards. The new seats."""
    bidang = set(desk.daftar_bidang.values_list("pk", flat=True))
    seats = [
        PetugasDesk.objects.get_or_create(desk=desk, penugasan=penugasan, peran=peran)
        for penugasan, peran in _officers(desk)
        if _covers(penugasan, bidang)
    ]
    return [seat for seat, is_new in seats if is_new]


def _covers(penugasan: Penugasan, bidang: set[int]) -> bool:
    """Whoever is narrowed sits where their bidang are discussed.

    The desk kewilayahan and the pleno are of no bidang: they are for who covers every one.
    """
    scope = {one.pk for one in penugasan.daftar_bidang.all()}
    return not scope or bool(scope & bidang)


def _officers(desk: Desk) -> Iterator[tuple[Penugasan, PeranDesk]]:
    held = Penugasan.objects.filter(running_on(clock.today()), user__is_active=True)
    held = held.prefetch_related("daftar_bidang")
    if not desk.rakortek.is_pusat:
        leads = held.filter(role=Role.BAPPEDA_PROVINSI, instansi__wilayah=desk.rakortek.provinsi)
        yield from ((penugasan, PeranDesk.FASILITATOR) for penugasan in leads)
        return
    if is_led_by_bappenas(desk):
        leads = held.filter(role=Role.BAPPENAS)
        yield from ((penugasan, PeranDesk.FASILITATOR) for penugasan in leads)
    for role, peran in ROLES_THAT_RUN.items():
        yield from ((penugasan, peran) for penugasan in held.filter(role=role))


def create_sessions(rakortek: Rakortek) -> None:
    """One scheduled session per desk × daerah, spread over the days of its stage. Idempotent."""
    daerah = list(daerah_of(rakortek))
    for desk in Desk.objects.filter(rakortek=rakortek):
        stage = Tahapan.objects.filter(rakortek=rakortek, jenis=stage_of(desk)).first()
        if stage:
            slots = slots_of(stage, Zona(rakortek.zona))
            Sidang.objects.bulk_create(
                (
                    Sidang(desk=desk, daerah=one, dijadwalkan_at=slot)
                    for one, slot in zip(daerah, slots, strict=False)
                ),
                ignore_conflicts=True,
            )
