"""Every way the status of a Rakortek moves, and that of its submitted set of indikator."""

from collections.abc import Callable
from dataclasses import dataclass

from erakortek.accounts.actor import Actor
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import Verdict, deny
from erakortek.rakortek import permissions as p
from erakortek.rakortek.enums import StatusPengajuan as Pengajuan
from erakortek.rakortek.enums import StatusRakortek as S
from erakortek.rakortek.models import Rakortek


@dataclass(frozen=True, slots=True)
class Move:
    """Who may make the move, and what the log calls it."""

    rule: Callable[[Actor, Rakortek], Verdict]
    event: str


STATUS: dict[tuple[S, S], Move] = {
    (S.DRAF, S.DIBUKA): Move(p.can_open, "rakortek.dibuka"),
    (S.DIBUKA, S.DITUTUP): Move(p.can_close, "rakortek.ditutup"),
    (S.DITUTUP, S.ARSIP): Move(p.can_manage, "rakortek.diarsipkan"),
}


SUSUNAN: dict[tuple[Pengajuan, Pengajuan], str] = {
    (Pengajuan.DIAJUKAN, Pengajuan.DISETUJUI): "susunan.disetujui",
    (Pengajuan.DIAJUKAN, Pengajuan.DIKEMBALIKAN): "susunan.dikembalikan",
}  # one rule for both: ``permissions.can_decide_susunan``


def can_move(actor: Actor, rakortek: Rakortek, to: S) -> Verdict:
    """Whether the table has this move and its rule lets ``actor`` make it."""
    source = S(rakortek.status)
    move = STATUS.get((source, to))
    if move is None:
        reason = f"Rakortek “{source.label}” tidak dapat menjadi “{to.label}”."
        return deny(reason, IllegalTransitionError)
    return move.rule(actor, rakortek)
