"""The nomenclature in numbered editions, and the sub kegiatan that indikator link to."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from erakortek.reference.enums import CaraPadanan, Tingkat
from erakortek.reference.models.known_values import one_of


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


class Padanan(models.Model):
    """What a sub kegiatan of one version became in the next; "" means that nothing follows it.

    A proposal until ``confirmed_at``; ``user_id`` is who confirmed it, an id only: this room knows
    no account. ``alasan`` is why a person chose otherwise than proposed.
    """

    dari_versi = models.ForeignKey(
        VersiNomenklatur, on_delete=models.PROTECT, related_name="daftar_padanan_ke_depan"
    )
    ke_versi = models.ForeignKey(
        VersiNomenklatur, on_delete=models.PROTECT, related_name="daftar_padanan"
    )
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    kode_lama = models.CharField(max_length=24)
    kode_baru = models.CharField(max_length=24, blank=True)
    cara = models.CharField(max_length=8, choices=CaraPadanan)
    alasan = models.TextField(blank=True)
    user_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kode_lama", "tingkat")
        constraints = [
            one_of("cara", CaraPadanan, "padanan_cara_dikenal"),
            models.UniqueConstraint(
                name="padanan_satu_per_kode",
                fields=["dari_versi", "ke_versi", "tingkat", "kode_lama"],
            ),
            models.CheckConstraint(
                name="padanan_pilihan_orang_beralasan",
                condition=~Q(cara=CaraPadanan.ORANG)
                | (Q(confirmed_at__isnull=False) & ~Q(alasan="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode_lama} menjadi {self.kode_baru or 'tidak ada'}"
