"""The shape of what the desk types."""

from datetime import time

from django import forms
from django.db.models import QuerySet

from erakortek.accounts.models import Penugasan
from erakortek.desk.enums import JenisDesk, PeranDesk
from erakortek.desk.models import Desk
from erakortek.lib.dates_id import Zona
from erakortek.reference.models import BidangUrusan, DefinisiIndikator
from erakortek.target.enums import HasilTarget
from erakortek.target.forms import NilaiField
from erakortek.target.services import Shown
from erakortek.ui.forms import InstantField

DECIDABLE = [(hasil.value, hasil.label) for hasil in HasilTarget if hasil != HasilTarget.BELUM]


class DecideForm(forms.Form):
    """The result of one row, on the state that was shown."""

    hasil = forms.TypedChoiceField(
        label="Hasil",
        choices=DECIDABLE,
        coerce=HasilTarget,
        error_messages={"required": "Pilih hasil pembahasan baris ini."},
    )
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tindak_lanjut = forms.CharField(
        label="Tindak lanjut",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    urut = forms.IntegerField(min_value=0)
    acuan_version = forms.IntegerField(min_value=0)

    def __init__(
        self, definisi: DefinisiIndikator, data: object = None, initial: object = None
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["nilai"] = NilaiField(definisi, label="Nilai yang disepakati", required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if {"urut", "acuan_version"} <= cleaned.keys():
            cleaned["shown"] = Shown(cleaned.pop("urut"), cleaned.pop("acuan_version"))
        return cleaned


class StartForm(forms.Form):
    """Where the session takes place."""

    tempat = forms.CharField(
        label="Tempat sidang",
        max_length=200,
        error_messages={
            "required": "Tulis tempat sidang (ruang, atau “daring”); tempat itu masuk ke "
            "Berita Acara."
        },
    )


class ReasonForm(forms.Form):
    """Why a row is taken back, or a session cancelled."""

    alasan = forms.CharField(
        label="Alasan", max_length=2000, error_messages={"required": "Tulis alasannya."}
    )


class RescheduleForm(forms.Form):
    """When a cancelled session is held instead, in the zone of the Rakortek."""

    def __init__(self, zona: Zona, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the QueryDict of a request
        self.fields["dijadwalkan_at"] = InstantField("Waktu baru", zona, time(8))


class ProlongForm(forms.Form):
    """Until when a begun session may go on, and why. Another form of the page has an ``alasan``."""

    alasan = forms.CharField(
        label="Alasan", max_length=2000, error_messages={"required": "Tulis alasannya."}
    )

    def __init__(self, zona: Zona, data: object = None) -> None:
        super().__init__(data, auto_id="waktu-%s")  # type: ignore[arg-type]
        self.fields["batas_at"] = InstantField("Boleh berlanjut sampai", zona, time(23, 59))


class DeskForm(forms.Form):
    """One more desk."""

    kode = forms.CharField(
        label="Kode desk",
        max_length=16,
        help_text="Misalnya 1.03-A; kode menjadi bagian nomor Berita Acara.",
        error_messages={"required": "Isi kode desknya."},
    )
    nama = forms.CharField(
        label="Nama desk", max_length=200, error_messages={"required": "Isi nama desknya."}
    )
    jenis = forms.ChoiceField(label="Jenis desk", choices=JenisDesk.choices)
    daftar_bidang = forms.ModelMultipleChoiceField(
        label="Bidang urusan",
        queryset=BidangUrusan.objects.filter(ikut_rakortek=True).order_by("kode"),
        required=False,
        help_text="Hanya untuk desk urusan. Tahan Ctrl untuk memilih beberapa.",
    )


class PenugasanChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """An officer, with what they are and where."""

    def label_from_instance(self, obj: object) -> str:
        return f"{obj.user.nama}, {obj}" if isinstance(obj, Penugasan) else str(obj)


class SeatForm(forms.Form):
    """Who sits at which desk, as what."""

    desk = forms.ModelChoiceField(
        label="Desk",
        queryset=Desk.objects.none(),
        empty_label="Pilih desk",
        error_messages={"required": "Pilih desknya."},
    )
    penugasan = PenugasanChoice(
        label="Petugas",
        queryset=Penugasan.objects.none(),
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih petugasnya."},
    )
    peran = forms.TypedChoiceField(
        label="Bertugas sebagai", choices=PeranDesk.choices, coerce=PeranDesk
    )

    def __init__(
        self, desks: QuerySet[Desk], candidates: QuerySet[Penugasan], data: object = None
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the QueryDict of a request
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        self.fields["penugasan"].queryset = candidates  # type: ignore[attr-defined]
