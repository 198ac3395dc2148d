"""People and the penugasan under which they act."""

import re
import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from erakortek.accounts.enums import JenisPenugasan, Role
from erakortek.lib.numbers_id import quote
from erakortek.reference.models import BidangUrusan, Instansi, one_of

ACCOUNT_NAME = r"^[a-z0-9.@_+-]+$"


def username_of(text: str) -> str:
    """A name to sign in with as it is kept, found and counted: the one spelling of all that look alike.

    Without spaces (a NIP is written with some), in one case, and with what Unicode calls
    compatible (a long s, a full-width digit) as the plain sign. Two spellings must never be two
    accounts: their passwords would be tried and counted apart. Source: UAX 15, NFKC.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(unicodedata.normalize("NFKC", plain).split())


def wrong_name(name: str) -> str:
    """Why nobody can sign in with ``name`` (as ``username_of`` spells it); "" where somebody can."""
    if re.fullmatch(ACCOUNT_NAME, name):
        return ""
    return (
        f"Nama akun {quote(name)} memuat tanda yang tidak dapat dipakai. Tulis dengan huruf a sampai z, "
        "angka, titik, garis, atau @; misalnya NIP atau surel kedinasan."
    )


class UserManager(BaseUserManager["User"]):
    """Creates people; nobody registers themselves."""

    def create_user(self, username: str, *, nama: str, password: str | None = None) -> "User":
        """A person who may sign in with ``username``; without ``password`` not yet."""
        user = self.model(username=username, nama=nama)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username_of(username or ""))


class User(AbstractBaseUser):
    """A person.

    ``username`` is what they sign in with (NIP, e-mail, or an issued name), as ``username_of``
    spells it; ``nip`` is printed on a Berita Acara; nothing else about the person is kept.
    """

    username = models.CharField(max_length=150, unique=True)
    nama = models.CharField(max_length=160)
    nip = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    daftar_berlaku: "list[Penugasan]"  # put here by ``backends``; absent otherwise
    # allauth and Django ask for these two; there is no Django admin, so nobody is staff.
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nama"]

    class Meta:
        ordering = ("username",)
        constraints = [
            models.CheckConstraint(
                name="akun_bernama_baku", condition=Q(username__regex=ACCOUNT_NAME)
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    def get_full_name(self) -> str:
        return self.nama

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Never: rules live in ``permissions.py`` and ask an ``Actor``."""
        return False


class Penugasan(models.Model):
    """A role in an instansi, from ``mulai_on`` until ``sampai_on`` (open if empty).

    ``daftar_bidang`` narrows it to some bidang urusan; empty means all of the instansi's. Acting
    officers (Plt., Plh.) carry the number of their letter and an end. ``jabatan`` is printed on a
    Berita Acara. ``pemberi`` is under which penugasan it was issued; None for the first ones.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="daftar_penugasan")
    role = models.CharField(max_length=20, choices=Role)
    instansi = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="daftar_penugasan"
    )
    daftar_bidang = models.ManyToManyField(BidangUrusan, related_name="+", blank=True)
    jenis = models.CharField(
        max_length=12, choices=JenisPenugasan, default=JenisPenugasan.DEFINITIF
    )
    jabatan = models.CharField(max_length=255, blank=True)
    nomor_surat = models.CharField(max_length=120, blank=True)
    mulai_on = models.DateField()
    sampai_on = models.DateField(null=True)
    pemberi = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("user", "pk")
        constraints = [
            one_of("role", Role, "penugasan_role_dikenal"),
            one_of("jenis", JenisPenugasan, "penugasan_jenis_dikenal"),
            models.CheckConstraint(
                name="penugasan_mulai_sebelum_sampai",
                condition=Q(sampai_on__isnull=True) | Q(sampai_on__gte=F("mulai_on")),
            ),
            models.CheckConstraint(
                name="penugasan_plt_bersurat_dan_berakhir",
                condition=Q(jenis=JenisPenugasan.DEFINITIF)
                | (~Q(nomor_surat="") & Q(sampai_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.instansi}"


class TautanAktivasi(models.Model):
    """A one-time link with which somebody sets their own password: nobody else ever knows one.

    Only the SHA-256 of its secret is kept (``tanda``). A new link voids the one before.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="daftar_tautan")
    tanda = models.CharField(max_length=64, unique=True)
    pemberi = models.ForeignKey(Penugasan, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    berlaku_sampai_at = models.DateTimeField()
    dipakai_at = models.DateTimeField(null=True)
    dicabut_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="tautan_satu_yang_terbuka",
                fields=["user"],
                condition=Q(dipakai_at__isnull=True, dicabut_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tautan_dipakai_atau_dicabut",
                condition=Q(dipakai_at__isnull=True) | Q(dicabut_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Tautan aktivasi {self.user_id}"


class KuotaAkun(models.Model):
    """How many running penugasan the office may have issued; without a row ``tiers.KUOTA`` holds."""

    instansi = models.OneToOneField(Instansi, on_delete=models.CASCADE, related_name="kuota_akun")
    jumlah = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.jumlah} akun bagi {self.instansi}"
