"""Machine accounts at the API."""

from django.db import models

from erakortek.accounts.models import Penugasan


class ApiToken(models.Model):
    """A bearer token that acts under one penugasan. Only its hash is kept, never the token.

    ``nama`` says which system carries it; ``revoked_at`` ends it at once.
    """

    nama = models.CharField(max_length=120)
    penugasan = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="daftar_token")
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    sampai_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("nama", "pk")

    def __str__(self) -> str:
        return self.nama
