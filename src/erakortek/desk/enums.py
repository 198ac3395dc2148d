"""Kinds and states of desks and their sessions, with the words a user reads."""

from django.db.models import TextChoices

from erakortek.ui.tones import Tone


class JenisDesk(TextChoices):
    """What a desk discusses."""

    URUSAN = "URUSAN", "Desk urusan"
    KEWILAYAHAN = "KEWILAYAHAN", "Desk kewilayahan"
    PLENO = "PLENO", "Sidang pleno"


class StatusSidang(TextChoices):
    """Where a session stands."""

    DIJADWALKAN = "DIJADWALKAN", "Dijadwalkan"
    BERLANGSUNG = "BERLANGSUNG", "Berlangsung"
    DITUTUP = "DITUTUP", "Ditutup"
    DIBATALKAN = "DIBATALKAN", "Dibatalkan"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


_TONE = {
    StatusSidang.DIJADWALKAN: Tone.KOSONG,
    StatusSidang.BERLANGSUNG: Tone.DIBAHAS,
    StatusSidang.DITUTUP: Tone.FINAL,
    StatusSidang.DIBATALKAN: Tone.TIDAK_TERBAHAS,
}


class PeranDesk(TextChoices):
    """What an officer does at a desk."""

    FASILITATOR = "FASILITATOR", "Fasilitator"
    NOTULIS = "NOTULIS", "Notulis"
    UNDANGAN = "UNDANGAN", "Undangan"
