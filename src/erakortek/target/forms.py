"""The shape of what is typed on a target, and the sentences that refuse it."""

from django import forms

from erakortek.lib.errors import InvalidInputError
from erakortek.lib.nilai import Nilai
from erakortek.lib.numbers_id import is_id
from erakortek.reference.models import DefinisiIndikator
from erakortek.reference.values import read_nilai_for


class NilaiField(forms.CharField):
    """One value of an indikator: what cannot be read is refused with the sentence that says why."""

    def __init__(self, definisi: DefinisiIndikator, *, label: str, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=200,
            error_messages={"required": f"Isi {label.lower()} dalam {definisi.satuan}."},
        )
        self.definisi = definisi

    def clean(self, value: str) -> Nilai | None:  # type: ignore[override]  # CharField gives str
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_nilai_for(self.definisi, text)
        except InvalidInputError as error:
            raise forms.ValidationError(error.message) from error


class ValueForm(forms.Form):
    """A value with its remark, and the version that the writer saw."""

    base_version = forms.IntegerField(min_value=0)
    catatan = forms.CharField(label="Catatan", required=False, max_length=2000)

    def __init__(self, definisi: DefinisiIndikator, label: str, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the QueryDict of a request
        self.fields["nilai"] = NilaiField(definisi, label=label)


class ReasonForm(forms.Form):
    """Why something is handed back or taken back."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )


class BatchForm(forms.Form):
    """The targets that a batch names."""

    target = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Pilih paling sedikit satu target."}
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the QueryDict of a request
        self.fields["target"].valid_value = is_id  # type: ignore[attr-defined]
