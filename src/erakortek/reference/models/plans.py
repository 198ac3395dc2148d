"""What plans refer to: units, sources of funds, national priorities, weights of the daerah."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from erakortek.reference.enums import YEARS, Bobot, JenisPrioritas
from erakortek.reference.models.known_values import one_of
from erakortek.reference.models.places import Wilayah


class Satuan(models.Model):
    """A unit of measure by its one name; ``sinonim`` are other spellings of the same unit."""

    nama = models.CharField(max_length=120, unique=True)
    sinonim = ArrayField(models.CharField(max_length=120), default=list)
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("nama",)

    def __str__(self) -> str:
        return self.nama


class SumberDana(models.Model):
    """Where money comes from. Source: UU 1/2022; the codes are ours."""

    kode = models.CharField(max_length=24, unique=True)
    nama = models.CharField(max_length=160)
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("kode",)

    def __str__(self) -> str:
        return self.nama


class Prioritas(models.Model):
    """A national priority of any kind; ``induk`` is the one it belongs to (PP to PN, ...).

    Source: Permendagri 14/2026 Tabel C, Perpres 12/2025, PP 2/2018.
    """

    kode = models.CharField(max_length=24, unique=True)
    jenis = models.CharField(max_length=16, choices=JenisPrioritas)
    nama = models.TextField()
    induk = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="daftar_prioritas"
    )
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("jenis", JenisPrioritas, "prioritas_jenis_dikenal"),
            models.CheckConstraint(
                name="prioritas_bukan_induknya_sendiri", condition=~Q(induk=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class BobotWilayah(models.Model):
    """What a wilayah weighs in a weighted mean, as counted for ``tahun``; penduduk in persons."""

    wilayah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_bobot")
    jenis = models.CharField(max_length=16, choices=Bobot)
    tahun = models.PositiveSmallIntegerField()
    nilai = models.DecimalField(max_digits=24, decimal_places=6)
    sumber = models.CharField(max_length=255)

    class Meta:
        ordering = ("wilayah__kode", "jenis", "tahun")
        constraints = [
            models.UniqueConstraint(
                name="bobot_wilayah_satu_per_tahun", fields=["wilayah", "jenis", "tahun"]
            ),
            models.CheckConstraint(
                name="bobot_wilayah_jenis_dikenal", condition=Q(jenis__in=[Bobot.PENDUDUK])
            ),
            models.CheckConstraint(name="bobot_wilayah_positif", condition=Q(nilai__gt=0)),
            models.CheckConstraint(
                name="bobot_wilayah_tahun_wajar", condition=Q(tahun__range=YEARS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wilayah_id} {self.jenis} {self.tahun}: {self.nilai}"
