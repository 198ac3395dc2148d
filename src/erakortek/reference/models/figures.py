"""Figures per indikator, wilayah and year: measured, and aimed at by the RPJMN."""

from django.db import models
from django.db.models import F, Q

from erakortek.reference.enums import YEARS
from erakortek.reference.models.indikator import Indikator
from erakortek.reference.models.places import Wilayah


class Realisasi(models.Model):
    """What was measured: one indikator, one wilayah, one year, in ``satuan``.

    The satuan is kept with the figure: an indikator may be measured otherwise from some year on.
    Source per row (BPS). ``is_latihan`` marks an invented figure of the demo world.
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_realisasi"
    )
    wilayah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_realisasi")
    tahun = models.PositiveSmallIntegerField()
    nilai = models.DecimalField(max_digits=24, decimal_places=6)
    satuan = models.CharField(max_length=80)
    sumber = models.CharField(max_length=255)
    is_latihan = models.BooleanField(default=False)

    class Meta:
        ordering = ("indikator", "wilayah", "tahun")
        constraints = [
            models.UniqueConstraint(
                name="realisasi_satu_per_tahun", fields=["indikator", "wilayah", "tahun"]
            ),
            models.CheckConstraint(name="realisasi_tahun_wajar", condition=Q(tahun__range=YEARS)),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} {self.wilayah_id} {self.tahun}: {self.nilai}"


class SasaranRpjmn(models.Model):
    """The target of the RPJMN for a province, for 2025 or 2029 only: nothing is interpolated.

    ``bawah`` = ``atas`` for one number. ``is_terverifikasi`` only where the source labels the
    figure; otherwise it is shown as "belum diverifikasi". Source: Perpres 12/2025 Bab IV.
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_sasaran_rpjmn"
    )
    wilayah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_sasaran")
    tahun = models.PositiveSmallIntegerField()
    bawah = models.DecimalField(max_digits=24, decimal_places=6)
    atas = models.DecimalField(max_digits=24, decimal_places=6)
    is_terverifikasi = models.BooleanField()
    sumber = models.CharField(max_length=160)

    class Meta:
        ordering = ("indikator", "wilayah", "tahun")
        constraints = [
            models.UniqueConstraint(
                name="sasaran_rpjmn_satu_per_tahun", fields=["indikator", "wilayah", "tahun"]
            ),
            models.CheckConstraint(
                name="sasaran_rpjmn_bawah_tidak_di_atas", condition=Q(bawah__lte=F("atas"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} {self.wilayah_id} {self.tahun}: {self.bawah}-{self.atas}"
