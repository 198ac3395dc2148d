"""The nomenclature in numbered editions, and the sub kegiatan that indikator link to."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from erakortek.reference.enums import Tingkat


class SubKegiatan(models.Model):
    """A sub kegiatan of the nomenclature that an indikator links to; key = (kode, tingkat).

    Source: nomenclature of 2027 (Permendagri 90/2019 and its updates).
    """

    kode = models.CharField(max_length=24)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    nama = models.TextField()
    satuan = models.CharField(max_length=120, blank=True)
    ada_di_nomenklatur = models.BooleanField(default=True)

    class Meta:
        ordering = ("kode", "tingkat")
        constraints = [
            models.UniqueConstraint(
                name="sub_kegiatan_satu_per_tingkat", fields=["kode", "tingkat"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class VersiNomenklatur(models.Model):
    """One numbered edition of the nomenclature; ``berlaku_on`` is empty while it is prepared."""

    nomor = models.PositiveIntegerField(unique=True)
    regulasi = models.CharField(max_length=255, blank=True)
    berlaku_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-nomor",)

    def __str__(self) -> str:
        return f"Nomenklatur versi {self.nomor}"


class Nomenklatur(models.Model):
    """A bidang, program, kegiatan or sub kegiatan in one edition; key = (kode, tingkat).

    The number of parts of ``kode`` says which: 2, 3, 5 or 6. ``kinerja``, ``indikator`` and
    ``satuan`` belong to a sub kegiatan. Source: Permendagri 90/2019 and its updates.
    """

    versi = models.ForeignKey(
        VersiNomenklatur, on_delete=models.PROTECT, related_name="daftar_nomenklatur"
    )
    kode = models.CharField(max_length=24)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    nama = models.TextField()
    kinerja = models.TextField(blank=True)
    indikator = models.TextField(blank=True)
    satuan = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("versi", "kode", "tingkat")
        constraints = [
            models.UniqueConstraint(
                name="nomenklatur_satu_per_tingkat", fields=["versi", "kode", "tingkat"]
            ),
            models.CheckConstraint(
                name="nomenklatur_tingkat_dikenal",
                condition=Q(tingkat__in=[Tingkat.PROVINSI, Tingkat.KABKOTA]),
            ),
        ]
        indexes = [GinIndex(OpClass("nama", name="gin_trgm_ops"), name="nomenklatur_nama_trigram")]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"
