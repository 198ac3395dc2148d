"""Which edition of each data file was loaded."""

from django.db import models


class Edisi(models.Model):
    """One data file as it was loaded: which regulation it follows, and the hash of its bytes."""

    berkas = models.CharField(max_length=64, unique=True)
    regulasi = models.TextField()
    berlaku_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.berkas}: {self.regulasi}"
