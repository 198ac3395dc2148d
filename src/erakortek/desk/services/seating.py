"""Who sits at a desk: seated and unseated by whoever prepares the Rakortek, moved on a handover."""

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.audit import services as audit
from erakortek.desk.enums import PeranDesk
from erakortek.desk.models import Desk, PetugasDesk
from erakortek.desk.permissions import RUNS
from erakortek.desk.selectors import seats_held
from erakortek.lib.errors import DomainError
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.permissions import can_manage
from erakortek.rakortek.services import stream_of


@transaction.atomic
def seat_officer(
    *, desk: Desk, penugasan: Penugasan, peran: PeranDesk, actor: Actor
) -> PetugasDesk:
    """Let an officer sit at a desk. Seating them again changes nothing.

    Raises ``AccessDeniedError`` unless ``actor`` manages the Rakortek.
    """
    can_manage(actor, desk.rakortek).enforce()
    seat, is_new = PetugasDesk.objects.get_or_create(desk=desk, penugasan=penugasan, peran=peran)
    if is_new:
        _record(actor, "desk.petugas_ditempatkan", seat)
    return seat


@transaction.atomic
def unseat_officer(*, seat_id: int, actor: Actor) -> None:
    """Let an officer leave a desk; what they did there stays.

    Raises ``DomainError`` where it is the last one who could run a desk of an opened Rakortek.
    """
    seat = PetugasDesk.objects.select_related("desk__rakortek").get(pk=seat_id)
    can_manage(actor, seat.desk.rakortek).enforce()
    others = PetugasDesk.objects.filter(desk=seat.desk, peran=seat.peran).exclude(pk=seat.pk)
    runs_now = seat.desk.rakortek.status == StatusRakortek.DIBUKA and seat.peran in RUNS
    if runs_now and not others.exists():
        label = PeranDesk(seat.peran).label.lower()
        message = f"Ini satu-satunya {label} desk {seat.desk.nama}; tempatkan penggantinya dahulu."
        raise DomainError(message)
    _record(actor, "desk.petugas_dilepas", seat)
    seat.delete()


def move_seats(source: Penugasan, successor: Penugasan) -> None:
    """For ``accounts.handover``: the successor takes the seats at desks of running Rakortek.

    The handover itself is logged, with what was handed over.
    """
    taken = set(PetugasDesk.objects.filter(penugasan=successor).values_list("desk_id", "peran"))
    for seat in seats_held(source):
        if (seat.desk_id, seat.peran) in taken:
            seat.delete()
        else:
            seat.penugasan = successor
            seat.save(update_fields=["penugasan"])


def _record(actor: Actor, event: str, seat: PetugasDesk) -> None:
    audit.record(
        by=actor,
        event=event,
        obj=seat.desk,
        stream=stream_of(seat.desk.rakortek),
        after={"penugasan": seat.penugasan_id, "peran": seat.peran},
    )
