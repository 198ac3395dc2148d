"""The three state facts of a target, its voices, and where a version came from."""

from django.db.models import TextChoices

from erakortek.ui.tones import Tone


class Voice(TextChoices):
    """Who speaks on a target. ``acuan`` has a chain of its own, per indikator."""

    USULAN_PENGAMPU = "USULAN_PENGAMPU", "Usulan pengampu"
    USULAN_DAERAH = "USULAN_DAERAH", "Usulan daerah"
    KESEPAKATAN = "KESEPAKATAN", "Kesepakatan"

    @property
    def field(self) -> str:
        """The field of ``Target`` that names the head of this voice's chain."""
        return self.value.lower()


class StatusTarget(TextChoices):
    """How far the filling is."""

    KOSONG = "KOSONG", "Kosong"
    DRAF = "DRAF", "Draf"
    DIAJUKAN = "DIAJUKAN", "Diajukan"
    DIKEMBALIKAN = "DIKEMBALIKAN", "Dikembalikan"
    TERVERIFIKASI = "TERVERIFIKASI", "Terverifikasi"

    @property
    def tone(self) -> Tone:
        return TONE[self]


class HasilTarget(TextChoices):
    """What the discussion came to."""

    BELUM = "BELUM", "Belum dibahas"
    SEPAKAT = "SEPAKAT", "Sepakat"
    SEPAKAT_CATATAN = "SEPAKAT_CATATAN", "Sepakat dengan catatan"
    TIDAK_SEPAKAT = "TIDAK_SEPAKAT", "Tidak sepakat"
    DITUNDA = "DITUNDA", "Ditunda"
    TIDAK_TERBAHAS = "TIDAK_TERBAHAS", "Tidak terbahas"

    @property
    def tone(self) -> Tone:
        return TONE[self]


class KunciTarget(TextChoices):
    """Whether a Berita Acara holds the target."""

    TERBUKA = "TERBUKA", "Terbuka"
    TERKUNCI = "TERKUNCI", "Terkunci"
    FINAL = "FINAL", "Final"

    @property
    def tone(self) -> Tone:
        return TONE[self]


class SebabFinal(TextChoices):
    """What made a target FINAL."""

    BERITA_ACARA = "BERITA_ACARA", "Berita Acara sah"
    PENUTUPAN = "PENUTUPAN", "Rakortek ditutup"
    DIMUAT = "DIMUAT", "dimuat dari Rakortek sebelumnya"


TONE: dict[StatusTarget | HasilTarget | KunciTarget, Tone] = {
    StatusTarget.KOSONG: Tone.KOSONG,
    StatusTarget.DRAF: Tone.DRAF,
    StatusTarget.DIAJUKAN: Tone.DIAJUKAN,
    StatusTarget.DIKEMBALIKAN: Tone.DIKEMBALIKAN,
    StatusTarget.TERVERIFIKASI: Tone.TERVERIFIKASI,
    HasilTarget.BELUM: Tone.KOSONG,
    HasilTarget.SEPAKAT: Tone.SEPAKAT,
    HasilTarget.SEPAKAT_CATATAN: Tone.SEPAKAT_CATATAN,
    HasilTarget.TIDAK_SEPAKAT: Tone.TIDAK_SEPAKAT,
    HasilTarget.DITUNDA: Tone.DITUNDA,
    HasilTarget.TIDAK_TERBAHAS: Tone.TIDAK_TERBAHAS,
    KunciTarget.TERBUKA: Tone.DRAF,
    KunciTarget.TERKUNCI: Tone.DIBAHAS,
    KunciTarget.FINAL: Tone.FINAL,
}

AGREED = frozenset({HasilTarget.SEPAKAT, HasilTarget.SEPAKAT_CATATAN})
FOR_PLENO = frozenset({HasilTarget.TIDAK_SEPAKAT, HasilTarget.DITUNDA})


def badge(
    status: StatusTarget, hasil: HasilTarget, kunci: KunciTarget
) -> StatusTarget | HasilTarget | KunciTarget:
    """The one badge of ``design/`` for the three facts: final, else the result, else the filling."""
    if kunci == KunciTarget.FINAL:
        return kunci
    return status if hasil == HasilTarget.BELUM else hasil


class SumberVersi(TextChoices):
    """By which path a version came in."""

    HALAMAN = "HALAMAN", "halaman"
    PERINTAH = "PERINTAH", "perintah operator"
    API = "API", "API"
    LATIHAN = "LATIHAN", "data latihan"
