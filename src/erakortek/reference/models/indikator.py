"""What is measured, and who is in charge of it."""

from django.db import models
from django.db.models import F, Q

from erakortek.reference.enums import (
    Arah,
    AturanAgregasi,
    Bobot,
    FormatPembahasan,
    JenisNilai,
    Kelompok,
    Tingkat,
)
from erakortek.reference.models.known_values import one_of
from erakortek.reference.models.nomenklatur import SubKegiatan
from erakortek.reference.models.offices import BidangUrusan, Instansi


class Indikator(models.Model):
    """What is measured. Values are in ``satuan``; a percent is 0-100, never 0-1.

    ``bidang`` is empty for an indikator makro. ``aturan_agregasi`` says how the daerah add up to
    the acuan; ratios and indices are ``TIDAK_DIJUMLAH`` unless a weight is declared. ``batas_…``
    are physical limits (a percent lies in 0-100), not plausibility. ``is_latihan`` marks invented
    indicators of the demo world. Source: Permendagri 14/2026 Tabel C-6; Perpres 12/2025 (makro).
    """

    kode = models.CharField(max_length=24, unique=True)
    nama = models.TextField()
    outcome = models.TextField(blank=True)
    bidang = models.ForeignKey(
        BidangUrusan, on_delete=models.PROTECT, null=True, related_name="daftar_indikator"
    )
    kelompok = models.CharField(max_length=16, choices=Kelompok)
    format = models.CharField(max_length=4, choices=FormatPembahasan)
    satuan = models.CharField(max_length=80)
    arah = models.CharField(max_length=16, choices=Arah)
    jenis_nilai = models.CharField(max_length=16, choices=JenisNilai)
    pilihan = models.JSONField(default=list)
    aturan_agregasi = models.CharField(max_length=24, choices=AturanAgregasi)
    bobot = models.CharField(max_length=16, choices=Bobot, blank=True)
    batas_bawah = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    batas_atas = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    sumber = models.TextField(blank=True)
    catatan = models.TextField(blank=True)
    is_latihan = models.BooleanField(default=False)
    daftar_sub_kegiatan = models.ManyToManyField(SubKegiatan, related_name="daftar_indikator")

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("kelompok", Kelompok, "indikator_kelompok_dikenal"),
            one_of("arah", Arah, "indikator_arah_dikenal"),
            one_of("jenis_nilai", JenisNilai, "indikator_jenis_nilai_dikenal"),
            one_of("aturan_agregasi", AturanAgregasi, "indikator_aturan_dikenal"),
            one_of("tingkat", Tingkat, "indikator_tingkat_dikenal"),
            models.CheckConstraint(
                name="indikator_rata_rata_berbobot",
                condition=~Q(aturan_agregasi=AturanAgregasi.RATA_RATA_TERTIMBANG) | ~Q(bobot=""),
            ),
            models.CheckConstraint(
                name="indikator_makro_tanpa_bidang",
                condition=Q(kelompok=Kelompok.MAKRO, bidang__isnull=True)
                | Q(kelompok=Kelompok.OUTCOME, bidang__isnull=False),
            ),
            models.CheckConstraint(
                name="indikator_pilihan_ada_daftarnya",
                condition=Q(jenis_nilai=JenisNilai.PILIHAN) & ~Q(pilihan=[])
                | ~Q(jenis_nilai=JenisNilai.PILIHAN) & Q(pilihan=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class Pengampu(models.Model):
    """The K/L in charge of an indikator, from ``mulai_on`` until ``sampai_on`` (open if empty).

    By default the ``utama`` K/L of its bidang; only the pengampu sets the acuan.
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_pengampu"
    )
    instansi = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="daftar_pengampuan"
    )
    mulai_on = models.DateField()
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("indikator__kode", "mulai_on")
        constraints = [
            models.UniqueConstraint(
                name="pengampu_satu_yang_berjalan",
                fields=["indikator"],
                condition=Q(sampai_on__isnull=True),
            ),
            models.CheckConstraint(
                name="pengampu_mulai_sebelum_sampai",
                condition=Q(sampai_on__isnull=True) | Q(sampai_on__gte=F("mulai_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} diampu {self.instansi_id}"
