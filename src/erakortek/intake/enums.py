"""What becomes of an uploaded file, and of each of its rows."""

from django.db.models import TextChoices

from erakortek.ui.tones import Tone


class StatusBatch(TextChoices):
    """How far an upload is."""

    DIUNGGAH = "DIUNGGAH", "Menunggu dibaca"
    DIBACA = "DIBACA", "Sedang dibaca"
    PRATINJAU = "PRATINJAU", "Menunggu keputusan"
    MENERAPKAN = "MENERAPKAN", "Sedang diterapkan"
    DITERAPKAN = "DITERAPKAN", "Diterapkan"
    GAGAL = "GAGAL", "Ditolak"
    DIBATALKAN = "DIBATALKAN", "Dibatalkan"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


class StatusBaris(TextChoices):
    """What a row of the file would do to the data; a row is taken back on its own page only."""

    BARU = "BARU", "Baru"
    BERUBAH = "BERUBAH", "Berubah"
    SAMA = "SAMA", "Sama"
    BENTROK = "BENTROK", "Bentrok"
    SALAH = "SALAH", "Salah"
    DICABUT = "DICABUT", "Dicabut"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


_TONE: dict[StatusBatch | StatusBaris, Tone] = {
    StatusBatch.DIUNGGAH: Tone.DRAF,
    StatusBatch.DIBACA: Tone.DIBAHAS,
    StatusBatch.PRATINJAU: Tone.DIAJUKAN,
    StatusBatch.MENERAPKAN: Tone.DIBAHAS,
    StatusBatch.DITERAPKAN: Tone.SEPAKAT,
    StatusBatch.GAGAL: Tone.TIDAK_SEPAKAT,
    StatusBatch.DIBATALKAN: Tone.KOSONG,
    StatusBaris.BARU: Tone.SEPAKAT,
    StatusBaris.BERUBAH: Tone.DIAJUKAN,
    StatusBaris.SAMA: Tone.KOSONG,
    StatusBaris.BENTROK: Tone.DITUNDA,
    StatusBaris.SALAH: Tone.TIDAK_SEPAKAT,
    StatusBaris.DICABUT: Tone.KOSONG,
}

READING = (StatusBatch.DIUNGGAH, StatusBatch.DIBACA)
IN_QUEUE = (*READING, StatusBatch.MENERAPKAN)
WRITTEN = (StatusBaris.BARU, StatusBaris.BERUBAH)
IN_FILE = tuple(one for one in StatusBaris if one != StatusBaris.DICABUT)
KEPT_BY_PEOPLE = (*WRITTEN, StatusBaris.DICABUT)
REFUSED = (StatusBaris.BENTROK, StatusBaris.SALAH)
