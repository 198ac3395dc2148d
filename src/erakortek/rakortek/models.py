"""The yearly event and what frames it: stages, extensions, indicators taking part."""

from django.db import models
from django.db.models import F, Q

from erakortek.accounts.models import Penugasan
from erakortek.lib.dates_id import Zona
from erakortek.rakortek.enums import (
    JenisTahapan,
    StatusPengajuan,
    StatusRakortek,
    TingkatRakortek,
)
from erakortek.reference.models import DefinisiIndikator, Indikator, Instansi, Wilayah, one_of

POLA_NOMOR = "{urut:03}/BA-RKT/{kode_desk}/{kode_daerah}/{bulan_romawi}/{tahun}"


class Rakortek(models.Model):
    """One event that plans ``tahun`` (year n), held in year n-1.

    ``kunci`` is its key in URL and API: "2028" (PUSAT), "2028-11" (PROVINSI of Aceh). ``zona`` is
    the zone in which its deadlines are entered. ``is_latihan`` marks the demo world.
    Source: UU 23/2014 Pasal 258 ayat (3), Pasal 259.
    """

    kunci = models.CharField(max_length=12, unique=True)
    tahun = models.PositiveSmallIntegerField()
    tingkat = models.CharField(max_length=12, choices=TingkatRakortek)
    provinsi = models.ForeignKey(
        Wilayah, on_delete=models.PROTECT, null=True, related_name="daftar_rakortek"
    )
    status = models.CharField(max_length=12, choices=StatusRakortek, default=StatusRakortek.DRAF)
    zona = models.CharField(
        max_length=4, choices=[(zona.value, zona.value) for zona in Zona], default=Zona.WIB
    )
    pola_nomor = models.CharField(max_length=120, default=POLA_NOMOR)
    disalin_dari = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_latihan = models.BooleanField(default=False)

    class Meta:
        ordering = ("-tahun", "kunci")
        constraints = [
            one_of("status", StatusRakortek, "rakortek_status_dikenal"),
            models.CheckConstraint(
                name="rakortek_provinsi_hanya_tingkat_provinsi",
                condition=Q(tingkat=TingkatRakortek.PUSAT, provinsi__isnull=True)
                | Q(tingkat=TingkatRakortek.PROVINSI, provinsi__isnull=False),
            ),
            models.UniqueConstraint(
                name="rakortek_satu_per_tahun_dan_provinsi",
                fields=["tahun", "tingkat", "provinsi"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"Rakortek {self.kunci}"

    @property
    def is_pusat(self) -> bool:
        return self.tingkat == TingkatRakortek.PUSAT

    @property
    def sebutan_acuan(self) -> str:
        """What the acuan is called on screen at this tingkat."""
        return "Target nasional" if self.is_pusat else "Target provinsi"

    @property
    def sebutan_pengampu(self) -> str:
        """What the first party is called on screen at this tingkat."""
        return "K/L" if self.is_pusat else "Provinsi"


class Tahapan(models.Model):
    """One stage: from ``mulai_at`` until ``sampai_at``, both instants."""

    rakortek = models.ForeignKey(Rakortek, on_delete=models.CASCADE, related_name="daftar_tahapan")
    jenis = models.CharField(max_length=16, choices=JenisTahapan)
    mulai_at = models.DateTimeField()
    sampai_at = models.DateTimeField()

    class Meta:
        ordering = ("rakortek", "mulai_at", "sampai_at")
        constraints = [
            one_of("jenis", JenisTahapan, "tahapan_jenis_dikenal"),
            models.UniqueConstraint(name="tahapan_satu_per_jenis", fields=["rakortek", "jenis"]),
            models.CheckConstraint(
                name="tahapan_mulai_sebelum_sampai", condition=Q(mulai_at__lt=F("sampai_at"))
            ),
        ]

    def __str__(self) -> str:
        return JenisTahapan(self.jenis).label


class Perpanjangan(models.Model):
    """A stage that stays open longer for one instansi; it closes by itself at ``sampai_at``."""

    tahapan = models.ForeignKey(
        Tahapan, on_delete=models.CASCADE, related_name="daftar_perpanjangan"
    )
    instansi = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="daftar_perpanjangan"
    )
    sampai_at = models.DateTimeField()
    alasan = models.TextField()
    penugasan = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("tahapan", "instansi", "-sampai_at")
        constraints = [
            models.CheckConstraint(name="perpanjangan_beralasan", condition=~Q(alasan="")),
        ]

    def __str__(self) -> str:
        return f"{self.tahapan} bagi {self.instansi}"


class IndikatorRakortek(models.Model):
    """An indikator that takes part in a Rakortek, as ``definisi`` says what it means there.

    A draft takes whichever version holds on 1 January of its year; from the opening on it stays.
    """

    rakortek = models.ForeignKey(
        Rakortek, on_delete=models.CASCADE, related_name="daftar_indikator"
    )
    indikator = models.ForeignKey(
        Indikator, on_delete=models.PROTECT, related_name="daftar_rakortek"
    )
    definisi = models.ForeignKey(
        DefinisiIndikator, on_delete=models.PROTECT, related_name="daftar_rakortek"
    )

    class Meta:
        ordering = ("rakortek", "definisi__kode")
        constraints = [
            models.UniqueConstraint(
                name="indikator_rakortek_sekali", fields=["rakortek", "indikator"]
            ),
            # What ``Target.definisi`` refers to, so that it can be no other.
            models.UniqueConstraint(
                name="indikator_rakortek_satu_definisi",
                fields=["rakortek", "indikator", "definisi"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} di {self.rakortek_id}"


class AlasanSusunan(models.Model):
    """Why an indikator is in the set, gone from it, or defined otherwise than the year before."""

    rakortek = models.ForeignKey(
        Rakortek, on_delete=models.CASCADE, related_name="daftar_alasan_susunan"
    )
    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="+")
    alasan = models.TextField()
    penugasan = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("rakortek", "indikator")
        constraints = [
            models.UniqueConstraint(
                name="alasan_susunan_satu_per_indikator", fields=["rakortek", "indikator"]
            ),
            models.CheckConstraint(name="alasan_susunan_terisi", condition=~Q(alasan="")),
        ]

    def __str__(self) -> str:
        return self.alasan


class PengajuanSusunan(models.Model):
    """A set of indikator as one person submits it and another approves it, or hands it back.

    ``sidik`` is the SHA-256 of the set with its reasons: the approval holds for that set only.
    """

    rakortek = models.ForeignKey(
        Rakortek, on_delete=models.CASCADE, related_name="daftar_pengajuan_susunan"
    )
    sidik = models.CharField(max_length=64)
    status = models.CharField(
        max_length=12, choices=StatusPengajuan, default=StatusPengajuan.DIAJUKAN
    )
    pengaju = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="+")
    diajukan_at = models.DateTimeField()
    pemutus = models.ForeignKey(Penugasan, on_delete=models.PROTECT, null=True, related_name="+")
    diputus_at = models.DateTimeField(null=True)
    alasan = models.TextField(blank=True)

    class Meta:
        ordering = ("rakortek", "-diajukan_at")
        constraints = [
            one_of("status", StatusPengajuan, "pengajuan_susunan_status_dikenal"),
            models.CheckConstraint(
                name="pengajuan_susunan_diputus_seseorang",
                condition=Q(
                    status=StatusPengajuan.DIAJUKAN, pemutus__isnull=True, diputus_at__isnull=True
                )
                | ~Q(status=StatusPengajuan.DIAJUKAN)
                & Q(pemutus__isnull=False, diputus_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pengajuan_susunan_dikembalikan_beralasan",
                condition=~Q(status=StatusPengajuan.DIKEMBALIKAN) | ~Q(alasan=""),
            ),
            models.UniqueConstraint(
                name="pengajuan_susunan_satu_menunggu",
                fields=["rakortek"],
                condition=Q(status=StatusPengajuan.DIAJUKAN),
            ),
        ]

    def __str__(self) -> str:
        return f"susunan {self.rakortek_id}, {self.status}"

    def is_returned_to(self, user_id: int) -> bool:
        """Whether this person submitted it and has it back. Needs ``pengaju``."""
        return self.status == StatusPengajuan.DIKEMBALIKAN and self.pengaju.user_id == user_id
