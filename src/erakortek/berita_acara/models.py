"""The Berita Acara of a session: its frozen snapshot, its approvals, its document."""

from django.db import models
from django.db.models import Q

from erakortek.accounts.models import Penugasan
from erakortek.berita_acara.enums import VOID, Pihak, StatusBA, StatusPersetujuan
from erakortek.desk.models import Sidang
from erakortek.reference.models import Instansi, one_of
from erakortek.target.models import Target


class BeritaAcara(models.Model):
    """One Berita Acara. ``snapshot`` is canonical JSON, ``sha256`` its hash: both never change.

    ``kode`` is the short code printed on every page, by which anyone can check it. Changes only
    through ``berita_acara.services``; a mistake is mended by an adendum, never by editing.
    """

    sidang = models.ForeignKey(Sidang, on_delete=models.PROTECT, related_name="daftar_berita_acara")
    nomor = models.CharField(max_length=80, unique=True)
    kode = models.CharField(max_length=16, unique=True)
    status = models.CharField(max_length=12, choices=StatusBA, default=StatusBA.DRAF)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    alasan = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sah_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "nomor")
        constraints = [
            one_of("status", StatusBA, "berita_acara_status_dikenal"),
            models.UniqueConstraint(
                name="berita_acara_satu_yang_berlaku_per_sidang",
                fields=["sidang"],
                condition=~Q(status__in=sorted(VOID)),
            ),
            models.CheckConstraint(
                name="berita_acara_sah_punya_waktu",
                condition=~Q(status=StatusBA.SAH) | Q(sah_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Berita Acara {self.nomor}"


class ButirBeritaAcara(models.Model):
    """One row that a Berita Acara holds: all of its session but those that a desk leaves to the pleno.

    ``berlaku`` from its first approval until it is refused or revoked: then this Berita Acara governs
    the row, and no other does. Changes only with the status of the Berita Acara.
    """

    berita_acara = models.ForeignKey(
        BeritaAcara, on_delete=models.PROTECT, related_name="daftar_butir"
    )
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="daftar_butir")
    berlaku = models.BooleanField(default=False)

    class Meta:
        ordering = ("berita_acara", "target")
        constraints = [
            models.UniqueConstraint(
                name="butir_sekali_per_berita_acara", fields=["berita_acara", "target"]
            ),
            models.UniqueConstraint(
                name="butir_satu_yang_berlaku_per_target",
                fields=["target"],
                condition=Q(berlaku=True),
            ),
        ]

    def __str__(self) -> str:
        return f"butir {self.target_id} dari {self.berita_acara_id}"


class Penandatangan(models.Model):
    """One approver, in order. Name, office and NIP are printed as they stood in the snapshot."""

    berita_acara = models.ForeignKey(
        BeritaAcara, on_delete=models.PROTECT, related_name="daftar_penandatangan"
    )
    urutan = models.PositiveSmallIntegerField()
    pihak = models.CharField(max_length=12, choices=Pihak)
    instansi = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    penugasan = models.ForeignKey(
        Penugasan, on_delete=models.PROTECT, related_name="daftar_tanda_tangan"
    )
    nama = models.CharField(max_length=160)
    jabatan = models.CharField(max_length=255)
    nip = models.CharField(max_length=32, blank=True)
    status = models.CharField(
        max_length=12, choices=StatusPersetujuan, default=StatusPersetujuan.MENUNGGU
    )
    at = models.DateTimeField(null=True)
    alasan = models.TextField(blank=True)

    class Meta:
        ordering = ("berita_acara", "urutan")
        constraints = [
            one_of("pihak", Pihak, "penandatangan_pihak_dikenal"),
            one_of("status", StatusPersetujuan, "penandatangan_status_dikenal"),
            models.UniqueConstraint(
                name="penandatangan_satu_per_urutan", fields=["berita_acara", "urutan"]
            ),
            models.CheckConstraint(
                name="penandatangan_menjawab_punya_waktu",
                condition=Q(status__in=[StatusPersetujuan.MENUNGGU, StatusPersetujuan.GUGUR])
                | Q(at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.nama}"

    @property
    def has_approved(self) -> bool:
        return self.status == StatusPersetujuan.SETUJU


class Dokumen(models.Model):
    """A rendered PDF as it was, with the versions of what made it. Only grows.

    ``toolchain`` names template, typst and fonts: for these, the same snapshot and approvals give
    the same bytes again.
    """

    berita_acara = models.ForeignKey(
        BeritaAcara, on_delete=models.PROTECT, related_name="daftar_dokumen"
    )
    sha256 = models.CharField(max_length=64)
    isi = models.BinaryField()
    toolchain = models.JSONField()
    is_final = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("berita_acara", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="dokumen_satu_yang_final",
                fields=["berita_acara"],
                condition=Q(is_final=True),
            )
        ]

    def __str__(self) -> str:
        return f"PDF {self.berita_acara_id}"
