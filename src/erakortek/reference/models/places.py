"""Areas with a government of their own."""

from django.db import models
from django.db.models import Q

from erakortek.lib.dates_id import Zona
from erakortek.reference.enums import JenisWilayah
from erakortek.reference.models.known_values import one_of


class Wilayah(models.Model):
    """A province, kabupaten or kota. ``kode`` is Kemendagri's ("11", "11.01"), not BPS's.

    ``penduduk`` in persons, ``luas_km2`` in km². Source: Kepmendagri 300.2.2-2138/2025.
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

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("jenis", JenisWilayah, "wilayah_jenis_dikenal"),
            models.CheckConstraint(
                name="wilayah_hanya_provinsi_tanpa_induk",
                condition=Q(jenis=JenisWilayah.PROVINSI, induk__isnull=True)
                | (~Q(jenis=JenisWilayah.PROVINSI) & Q(induk__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def is_provinsi(self) -> bool:
        return self.jenis == JenisWilayah.PROVINSI
