"""Targets and the append-only chains of their voices."""

from django.db import models
from django.db.models import F, Q

from erakortek.accounts.models import Penugasan, User
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.reference.models import DefinisiIndikator, Indikator, Wilayah, one_of
from erakortek.target.enums import (
    AGREED,
    HasilTarget,
    KunciTarget,
    SebabFinal,
    StatusTarget,
    SumberVersi,
    Voice,
)


class Versi(models.Model):
    """One value in one chain: written once, never changed, never deleted.

    ``bawah`` = ``atas`` for one number, ``bawah`` < ``atas`` for a range, both empty for a
    ``pilihan``; in ``definisi.satuan``, "%" as 0-100. ``version`` counts within the chain, from 1.
    """

    version = models.PositiveIntegerField()
    bawah = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    atas = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    pilihan = models.CharField(max_length=120, blank=True)
    catatan = models.TextField(blank=True)
    sumber = models.CharField(max_length=12, choices=SumberVersi, default=SumberVersi.HALAMAN)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    penugasan = models.ForeignKey(Penugasan, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def nilai(self) -> Nilai:
        return Nilai(self.bawah, self.atas, self.pilihan)


VALUE_IS_ONE_KIND = Q(pilihan="", bawah__isnull=False, atas__isnull=False, bawah__lte=F("atas")) | (
    ~Q(pilihan="") & Q(bawah__isnull=True, atas__isnull=True)
)


class AcuanVersion(Versi):
    """The acuan of one indikator in one Rakortek (target nasional, or target provinsi)."""

    indikator_rakortek = models.ForeignKey(
        IndikatorRakortek, on_delete=models.PROTECT, related_name="daftar_acuan"
    )

    class Meta:
        ordering = ("indikator_rakortek", "version")
        constraints = [
            models.UniqueConstraint(
                name="acuan_satu_per_nomor", fields=["indikator_rakortek", "version"]
            ),
            models.CheckConstraint(name="acuan_satu_jenis_nilai", condition=VALUE_IS_ONE_KIND),
        ]

    def __str__(self) -> str:
        return f"acuan {self.indikator_rakortek_id} versi {self.version}"


class Target(models.Model):
    """What one daerah takes on for one indikator in one Rakortek.

    Values are not here but in ``TargetVersion``, one chain per voice; the three foreign keys name
    the head of each chain and move in the transaction that adds it. ``urut`` rises with a version
    of any voice: it is what both sides confirm. ``alasan`` is the reason of the last return or
    reopening. ``sebab_final`` says what made it FINAL and is empty before; which Berita Acara
    governs it is told by ``berita_acara.ButirBeritaAcara``. ``definisi`` is the one of its ``IndikatorRakortek``; the database carries it along.
    Changes only through ``target.services``.
    Source: UU 23/2014 Pasal 259 ayat (1)-(2).
    """

    rakortek = models.ForeignKey(Rakortek, on_delete=models.PROTECT, related_name="daftar_target")
    daerah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_target")
    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="daftar_target")
    definisi = models.ForeignKey(
        DefinisiIndikator, on_delete=models.PROTECT, related_name="daftar_target"
    )
    status = models.CharField(max_length=16, choices=StatusTarget, default=StatusTarget.KOSONG)
    hasil = models.CharField(max_length=16, choices=HasilTarget, default=HasilTarget.BELUM)
    kunci = models.CharField(max_length=16, choices=KunciTarget, default=KunciTarget.TERBUKA)
    sebab_final = models.CharField(max_length=16, choices=SebabFinal, blank=True)
    urut = models.PositiveIntegerField(default=0)
    alasan = models.TextField(blank=True)
    usulan_pengampu = models.ForeignKey(
        "TargetVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    usulan_daerah = models.ForeignKey(
        "TargetVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kesepakatan = models.ForeignKey(
        "TargetVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("rakortek", "definisi__kode", "daerah__kode")
        constraints = [
            models.UniqueConstraint(
                name="target_satu_per_rakortek_daerah_indikator",
                fields=["rakortek", "daerah", "indikator"],
            ),
            one_of("status", StatusTarget, "target_status_dikenal"),
            one_of("hasil", HasilTarget, "target_hasil_dikenal"),
            one_of("kunci", KunciTarget, "target_kunci_dikenal"),
            models.CheckConstraint(
                name="target_terkunci_sudah_dibahas",
                condition=Q(kunci=KunciTarget.TERBUKA) | ~Q(hasil=HasilTarget.BELUM),
            ),
            models.CheckConstraint(
                name="target_final_punya_sebab",
                condition=Q(kunci=KunciTarget.FINAL, sebab_final__in=SebabFinal.values)
                | ~Q(kunci=KunciTarget.FINAL) & Q(sebab_final=""),
            ),
            models.CheckConstraint(
                name="target_kosong_tanpa_usulan_daerah",
                condition=Q(status=StatusTarget.KOSONG, usulan_daerah__isnull=True)
                | (~Q(status=StatusTarget.KOSONG) & Q(usulan_daerah__isnull=False)),
            ),
            models.CheckConstraint(
                name="target_sepakat_punya_kesepakatan",
                condition=~Q(hasil__in=[HasilTarget.SEPAKAT, HasilTarget.SEPAKAT_CATATAN])
                | Q(kesepakatan__isnull=False),
            ),
        ]
        indexes = [models.Index(name="target_per_daerah", fields=["rakortek", "daerah"])]

    def __str__(self) -> str:
        return f"{self.indikator_id} × {self.daerah_id} di {self.rakortek_id}"

    def head(self, voice: Voice) -> "TargetVersion | None":
        """The newest version of a voice."""
        return getattr(self, voice.field)  # type: ignore[no-any-return]

    @property
    def disepakati(self) -> "TargetVersion | None":
        """The agreed version; None where the result is no agreement, or none any more.

        ``kesepakatan`` is the head of the chain: a result that was taken back leaves it there.
        """
        return self.kesepakatan if self.hasil in AGREED else None

    def head_id(self, voice: Voice) -> int | None:
        """The id of the newest version of a voice, without reading it."""
        return getattr(self, f"{voice.field}_id")  # type: ignore[no-any-return]

    def set_head(self, voice: Voice, head: "TargetVersion | None") -> None:
        """Put the newest version of a voice where ``head`` finds it without a query."""
        setattr(self, voice.field, head)

    def version(self, voice: Voice) -> int:
        """The number of the newest version of a voice, 0 before the first."""
        head = self.head(voice)
        return head.version if head else 0

    def facts(self) -> dict[str, str | int]:
        """The state facts, for the log."""
        return {
            "status": self.status,
            "hasil": self.hasil,
            "kunci": self.kunci,
            "urut": self.urut,
        }


class TargetVersion(Versi):
    """One value in the chain of one voice. ``urut`` is the state of the target that it made."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="versions")
    voice = models.CharField(max_length=16, choices=Voice)
    urut = models.PositiveIntegerField()

    class Meta:
        ordering = ("target", "urut")
        constraints = [
            models.UniqueConstraint(
                name="versi_satu_per_nomor", fields=["target", "voice", "version"]
            ),
            models.UniqueConstraint(name="versi_satu_per_urut", fields=["target", "urut"]),
            one_of("voice", Voice, "versi_voice_dikenal"),
            models.CheckConstraint(name="versi_satu_jenis_nilai", condition=VALUE_IS_ONE_KIND),
        ]

    def __str__(self) -> str:
        return f"{self.voice} {self.target_id} versi {self.version}"
