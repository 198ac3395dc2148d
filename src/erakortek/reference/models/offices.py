"""Bidang urusan, the offices, and which K/L is in charge of which bidang."""

from datetime import date

from django.db import models
from django.db.models import Q

from erakortek.reference.enums import JenisInstansi, PeranKL
from erakortek.reference.models.known_values import one_of
from erakortek.reference.models.places import Wilayah


class BidangUrusan(models.Model):
    """A field of government affairs, e.g. 1.02 Kesehatan. Source: UU 23/2014 Lampiran."""

    kode = models.CharField(max_length=8, unique=True)
    nama = models.CharField(max_length=160)
    nama_resmi = models.CharField(max_length=255)
    kategori = models.CharField(max_length=40)
    ikut_rakortek = models.BooleanField(default=False)

    class Meta:
        ordering = ("kode",)

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class Instansi(models.Model):
    """An office: a K/L or a unit of it, Bangda or a directorate of it, a government, Bappeda or PD.

    A unit works under the K/L that is its ``induk``, a directorate under Bangda, and Bangda in its
    ministry. After ``sampai_on`` an office is not offered
    for anything new; what it did still reads.
    ``wilayah`` is the daerah an office of a region belongs to. A PD serves one or more bidang
    urusan and a bidang may be shared by several PD.
    """

    kode = models.CharField(max_length=40, unique=True)
    nama = models.CharField(max_length=255)
    singkatan = models.CharField(max_length=60, blank=True)
    jenis = models.CharField(max_length=16, choices=JenisInstansi)
    wilayah = models.ForeignKey(
        Wilayah, on_delete=models.PROTECT, null=True, related_name="daftar_instansi"
    )
    induk = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="daftar_instansi"
    )
    daftar_bidang = models.ManyToManyField(BidangUrusan, related_name="daftar_pd", blank=True)
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("jenis", JenisInstansi, "instansi_jenis_dikenal"),
            models.CheckConstraint(
                name="instansi_unit_punya_induk",
                condition=~Q(jenis__in=[JenisInstansi.UNIT_KL, JenisInstansi.UNIT_BANGDA])
                | Q(induk__isnull=False),
            ),
            models.CheckConstraint(
                name="instansi_daerah_punya_wilayah",
                condition=Q(
                    jenis__in=[
                        JenisInstansi.KL,
                        JenisInstansi.UNIT_KL,
                        JenisInstansi.BANGDA,
                        JenisInstansi.UNIT_BANGDA,
                    ],
                    wilayah__isnull=True,
                )
                | Q(
                    jenis__in=[JenisInstansi.PEMDA, JenisInstansi.BAPPEDA, JenisInstansi.PD],
                    wilayah__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="instansi_satu_bappeda_per_wilayah",
                fields=["wilayah"],
                condition=Q(jenis=JenisInstansi.BAPPEDA, sampai_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def sebutan(self) -> str:
        """The short name where there is one."""
        return self.singkatan or self.nama

    def is_in_force_on(self, day: date) -> bool:
        """Whether the office has not ended by ``day``."""
        return (self.sampai_on or day) >= day


class BidangKL(models.Model):
    """A K/L in charge of a bidang urusan, as ``utama`` or ``pendukung``.

    Compiled from the mandates of the K/L, not an official list: editable. ``dasar`` says so.
    """

    bidang = models.ForeignKey(BidangUrusan, on_delete=models.CASCADE, related_name="daftar_kl")
    instansi = models.ForeignKey(
        Instansi, on_delete=models.CASCADE, related_name="daftar_bidang_kl"
    )
    peran = models.CharField(max_length=16, choices=PeranKL)
    dasar = models.TextField(blank=True)

    class Meta:
        ordering = ("bidang__kode", "-peran", "instansi__kode")
        constraints = [
            one_of("peran", PeranKL, "bidang_kl_peran_dikenal"),
            models.UniqueConstraint(name="bidang_kl_sekali", fields=["bidang", "instansi"]),
        ]

    def __str__(self) -> str:
        return f"{self.bidang_id} {self.peran} {self.instansi_id}"
