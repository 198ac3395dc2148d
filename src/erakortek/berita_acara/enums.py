"""States of a Berita Acara and of its approvals, with the words a user reads."""

from django.db.models import TextChoices

from erakortek.ui.tones import Tone


class StatusBA(TextChoices):
    """Where a Berita Acara stands."""

    DRAF = "DRAF", "Draf"
    MENUNGGU = "MENUNGGU", "Menunggu persetujuan"
    SEBAGIAN = "SEBAGIAN", "Disetujui sebagian"
    SAH = "SAH", "Sah"
    DITOLAK = "DITOLAK", "Ditolak"
    DIBUANG = "DIBUANG", "Dibuang"
    DIGANTIKAN = "DIGANTIKAN", "Digantikan"
    DICABUT = "DICABUT", "Dicabut"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


_TONE = {
    StatusBA.DRAF: Tone.DRAF,
    StatusBA.MENUNGGU: Tone.DIAJUKAN,
    StatusBA.SEBAGIAN: Tone.TERVERIFIKASI,
    StatusBA.SAH: Tone.FINAL,
    StatusBA.DITOLAK: Tone.TIDAK_SEPAKAT,
    StatusBA.DIBUANG: Tone.TIDAK_TERBAHAS,
    StatusBA.DIGANTIKAN: Tone.DITUNDA,
    StatusBA.DICABUT: Tone.TIDAK_SEPAKAT,
}

PUBLIC = frozenset({StatusBA.SAH, StatusBA.DIGANTIKAN, StatusBA.DICABUT})
VOID = frozenset({StatusBA.DITOLAK, StatusBA.DIBUANG, StatusBA.DICABUT, StatusBA.DIGANTIKAN})
GOVERNS = frozenset({StatusBA.SEBAGIAN, StatusBA.SAH})  # whose rows are held by it


class Pihak(TextChoices):
    """In which capacity somebody approves; also the order in which the parties do."""

    PERTAMA = "PERTAMA", "PIHAK PERTAMA"
    KEDUA = "KEDUA", "PIHAK KEDUA"
    FASILITATOR = "FASILITATOR", "FASILITATOR"


class StatusPersetujuan(TextChoices):
    """What an approver has answered."""

    MENUNGGU = "MENUNGGU", "Menunggu"
    SETUJU = "SETUJU", "Setuju"
    TOLAK = "TOLAK", "Menolak"
    GUGUR = "GUGUR", "Gugur"

    @property
    def tone(self) -> Tone:
        return _TONE_PERSETUJUAN[self]


_TONE_PERSETUJUAN = {
    StatusPersetujuan.MENUNGGU: Tone.KOSONG,
    StatusPersetujuan.SETUJU: Tone.SEPAKAT,
    StatusPersetujuan.TOLAK: Tone.TIDAK_SEPAKAT,
    StatusPersetujuan.GUGUR: Tone.TIDAK_TERBAHAS,
}
