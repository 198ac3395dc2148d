"""Statuses and stages of a Rakortek, with the words a user reads."""

from django.db.models import TextChoices

from erakortek.ui.tones import Tone


class TingkatRakortek(TextChoices):
    """PUSAT: K/L with provinces. PROVINSI: one province with its kab/kota."""

    PUSAT = "PUSAT", "Pusat"
    PROVINSI = "PROVINSI", "Provinsi"


class StatusRakortek(TextChoices):
    """Where the event stands."""

    DRAF = "DRAF", "Draf"
    DIBUKA = "DIBUKA", "Dibuka"
    DITUTUP = "DITUTUP", "Ditutup"
    ARSIP = "ARSIP", "Arsip"

    @property
    def tone(self) -> Tone:
        return _TONE[self]


_TONE = {
    StatusRakortek.DRAF: Tone.DRAF,
    StatusRakortek.DIBUKA: Tone.DIAJUKAN,
    StatusRakortek.DITUTUP: Tone.TERVERIFIKASI,
    StatusRakortek.ARSIP: Tone.FINAL,
}


class Perbedaan(TextChoices):
    """How an indikator of this year's set differs from last year's."""

    DITAMBAH = "DITAMBAH", "Ditambah"
    DIHAPUS = "DIHAPUS", "Tidak diikutkan lagi"
    BERUBAH = "BERUBAH", "Berubah"


class StatusPengajuan(TextChoices):
    """Where a submitted set of indikator stands."""

    DIAJUKAN = "DIAJUKAN", "Menunggu persetujuan"
    DISETUJUI = "DISETUJUI", "Disetujui"
    DIKEMBALIKAN = "DIKEMBALIKAN", "Dikembalikan"

    @property
    def tone(self) -> Tone:
        return _TONE_OF_SET[self]


_TONE_OF_SET = {
    StatusPengajuan.DIAJUKAN: Tone.DIAJUKAN,
    StatusPengajuan.DISETUJUI: Tone.FINAL,
    StatusPengajuan.DIKEMBALIKAN: Tone.DIKEMBALIKAN,
}


class JenisTahapan(TextChoices):
    """The stages, in the order in which they usually run."""

    PRA_PENGAMPU = "PRA_PENGAMPU", "Pra-Rakortek K/L"
    PRA_DAERAH = "PRA_DAERAH", "Pra-Rakortek daerah"
    VERIFIKASI = "VERIFIKASI", "Verifikasi Bappeda"
    DESK = "DESK", "Desk urusan dan kewilayahan"
    PLENO = "PLENO", "Sidang pleno"
    BERITA_ACARA = "BERITA_ACARA", "Berita Acara"


class Tindakan(TextChoices):
    """What a stage opens. The label completes the sentence "… dibuka sampai …"."""

    ISI_ACUAN = "ISI_ACUAN", "Pengisian acuan"
    USULKAN_PENGAMPU = "USULKAN_PENGAMPU", "Usulan pengampu"
    USULKAN_DAERAH = "USULKAN_DAERAH", "Pengisian usulan daerah"
    VERIFIKASI = "VERIFIKASI", "Verifikasi Bappeda"
    BAHAS = "BAHAS", "Pembahasan di desk"
    BAHAS_PLENO = "BAHAS_PLENO", "Pembahasan di pleno"
    SETUJUI_BA = "SETUJUI_BA", "Persetujuan Berita Acara"


OPENS: dict[JenisTahapan, frozenset[Tindakan]] = {
    JenisTahapan.PRA_PENGAMPU: frozenset({Tindakan.ISI_ACUAN, Tindakan.USULKAN_PENGAMPU}),
    JenisTahapan.PRA_DAERAH: frozenset({Tindakan.USULKAN_DAERAH}),
    JenisTahapan.VERIFIKASI: frozenset({Tindakan.VERIFIKASI}),
    JenisTahapan.DESK: frozenset({Tindakan.USULKAN_PENGAMPU, Tindakan.BAHAS}),
    JenisTahapan.PLENO: frozenset({Tindakan.BAHAS_PLENO}),
    JenisTahapan.BERITA_ACARA: frozenset({Tindakan.SETUJUI_BA}),
}
