"""Who drafts, sends, approves, refuses and revokes a Berita Acara."""

from collections.abc import Sequence

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.berita_acara.enums import StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import BeritaAcara, Penandatangan
from erakortek.desk.enums import PeranDesk, StatusSidang
from erakortek.desk.models import Sidang
from erakortek.desk.permissions import can_run
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek.enums import Tindakan
from erakortek.rakortek.schedule import Schedule

OPEN = frozenset({StatusBA.MENUNGGU, StatusBA.SEBAGIAN})


def can_draft(actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk]) -> Verdict:
    """An officer of the desk drafts it from the closed session."""
    verdict = can_run(actor, peran)
    if verdict and sidang.status != StatusSidang.DITUTUP:
        return deny("Berita Acara disusun setelah sidang ditutup.")
    return verdict


def can_send(actor: Actor, peran: frozenset[PeranDesk]) -> Verdict:
    """An officer of the desk sends the draft to the parties."""
    return can_run(actor, peran)


def can_approve(
    actor: Actor,
    berita_acara: BeritaAcara,
    approvers: Sequence[Penandatangan],
    schedule: Schedule,
) -> Verdict:
    """Only the next approver in order, while the stage is open."""
    return first_denied(
        _is_open(berita_acara),
        _is_approver(actor, approvers),
        _is_next(actor, approvers),
        schedule.can(Tindakan.SETUJUI_BA),
    )


def can_refuse(
    actor: Actor,
    berita_acara: BeritaAcara,
    approvers: Sequence[Penandatangan],
    schedule: Schedule,
) -> Verdict:
    """Any approver may refuse, whoever's turn it is; a refusal is not a signature."""
    return first_denied(
        _is_open(berita_acara),
        _is_approver(actor, approvers),
        schedule.can(Tindakan.SETUJUI_BA),
    )


def can_revoke(actor: Actor) -> Verdict:
    """Only the superadmin revokes what is sah, with a written reason."""
    if actor.role == Role.SUPERADMIN:
        return ALLOWED
    return deny("Berita Acara yang sah hanya dicabut superadmin Ditjen Bina Pembangunan Daerah.")


def next_approver(approvers: Sequence[Penandatangan]) -> Penandatangan | None:
    """Whose turn it is."""
    waiting = (a for a in approvers if a.status == StatusPersetujuan.MENUNGGU)
    return min(waiting, key=lambda approver: approver.urutan, default=None)


def _is_open(berita_acara: BeritaAcara) -> Verdict:
    if berita_acara.status in OPEN:
        return ALLOWED
    status = StatusBA(berita_acara.status).label.lower()
    return deny(f"Berita Acara ini {status}; tidak ada yang perlu disetujui.")


def _is_approver(actor: Actor, approvers: Sequence[Penandatangan]) -> Verdict:
    if any(approver.penugasan_id == actor.penugasan_id for approver in approvers):
        return ALLOWED
    return deny("Anda tidak tercantum sebagai pejabat yang menyetujui Berita Acara ini.")


def _is_next(actor: Actor, approvers: Sequence[Penandatangan]) -> Verdict:
    following = next_approver(approvers)
    if following and following.penugasan_id == actor.penugasan_id:
        return ALLOWED
    own = [a for a in approvers if a.penugasan_id == actor.penugasan_id]
    if all(approver.status == StatusPersetujuan.SETUJU for approver in own):
        return deny("Anda sudah menyetujui Berita Acara ini.")
    name = following.nama if following else ""
    return deny(f"Persetujuan berjalan berurutan; sekarang giliran {name}.")
