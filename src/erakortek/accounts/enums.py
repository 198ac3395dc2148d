"""Roles and kinds of penugasan, with the words a user reads."""

from django.db.models import TextChoices

from erakortek.ui.tones import Tone


class Role(TextChoices):
    """What a penugasan lets its holder do, within the scope of its instansi."""

    SUPERADMIN = "SUPERADMIN", "Superadmin"
    FASILITATOR = "FASILITATOR", "Fasilitator"
    NOTULIS = "NOTULIS", "Notulis"
    BAPPENAS = "BAPPENAS", "Bappenas"
    ADMIN_KL = "ADMIN_KL", "Admin K/L"
    UNIT_KL = "UNIT_KL", "Unit K/L"
    BAPPEDA_PROVINSI = "BAPPEDA_PROVINSI", "Bappeda provinsi"
    PD_PROVINSI = "PD_PROVINSI", "PD provinsi"
    BAPPEDA_KABKOTA = "BAPPEDA_KABKOTA", "Bappeda kabupaten/kota"
    PD_KABKOTA = "PD_KABKOTA", "PD kabupaten/kota"
    PIMPINAN = "PIMPINAN", "Pimpinan"
    PEMANTAU = "PEMANTAU", "Pemantau"
    AUDITOR = "AUDITOR", "Auditor"
    INTEGRATOR = "INTEGRATOR", "Integrator"


READS_EVERYTHING = frozenset(
    {Role.SUPERADMIN, Role.BAPPENAS, Role.PIMPINAN, Role.PEMANTAU, Role.AUDITOR}
)
# They look on: nothing they send changes a row of the negotiation.
READS_ONLY = frozenset({Role.PIMPINAN, Role.PEMANTAU, Role.AUDITOR, Role.INTEGRATOR})
OF_KL = frozenset({Role.BAPPENAS, Role.ADMIN_KL, Role.UNIT_KL})
OF_BAPPEDA = frozenset({Role.BAPPEDA_PROVINSI, Role.BAPPEDA_KABKOTA})
OF_PD = frozenset({Role.PD_PROVINSI, Role.PD_KABKOTA})
OF_DESK = frozenset({Role.FASILITATOR, Role.NOTULIS})


class JenisPenugasan(TextChoices):
    """Whether the office is held, or filled by an acting officer with a letter."""

    DEFINITIF = "DEFINITIF", "Definitif"
    PLT = "PLT", "Plt."
    PLH = "PLH", "Plh."


class KeadaanAkun(TextChoices):
    """How an account stands: told from its password, its last sign-in and its penugasan."""

    AKTIF = "AKTIF", "Aktif"
    BELUM_AKTIF = "BELUM_AKTIF", "Belum diaktifkan"
    TIDUR = "TIDUR", "Lama tidak masuk"
    BERAKHIR = "BERAKHIR", "Penugasan berakhir"
    DITUTUP = "DITUTUP", "Ditutup"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


_TONE = {
    KeadaanAkun.AKTIF: Tone.SEPAKAT,
    KeadaanAkun.BELUM_AKTIF: Tone.DIAJUKAN,
    KeadaanAkun.TIDUR: Tone.DITUNDA,
    KeadaanAkun.BERAKHIR: Tone.TIDAK_TERBAHAS,
    KeadaanAkun.DITUTUP: Tone.KOSONG,
}
