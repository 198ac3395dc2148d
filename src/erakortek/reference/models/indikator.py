"""What is measured, and who is in charge of it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q

from erakortek.reference.enums import (
    Arah,
    AturanAgregasi,
    Bobot,
    FormatPembahasan,
    Frekuensi,
    JenisNilai,
    Kelompok,
    Tingkat,
)
from erakortek.reference.models.known_values import one_of
from erakortek.reference.models.nomenklatur import SubKegiatan
from erakortek.reference.models.offices import BidangUrusan, Instansi
from erakortek.reference.models.plans import Prioritas


class Indikator(models.Model):
    """The identity of what is measured, over all years; what is said of it is a ``DefinisiIndikator``.

    ``kode`` is given once and never to another: series, results and links of machines hold on to
    it.
    """

    kode = models.CharField(max_length=24, unique=True)

    class Meta:
        ordering = ("kode",)

    def __str__(self) -> str:
        return self.kode


class DefinisiIndikator(models.Model):
    """What an indikator means from ``mulai_on`` until the next version, or until ``sampai_on``.

    A Rakortek for year n takes the version that holds on 1 January n and keeps it. Values are in
    ``satuan``; a percent is 0-100, never 0-1. ``kode`` is the one of the regulation in force.
    ``bidang`` is empty for an indikator makro. ``arah`` and ``aturan_agregasi`` may still be open
    ("") while an entry is prepared. ``aturan_agregasi`` says how the daerah add up to the acuan;
    ratios and indices are ``TIDAK_DIJUMLAH`` unless a weight is declared. ``batas_…`` are physical
    limits (a percent lies in 0-100), not plausibility. ``perlu_diperiksa`` is a doubt that somebody
    has to settle, ``is_latihan`` marks the invented ones of the demo world. Source: Permendagri 14/2026 Tabel C-6; Perpres 12/2025 (makro); Perpres 39/2019
    (``kode_satu_data``).
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_definisi"
    )
    mulai_on = models.DateField()
    sampai_on = models.DateField(null=True)
    kode = models.CharField(max_length=24)
    nama = models.TextField()
    outcome = models.TextField(blank=True)
    bidang = models.ForeignKey(
        BidangUrusan, on_delete=models.PROTECT, null=True, related_name="daftar_definisi"
    )
    kelompok = models.CharField(max_length=16, choices=Kelompok)
    format = models.CharField(max_length=4, choices=FormatPembahasan)
    satuan = models.CharField(max_length=80)
    arah = models.CharField(max_length=16, choices=Arah, blank=True)
    jenis_nilai = models.CharField(max_length=16, choices=JenisNilai)
    pilihan = models.JSONField(default=list)
    aturan_agregasi = models.CharField(max_length=24, choices=AturanAgregasi, blank=True)
    bobot = models.CharField(max_length=16, choices=Bobot, blank=True)
    batas_bawah = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    batas_atas = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    definisi_operasional = models.TextField(blank=True)
    rumus = models.TextField(blank=True)
    sumber_data = models.TextField(blank=True)
    frekuensi = models.CharField(max_length=16, choices=Frekuensi, blank=True)
    kode_satu_data = models.CharField(max_length=40, blank=True)
    sumber = models.TextField(blank=True)
    catatan = models.TextField(blank=True)
    perlu_diperiksa = models.TextField(blank=True)
    is_latihan = models.BooleanField(default=False)
    daftar_sub_kegiatan = models.ManyToManyField(SubKegiatan, related_name="daftar_definisi")
    daftar_prioritas = models.ManyToManyField(Prioritas, related_name="daftar_definisi")

    class Meta:
        ordering = ("indikator__kode", "mulai_on")
        constraints = [
            models.UniqueConstraint(
                name="definisi_satu_per_tanggal", fields=["indikator", "mulai_on"]
            ),
            models.CheckConstraint(
                name="definisi_mulai_sebelum_sampai",
                condition=Q(sampai_on__isnull=True) | Q(sampai_on__gte=F("mulai_on")),
            ),
            one_of("kelompok", Kelompok, "definisi_kelompok_dikenal"),
            models.CheckConstraint(
                name="definisi_arah_dikenal", condition=Q(arah__in=["", *Arah.values])
            ),
            one_of("jenis_nilai", JenisNilai, "definisi_jenis_nilai_dikenal"),
            models.CheckConstraint(
                name="definisi_aturan_dikenal",
                condition=Q(aturan_agregasi__in=["", *AturanAgregasi.values]),
            ),
            one_of("tingkat", Tingkat, "definisi_tingkat_dikenal"),
            models.CheckConstraint(
                name="definisi_frekuensi_dikenal",
                condition=Q(frekuensi__in=["", *Frekuensi.values]),
            ),
            models.CheckConstraint(
                name="definisi_rata_rata_berbobot",
                condition=~Q(aturan_agregasi=AturanAgregasi.RATA_RATA_TERTIMBANG) | ~Q(bobot=""),
            ),
            models.CheckConstraint(
                name="definisi_makro_tanpa_bidang",
                condition=Q(kelompok=Kelompok.MAKRO, bidang__isnull=True)
                | Q(kelompok=Kelompok.OUTCOME, bidang__isnull=False),
            ),
            models.CheckConstraint(
                name="definisi_pilihan_ada_daftarnya",
                condition=Q(jenis_nilai=JenisNilai.PILIHAN) & ~Q(pilihan=[])
                | ~Q(jenis_nilai=JenisNilai.PILIHAN) & Q(pilihan=[]),
            ),
            models.CheckConstraint(
                name="definisi_batas_bawah_tidak_di_atas",
                condition=Q(batas_bawah__isnull=True)
                | Q(batas_atas__isnull=True)
                | Q(batas_bawah__lte=F("batas_atas")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


BOTH_DAYS = Func(
    F("mulai_on"),
    F("sampai_on"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class Pengampu(models.Model):
    """The K/L in charge of an indikator, from ``mulai_on`` until ``sampai_on`` (open if empty).

    Both days belong to it, and on any day there is one at most. By default the ``utama`` K/L of its bidang; only the pengampu sets the acuan.
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
            # Deferred: an import may move two periods that border on each other, one after the other.
            ExclusionConstraint(
                name="pengampu_satu_per_saat",
                expressions=[
                    ("indikator", RangeOperators.EQUAL),
                    (BOTH_DAYS, RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="pengampu_mulai_sebelum_sampai",
                condition=Q(sampai_on__isnull=True) | Q(sampai_on__gte=F("mulai_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} diampu {self.instansi_id}"
