"""Who drafts, sends, approves, refuses and revokes a Berita Acara."""

from collections.abc import Sequence

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.berita_acara.enums import StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import BeritaAcara, Penandatangan
from erakortek.desk.enums import PeranDesk, StatusSidang
from erakortek.desk.models import Sidang
from erakortek.desk.permissions import can_run, has_own_time
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek.enums import StatusRakortek, Tindakan
from erakortek.rakortek.schedule import Schedule

OPEN = frozenset({StatusBA.MENUNGGU, StatusBA.SEBAGIAN})


def can_draft(actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk]) -> Verdict:
    """An officer of the desk drafts it from the closed session."""
    verdict = first_denied(can_run(actor, peran), _rakortek_is_open(sidang))
    if verdict and sidang.status != StatusSidang.DITUTUP:
        return deny("Berita Acara disusun setelah sidang ditutup.")
    return verdict


def can_send(actor: Actor, peran: frozenset[PeranDesk]) -> Verdict:
    """An officer of the desk sends the draft to the parties."""
    return can_run(actor, peran)


def can_discard(actor: Actor, peran: frozenset[PeranDesk]) -> Verdict:
    """An officer of the desk discards what nobody has approved yet."""
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
        _may_answer(berita_acara, schedule),
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
        _may_answer(berita_acara, schedule),
    )


def can_revoke(actor: Actor, sidang: Sidang) -> Verdict:
    """Only the superadmin revokes what is sah, with a written reason, while the Rakortek is open.

    Revoking reopens the session; after the closing nobody could go on with it.
    """
    if actor.role != Role.SUPERADMIN:
        return deny(
            "Berita Acara yang sah hanya dicabut superadmin Ditjen Bina Pembangunan Daerah."
        )
    return _rakortek_is_open(sidang)


def _rakortek_is_open(sidang: Sidang) -> Verdict:
    status = StatusRakortek(sidang.desk.rakortek.status)
    if status == StatusRakortek.DIBUKA:
        return ALLOWED
    return deny(
        f"Rakortek ini berstatus “{status.label}”; sidangnya tidak dapat dibuka lagi, jadi Berita "
        "Acaranya tetap sebagaimana adanya."
    )


def _may_answer(berita_acara: BeritaAcara, schedule: Schedule) -> Verdict:
    """The stage is open, or the session was reopened and its own deadline is not over."""
    verdict = schedule.can(Tindakan.SETUJUI_BA)
    return ALLOWED if not verdict and has_own_time(berita_acara.sidang, schedule) else verdict


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
