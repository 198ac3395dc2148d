"""Who runs a session, and when: the answers every row of it shares."""

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.desk import reopening
from erakortek.desk.enums import JenisDesk, PeranDesk, StatusSidang
from erakortek.desk.models import Sidang
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek.enums import StatusRakortek, Tindakan
from erakortek.rakortek.permissions import can_manage
from erakortek.rakortek.schedule import Schedule

RUNS = frozenset({PeranDesk.FASILITATOR, PeranDesk.NOTULIS})


def can_run(actor: Actor, peran: frozenset[PeranDesk]) -> Verdict:
    """Fasilitator and notulis of the desk run its sessions; ``peran`` are those of ``actor``."""
    if peran & RUNS:
        return ALLOWED
    return deny(
        f"Sidang dijalankan fasilitator atau notulis desk ini; {actor.instansi_nama} hadir "
        "sebagai pihak."
    )


def can_start(
    actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk], schedule: Schedule
) -> Verdict:
    """An officer starts a scheduled session, while its stage is open."""
    return first_denied(can_run(actor, peran), _scheduled(sidang), may_go_on(sidang, schedule))


def can_decide(
    actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk], schedule: Schedule
) -> Verdict:
    """Rows are decided while the session runs, by its officers."""
    return first_denied(can_run(actor, peran), _running(sidang), may_go_on(sidang, schedule))


def may_go_on(sidang: Sidang, schedule: Schedule) -> Verdict:
    """Its stage is open, or the session was reopened and its own deadline is not over."""
    verdict = schedule.can(tindakan_of(sidang))
    return ALLOWED if not verdict and has_own_time(sidang, schedule) else verdict


def has_own_time(sidang: Sidang, schedule: Schedule) -> bool:
    """Whether the deadline of its own that a reopened session has still lies ahead."""
    is_open = schedule.status == StatusRakortek.DIBUKA
    return is_open and sidang.batas_at is not None and schedule.now <= sidang.batas_at


def can_close(actor: Actor, peran: frozenset[PeranDesk], undecided: int) -> Verdict:
    """Closing demands a result on every row, whatever its status."""
    verdict = can_run(actor, peran)
    if verdict and undecided:
        return deny(
            f"Sidang belum dapat ditutup: {undecided} baris belum mempunyai hasil. Yang tidak "
            "sempat dibahas dicatat sebagai tidak terbahas."
        )
    return verdict


def can_steer(actor: Actor, peran: frozenset[PeranDesk]) -> Verdict:
    """Superadmin and officers of the desk cancel a session."""
    return ALLOWED if actor.role == Role.SUPERADMIN else can_run(actor, peran)


def can_reschedule(
    actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk], schedule: Schedule
) -> Verdict:
    """Whoever may cancel a session gives a cancelled one a new time."""
    return first_denied(can_steer(actor, peran), _cancelled(sidang), _opened(schedule))


def can_reopen(
    actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk], schedule: Schedule
) -> Verdict:
    """Its officers reopen a session closed by mistake, until a Berita Acara is drafted from it."""
    verdict = first_denied(can_run(actor, peran), _closed(sidang), _opened(schedule))
    against = reopening.reasons_against(sidang) if verdict else []
    return deny(against[0]) if against else verdict


def can_prolong(actor: Actor, sidang: Sidang, schedule: Schedule) -> Verdict:
    """Whoever steers the Rakortek gives a session more time than its stage has."""
    return first_denied(can_manage(actor, sidang.desk.rakortek), _begun(sidang), _opened(schedule))


def tindakan_of(sidang: Sidang) -> Tindakan:
    """Which stage opens this session."""
    return Tindakan.BAHAS_PLENO if sidang.desk.jenis == JenisDesk.PLENO else Tindakan.BAHAS


def _opened(schedule: Schedule) -> Verdict:
    if schedule.status == StatusRakortek.DIBUKA:
        return ALLOWED
    return deny(f"Rakortek ini berstatus “{schedule.status.label}”, jadi hanya dapat dibaca.")


def _scheduled(sidang: Sidang) -> Verdict:
    """A closed session runs again when it is reopened, never by starting it."""
    if sidang.status == StatusSidang.DIJADWALKAN:
        return ALLOWED
    return deny(f"Sidang ini {_label(sidang)}, jadi tidak dapat dimulai.", IllegalTransitionError)


def _cancelled(sidang: Sidang) -> Verdict:
    if sidang.status == StatusSidang.DIBATALKAN:
        return ALLOWED
    return deny(
        f"Sidang ini {_label(sidang)}; hanya sidang yang dibatalkan dijadwalkan lagi.",
        IllegalTransitionError,
    )


def _closed(sidang: Sidang) -> Verdict:
    if sidang.status == StatusSidang.DITUTUP:
        return ALLOWED
    return deny(
        f"Sidang ini {_label(sidang)}, jadi tidak perlu dibuka kembali.", IllegalTransitionError
    )


def _begun(sidang: Sidang) -> Verdict:
    if sidang.status in {StatusSidang.BERLANGSUNG, StatusSidang.DITUTUP}:
        return ALLOWED
    return deny(
        f"Sidang ini {_label(sidang)}; waktu tambahan hanya diberikan kepada sidang yang sudah "
        "dimulai.",
        IllegalTransitionError,
    )


def _running(sidang: Sidang) -> Verdict:
    if sidang.status == StatusSidang.BERLANGSUNG:
        return ALLOWED
    return deny(f"Sidang ini {_label(sidang)}; baris hanya diputuskan selama sidang berlangsung.")


def _label(sidang: Sidang) -> str:
    return StatusSidang(sidang.status).label.lower()
