"""What a finished discussion came to, as the register names it."""

from django.db.models import TextChoices

from erakortek.target.enums import AGREED, HasilTarget
from erakortek.ui.tones import Tone


class HasilAkhir(TextChoices):
    """The results of ``HasilTarget``, and that an older source does not say."""

    SEPAKAT = HasilTarget.SEPAKAT.value, HasilTarget.SEPAKAT.label
    SEPAKAT_CATATAN = HasilTarget.SEPAKAT_CATATAN.value, HasilTarget.SEPAKAT_CATATAN.label
    TIDAK_SEPAKAT = HasilTarget.TIDAK_SEPAKAT.value, HasilTarget.TIDAK_SEPAKAT.label
    DITUNDA = HasilTarget.DITUNDA.value, HasilTarget.DITUNDA.label
    TIDAK_TERBAHAS = HasilTarget.TIDAK_TERBAHAS.value, HasilTarget.TIDAK_TERBAHAS.label
    BELUM = HasilTarget.BELUM.value, HasilTarget.BELUM.label
    TIDAK_TERCATAT = "TIDAK_TERCATAT", "Tidak tercatat"

    @property
    def tone(self) -> Tone:
        if self == HasilAkhir.TIDAK_TERCATAT:
            return Tone.KOSONG
        return HasilTarget(self.value).tone

    @property
    def is_agreed(self) -> bool:
        """Whether a value was agreed."""
        return self.value in AGREED


# What an import may carry: nothing of an earlier year is still to be discussed.
IMPORTED = tuple(one for one in HasilAkhir if one != HasilAkhir.BELUM)
WITH_VALUE = (HasilAkhir.SEPAKAT, HasilAkhir.SEPAKAT_CATATAN)


class Perubahan(TextChoices):
    """How one result differs from that of another year."""

    BERUBAH = "BERUBAH", "Berubah"
    BARU = "BARU", "Baru"
    HILANG = "HILANG", "Tidak ada lagi"
    TAK_TERBANDING = "TAK_TERBANDING", "Tidak dapat dibandingkan"
    SAMA = "SAMA", "Sama"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


_TONE = {
    Perubahan.BERUBAH: Tone.DIAJUKAN,
    Perubahan.BARU: Tone.SEPAKAT,
    Perubahan.HILANG: Tone.TIDAK_SEPAKAT,
    Perubahan.TAK_TERBANDING: Tone.DITUNDA,
    Perubahan.SAMA: Tone.KOSONG,
}
