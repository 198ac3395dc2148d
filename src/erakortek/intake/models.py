"""An uploaded file and its rows, as they were read; kept as the history of what they changed."""

from django.db import models
from django.db.models import Q

from erakortek.intake.enums import StatusBaris, StatusBatch


class ImportBatch(models.Model):
    """One upload for one sheet: who, when, the bytes, how far it is.

    ``terbaca`` of ``jumlah`` rows were staged so far, in the ``pembacaan``-th reading: a reader that
    was thought dead, and goes on beside the next one, stores nothing. ``pesan`` is the sentence that
    says why a file was refused; ``dapat_dipetakan`` that only its heads are unknown, or were read by
    a mapping that may be told anew. ``isian`` are the values that were told at upload, column name →
    text. Ids only: this room knows no account. After
    ``DITERAPKAN`` the rows tell what changed; they are never changed again.
    """

    lembar = models.CharField(max_length=40)
    nama_berkas = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    isi = models.BinaryField()
    status = models.CharField(max_length=16, choices=StatusBatch, default=StatusBatch.DIUNGGAH)
    pesan = models.TextField(blank=True)
    dapat_dipetakan = models.BooleanField(default=False)
    alasan = models.TextField(blank=True)
    isian = models.JSONField(default=dict)
    terbaca = models.PositiveIntegerField(default=0)
    jumlah = models.PositiveIntegerField(default=0)
    pembacaan = models.PositiveIntegerField(default=0)
    user_id = models.BigIntegerField(null=True)
    penugasan_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="impor_status_dikenal", condition=Q(status__in=StatusBatch.values)
            ),
            models.CheckConstraint(
                name="impor_diterapkan_bertanggal",
                condition=Q(status=StatusBatch.DITERAPKAN, applied_at__isnull=False)
                | (~Q(status=StatusBatch.DITERAPKAN) & Q(applied_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lembar}: {self.nama_berkas}"


class StagedRow(models.Model):
    """One row as it would be written: ``nilai`` and, where it exists already, ``sebelum``.

    ``temuan`` are the findings of its cells, as ``cells.Finding.as_json`` writes them.
    ``baris`` is the row of the worksheet ``lembar_kerja`` that it came from, from 1.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="daftar_baris")
    lembar_kerja = models.CharField(max_length=120)
    baris = models.PositiveIntegerField()
    kunci = models.CharField(max_length=255)
    status = models.CharField(max_length=8, choices=StatusBaris)
    nilai = models.JSONField()
    sebelum = models.JSONField(null=True)
    temuan = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="baris_impor_status_dikenal", condition=Q(status__in=StatusBaris.values)
            ),
        ]
        indexes = [
            models.Index(name="baris_impor_per_status", fields=["batch", "status"]),
            models.Index(name="baris_impor_per_kunci", fields=["kunci"]),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.kunci} {self.status}"


class ColumnMapping(models.Model):
    """Which column of a file is which column of a sheet, told once by a person and remembered.

    ``tanda`` is the SHA-256 of the file's heads, so that the next file of the same source is known
    by them. ``kolom`` are the sheet's column names in the order of the heads, "" for what is not
    taken. Of a sheet that is narrowed to its keeper it is of the ``penugasan_id`` that told it, and
    nobody else's files are read by it; else that is None.
    """

    lembar = models.CharField(max_length=40)
    tanda = models.CharField(max_length=64)
    kolom = models.JSONField()
    penugasan_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pemetaan_satu_per_tanda",
                fields=["lembar", "tanda", "penugasan_id"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.lembar} {self.tanda[:8]}"
