"""The shape of a sign-in, and of what is typed about people and their penugasan."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.db.models import QuerySet

from erakortek.accounts.enums import JenisPenugasan, Role
from erakortek.accounts.models import username_of
from erakortek.accounts.services import Grant
from erakortek.lib import clock
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.ui.forms import DayField


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """An account name, which may be a NIP with its spaces, and a password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Nama akun", "Kata sandi"
        login.help_text = "Tertulis di surat aktivasi Anda; biasanya NIP atau surel kedinasan."
        password.help_text = ""
        login.error_messages["required"] = "Isi nama akun Anda."
        password.error_messages["required"] = "Isi kata sandi Anda."
        login.widget.attrs = {"autocomplete": "username", "autofocus": True}
        password.widget.attrs = {"autocomplete": "current-password"}

    def clean_login(self) -> str:
        """Spelled as accounts are kept."""
        return username_of(super().clean_login())


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more, before what cannot be taken back."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text = "Kata sandi", ""
        password.error_messages["required"] = "Isi kata sandi Anda."
        password.widget.attrs = {"autocomplete": "current-password", "autofocus": True}


class ActAsForm(forms.Form):
    """Which penugasan to act under."""

    penugasan = forms.IntegerField(min_value=1)


class ReasonForm(forms.Form):
    """Why something is done to an account; the log keeps it."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Tercatat dalam riwayat akun.",
        error_messages={"required": "Tulis alasannya; alasan itu tercatat."},
    )


class GrantForm(forms.Form):
    """One penugasan: office, bidang, dates, and the letter of an acting officer."""

    instansi = forms.ModelChoiceField(
        label="Instansi",
        queryset=Instansi.objects.none(),
        empty_label="Pilih instansi",
        error_messages={"required": "Pilih instansinya."},
    )
    jabatan = forms.CharField(
        label="Jabatan", max_length=255, required=False, help_text="Dicetak pada Berita Acara."
    )
    jenis = forms.ChoiceField(label="Jenis penugasan", choices=JenisPenugasan.choices)
    nomor_surat = forms.CharField(
        label="Nomor surat", max_length=120, required=False, help_text="Wajib bagi Plt. dan Plh."
    )
    mulai_on = DayField("Mulai", initial=clock.today)
    sampai_on = DayField(
        "Sampai", required=False, help_text="Kosong selama masih berjalan; wajib bagi Plt. dan Plh."
    )
    daftar_bidang = forms.ModelMultipleChoiceField(
        label="Batasi pada bidang urusan",
        queryset=BidangUrusan.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa pilihan: semua bidang urusan instansinya.",
    )

    def __init__(
        self,
        role: Role,
        offices: QuerySet[Instansi],
        bidang: QuerySet[BidangUrusan],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.role = role
        self.fields["instansi"].queryset = offices  # type: ignore[attr-defined]
        self.fields["daftar_bidang"].queryset = bidang  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was typed about the penugasan, as one ``grant``."""
        facts: dict[str, Any] = super().clean() or {}
        if self.errors:
            return facts
        names = [name for name in GrantForm.base_fields if name in facts]
        grant = {name: facts.pop(name) for name in names}
        return facts | {"grant": Grant(role=self.role, **grant)}


class IssueForm(GrantForm):
    """A new account with its first penugasan."""

    username = forms.CharField(
        label="Nama akun",
        max_length=150,
        help_text="NIP atau surel kedinasan. Yang sudah ada di jenjang Anda mendapat penugasan tambahan.",
        error_messages={"required": "Isi nama akun, misalnya NIP-nya."},
    )
    nama = forms.CharField(
        label="Nama lengkap dan gelar",
        max_length=160,
        error_messages={"required": "Isi nama orangnya."},
    )
    nip = forms.CharField(
        label="NIP", max_length=32, required=False, help_text="Dicetak pada Berita Acara."
    )
    email = forms.EmailField(
        label="Surel kedinasan",
        required=False,
        error_messages={"invalid": "Alamat surel itu tidak lengkap; periksa tulisannya."},
    )
    field_order = ("username", "nama", "nip", "email")


class PersonForm(ReasonForm):
    """A person's name, NIP and e-mail, and why they change."""

    nama = IssueForm.base_fields["nama"]
    nip = IssueForm.base_fields["nip"]
    email = IssueForm.base_fields["email"]
    field_order = ("nama", "nip", "email", "alasan")


class EndForm(ReasonForm):
    """When and why a penugasan ends."""

    sampai_on = DayField("Hari terakhir", required=False, help_text="Kosong: berakhir sekarang.")
    field_order = ("sampai_on", "alasan")


class HandOverForm(ReasonForm):
    """Who takes over a penugasan and its open work."""

    successor = forms.CharField(
        label="Nama akun penerima",
        max_length=150,
        help_text="Akun penerima harus sudah ada; terbitkan dahulu bila belum.",
        error_messages={"required": "Isi nama akun penerimanya."},
    )
    jabatan = forms.CharField(
        label="Jabatan penerima", max_length=255, required=False, help_text="Kosong: sama."
    )
    field_order = ("successor", "jabatan", "alasan")


class QuotaForm(forms.Form):
    """How many running penugasan an office may have issued."""

    instansi = forms.CharField(
        label="Kode instansi",
        max_length=40,
        error_messages={"required": "Isi kode instansinya."},
    )
    jumlah = forms.IntegerField(
        label="Kuota",
        min_value=0,
        max_value=100_000,
        error_messages={"required": "Isi kuotanya.", "invalid": "Kuota berupa bilangan bulat."},
    )


class PasswordForm(forms.Form):
    """The password that the owner of a link chooses, twice."""

    password = forms.CharField(
        label="Kata sandi baru",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Paling sedikit 12 karakter; beberapa kata yang hanya Anda ketahui sudah kuat.",
        error_messages={"required": "Isi kata sandi Anda."},
    )
    again = forms.CharField(
        label="Kata sandi baru, sekali lagi",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Ketik kata sandinya sekali lagi."},
    )

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        again = facts.pop("again", None)
        if again is not None and again != facts.get("password"):
            self.add_error("again", "Kedua kata sandi tidak sama. Ketik ulang keduanya.")
        return facts
