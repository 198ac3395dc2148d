"""Desks, their officers, their sessions, and the decisions taken there."""

from django.db import models
from django.db.models import F, Q

from erakortek.accounts.models import Penugasan, User
from erakortek.desk.enums import JenisDesk, PeranDesk, StatusSidang
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import BidangUrusan, Wilayah, one_of
from erakortek.target.enums import HasilTarget
from erakortek.target.models import Target, TargetVersion


class Desk(models.Model):
    """A discussion table of one Rakortek: some bidang urusan, the makro indicators, or the pleno."""

    rakortek = models.ForeignKey(Rakortek, on_delete=models.CASCADE, related_name="daftar_desk")
    kode = models.CharField(max_length=16)
    nama = models.CharField(max_length=200)
    jenis = models.CharField(max_length=16, choices=JenisDesk)
    daftar_bidang = models.ManyToManyField(BidangUrusan, related_name="daftar_desk", blank=True)

    class Meta:
        ordering = ("rakortek", "kode")
        constraints = [
            one_of("jenis", JenisDesk, "desk_jenis_dikenal"),
            models.UniqueConstraint(name="desk_satu_per_kode", fields=["rakortek", "kode"]),
        ]

    def __str__(self) -> str:
        return self.nama


class PetugasDesk(models.Model):
    """An officer of a desk, under the penugasan in which they sit there."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="daftar_petugas")
    penugasan = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="daftar_desk")
    peran = models.CharField(max_length=16, choices=PeranDesk)

    class Meta:
        ordering = ("desk", "peran", "penugasan")
        constraints = [
            one_of("peran", PeranDesk, "petugas_desk_peran_dikenal"),
            models.UniqueConstraint(
                name="petugas_desk_sekali_per_peran", fields=["desk", "penugasan", "peran"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peran} {self.penugasan_id} di desk {self.desk_id}"


class Sidang(models.Model):
    """One session: a desk × a daerah × a slot. Instants, shown in the Rakortek's zone.

    ``batas_at`` is the deadline of its own that a session gets when it is reopened: until then it
    may go on, and its Berita Acara be approved, although the stage is over. ``alasan`` is that of
    the last cancelling, reopening or prolonging.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="daftar_sidang")
    daerah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_sidang")
    status = models.CharField(max_length=12, choices=StatusSidang, default=StatusSidang.DIJADWALKAN)
    tempat = models.CharField(max_length=200, blank=True)
    dijadwalkan_at = models.DateTimeField()
    mulai_at = models.DateTimeField(null=True)
    selesai_at = models.DateTimeField(null=True)
    batas_at = models.DateTimeField(null=True)
    alasan = models.TextField(blank=True)

    class Meta:
        ordering = ("desk__kode", "daerah__kode")
        constraints = [
            one_of("status", StatusSidang, "sidang_status_dikenal"),
            models.UniqueConstraint(name="sidang_satu_per_desk_daerah", fields=["desk", "daerah"]),
            models.CheckConstraint(
                name="sidang_ditutup_punya_waktu",
                condition=~Q(status=StatusSidang.DITUTUP)
                | Q(
                    mulai_at__isnull=False, selesai_at__isnull=False, mulai_at__lte=F("selesai_at")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk} × {self.daerah}"


class Keputusan(models.Model):
    """What a session decided on a row: written once; a later one of the same row replaces it.

    ``urut`` and ``acuan_version`` are the state that lay before both sides. Only grows.
    """

    sidang = models.ForeignKey(Sidang, on_delete=models.PROTECT, related_name="daftar_keputusan")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="daftar_keputusan")
    hasil = models.CharField(max_length=16, choices=HasilTarget)
    kesepakatan = models.ForeignKey(
        TargetVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    urut = models.PositiveIntegerField()
    acuan_version = models.PositiveIntegerField()
    catatan = models.TextField(blank=True)
    tindak_lanjut = models.TextField(blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    penugasan = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("sidang", "target", "-pk")
        constraints = [one_of("hasil", HasilTarget, "keputusan_hasil_dikenal")]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.hasil}"
