"""Who runs a session, and when: the answers every row of it shares."""

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.desk.enums import JenisDesk, PeranDesk, StatusSidang
from erakortek.desk.models import Sidang
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek.enums import Tindakan
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
    return first_denied(
        can_run(actor, peran), _scheduled(sidang), schedule.can(tindakan_of(sidang))
    )


def can_decide(
    actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk], schedule: Schedule
) -> Verdict:
    """Rows are decided while the session runs, by its officers."""
    return first_denied(can_run(actor, peran), _running(sidang), schedule.can(tindakan_of(sidang)))


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


def tindakan_of(sidang: Sidang) -> Tindakan:
    """Which stage opens this session."""
    return Tindakan.BAHAS_PLENO if sidang.desk.jenis == JenisDesk.PLENO else Tindakan.BAHAS


def _scheduled(sidang: Sidang) -> Verdict:
    """A closed session runs again only when its Berita Acara is refused, never by starting it."""
    if sidang.status == StatusSidang.DIJADWALKAN:
        return ALLOWED
    status = StatusSidang(sidang.status).label.lower()
    return deny(f"Sidang ini {status}, jadi tidak dapat dimulai.", IllegalTransitionError)


def _running(sidang: Sidang) -> Verdict:
    if sidang.status == StatusSidang.BERLANGSUNG:
        return ALLOWED
    return deny(
        f"Sidang ini {StatusSidang(sidang.status).label.lower()}; baris hanya diputuskan selama "
        "sidang berlangsung."
    )
