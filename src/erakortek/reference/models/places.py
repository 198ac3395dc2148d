"""Areas with a government of their own."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from erakortek.lib.dates_id import Zona
from erakortek.reference.enums import JenisSuksesi, JenisWilayah
from erakortek.reference.models.known_values import one_of


class Wilayah(models.Model):
    """A province, kabupaten or kota. ``kode`` is Kemendagri's ("11", "11.01"), not BPS's.

    It is an area with a government of its own from ``mulai_on`` until ``sampai_on``, the last day;
    empty is as far back as anybody asks, and until today. What it came from and what follows it is
    in ``SuksesiWilayah``. ``penduduk`` in persons, ``luas_km2`` in km².
    Source: Kepmendagri 300.2.2-2138/2025.
    """

    kode = models.CharField(max_length=8, unique=True)
    nama = models.CharField(max_length=120)
    jenis = models.CharField(max_length=16, choices=JenisWilayah)
    induk = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="daftar_wilayah"
    )
    ibu_kota = models.CharField(max_length=120, blank=True)
    zona = models.CharField(max_length=4, choices=[(zona.value, zona.value) for zona in Zona])
    penduduk = models.PositiveIntegerField(null=True)
    luas_km2 = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    kode_bps = models.CharField(max_length=8, blank=True)
    mulai_on = models.DateField(null=True)
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("jenis", JenisWilayah, "wilayah_jenis_dikenal"),
            models.CheckConstraint(
                name="wilayah_hanya_provinsi_tanpa_induk",
                condition=Q(jenis=JenisWilayah.PROVINSI, induk__isnull=True)
                | (~Q(jenis=JenisWilayah.PROVINSI) & Q(induk__isnull=False)),
            ),
            models.CheckConstraint(
                name="wilayah_mulai_sebelum_sampai",
                condition=Q(mulai_on__isnull=True)
                | Q(sampai_on__isnull=True)
                | Q(sampai_on__gte=F("mulai_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def is_provinsi(self) -> bool:
        return self.jenis == JenisWilayah.PROVINSI

    def is_valid_on(self, day: date) -> bool:
        """Whether the wilayah has begun and not ended; asks nothing about its province."""
        return (self.mulai_on or day) <= day <= (self.sampai_on or day)


class SuksesiWilayah(models.Model):
    """That ``penerus`` took over from ``asal``, in part or whole, from ``berlaku_on`` on.

    With a pemekaran ``asal`` may go on beside its ``penerus``; whether it does is said by its
    ``sampai_on``. ``dasar`` is the law. Source: UU 23/2014 Pasal 31-48.
    """

    asal = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_penerus")
    penerus = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_asal")
    berlaku_on = models.DateField()
    jenis = models.CharField(max_length=16, choices=JenisSuksesi)
    dasar = models.TextField()

    class Meta:
        ordering = ("berlaku_on", "asal__kode", "penerus__kode")
        constraints = [
            one_of("jenis", JenisSuksesi, "suksesi_jenis_dikenal"),
            models.CheckConstraint(
                name="suksesi_asal_bukan_penerus", condition=~Q(asal=F("penerus"))
            ),
            models.UniqueConstraint(name="suksesi_satu_per_pasangan", fields=["asal", "penerus"]),
        ]

    def __str__(self) -> str:
        return f"{self.asal_id} menjadi {self.penerus_id}"
