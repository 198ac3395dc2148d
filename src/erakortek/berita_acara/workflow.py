"""Every way the status of a Berita Acara moves. Who may is asked of ``permissions``."""

from erakortek.berita_acara.enums import StatusBA as S
from erakortek.berita_acara.models import BeritaAcara
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny

STATUS: dict[tuple[S, S], str] = {
    (S.DRAF, S.MENUNGGU): "berita_acara.dikirim",
    (S.DRAF, S.DIBUANG): "berita_acara.dibuang",
    (S.MENUNGGU, S.DIBUANG): "berita_acara.dibuang",  # before any approval
    (S.MENUNGGU, S.SEBAGIAN): "berita_acara.disetujui_pertama",
    (S.MENUNGGU, S.SAH): "berita_acara.sah",  # with a single approver
    (S.SEBAGIAN, S.SEBAGIAN): "berita_acara.disetujui",
    (S.SEBAGIAN, S.SAH): "berita_acara.sah",
    (S.MENUNGGU, S.DITOLAK): "berita_acara.ditolak",
    (S.SEBAGIAN, S.DITOLAK): "berita_acara.ditolak",
    (S.SAH, S.DIGANTIKAN): "berita_acara.digantikan",  # when all its points are superseded
    (S.SAH, S.DICABUT): "berita_acara.dicabut",
}


def has_move(berita_acara: BeritaAcara, to: S) -> Verdict:
    """Whether the table has this move."""
    source = S(berita_acara.status)
    if (source, to) in STATUS:
        return ALLOWED
    return deny(
        f"Berita Acara “{source.label}” tidak dapat menjadi “{to.label}”.",
        IllegalTransitionError,
    )
