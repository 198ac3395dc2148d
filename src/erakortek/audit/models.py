"""The log of decisions: it only grows, and every entry proves the one before it."""

from django.db import models


class AuditEntry(models.Model):
    """One decision: who, under which penugasan, what, before and after.

    Entries of one ``stream`` (a Rakortek × daerah, so that offices do not wait for each other)
    form a chain: ``hash`` is SHA-256 of ``previous_hash`` followed by ``isi``, the canonical JSON
    of all facts. ``nomor``, ``previous_hash`` and ``hash`` are set by a trigger of the database,
    under a lock of the stream. Ids only: this room knows no account and no target.
    """

    stream = models.CharField(max_length=64)
    nomor = models.PositiveIntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    penugasan_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    isi = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("stream", "nomor")
        constraints = [
            models.UniqueConstraint(name="audit_satu_per_nomor", fields=["stream", "nomor"])
        ]
        indexes = [models.Index(name="audit_per_objek", fields=["object_kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.stream}#{self.nomor} {self.event}"
