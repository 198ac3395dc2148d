"""Every way the status of a session moves. Who may is asked of ``permissions`` by the service."""

from erakortek.desk.enums import StatusSidang as S
from erakortek.desk.models import Sidang
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny

STATUS: dict[tuple[S, S], str] = {
    (S.DIJADWALKAN, S.BERLANGSUNG): "sidang.dimulai",
    (S.DIJADWALKAN, S.DIBATALKAN): "sidang.dibatalkan",
    (S.BERLANGSUNG, S.DITUTUP): "sidang.ditutup",
    (S.DITUTUP, S.BERLANGSUNG): "sidang.dibuka_kembali",
    (S.DIBATALKAN, S.DIJADWALKAN): "sidang.dijadwalkan_lagi",
}


def has_move(sidang: Sidang, to: S) -> Verdict:
    """Whether the table has this move."""
    source = S(sidang.status)
    if (source, to) in STATUS:
        return ALLOWED
    return deny(
        f"Sidang “{source.label}” tidak dapat menjadi “{to.label}”.", IllegalTransitionError
    )
