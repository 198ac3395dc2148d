"""What the transaction of an actor carries, for row level security: decided here and nowhere else."""

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_DESK, OF_KL, OF_PD, READS_EVERYTHING, READS_ONLY, Role
from erakortek.accounts.selectors import actor_under
from erakortek.audit import context
from erakortek.database.lingkup import Lingkup


def bind_actor(actor: Actor) -> None:
    """Let the running transaction carry ``actor`` with their scope, until it ends.

    ``bidang`` None means every bidang urusan, an empty list none at all.
    """
    context.bind(
        lingkup=lingkup_of(actor),
        menulis=actor.role not in READS_ONLY,
        user=actor.user_id,
        penugasan=actor.penugasan_id,
        role=actor.role,
        instansi=actor.instansi_id,
        daerah=actor.daerah_id,
        provinsi=actor.provinsi_id,
        bidang=_bidang_of(actor),
        pengampu=sorted(actor.pengampu_of) if actor.role in OF_KL else [],
    )


def act_as(user_id: int, penugasan_id: int) -> Actor | None:
    """Let the running transaction of a job act under a penugasan; None where that is over."""
    actor = actor_under(user_id, penugasan_id)
    if actor:
        bind_actor(actor)
    return actor


def lingkup_of(actor: Actor) -> Lingkup:
    """Which rows the penugasan of ``actor`` reaches at all."""
    if actor.role in READS_EVERYTHING:
        return Lingkup.SEMUA
    if actor.role in OF_DESK or (actor.role == Role.INTEGRATOR and actor.daerah_id is None):
        return Lingkup.DESK  # a machine of the centre reads every target, and sits at no desk
    if actor.role in OF_KL:
        return Lingkup.KL
    return Lingkup.DAERAH


def _bidang_of(actor: Actor) -> list[int] | None:
    """A PD and a K/L reach their bidang only; an officer those they are narrowed to, else all."""
    is_bounded = actor.role in OF_PD | OF_KL or (actor.role in OF_DESK and actor.bidang_ids)
    return sorted(actor.bidang_ids) if is_bounded else None
