"""The shape of what the desk types."""

from django import forms

from erakortek.reference.models import Indikator
from erakortek.target.enums import HasilTarget
from erakortek.target.forms import NilaiField
from erakortek.target.services import Shown

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

    def __init__(self, indikator: Indikator, data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["nilai"] = NilaiField(indikator, label="Nilai yang disepakati", required=False)

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
