"""The shape of what is typed when a Rakortek is prepared."""

from collections.abc import Iterable
from datetime import time

from django import forms

from erakortek.lib.dates_id import Zona
from erakortek.lib.numbers_id import is_id
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.susunan import Difference
from erakortek.reference.models import Wilayah
from erakortek.ui.forms import InstantField

# What a day without a time means: a stage begins with the day and ends with it.
BEGIN, END = time(0), time(23, 59)


class PrepareForm(forms.Form):
    """A new Rakortek: its year, its province if it is one, and where it is copied from."""

    tahun = forms.IntegerField(
        label="Tahun rencana",
        min_value=2020,
        max_value=2100,
        error_messages={"required": "Isi tahun rencana, misalnya 2028."},
    )
    provinsi = forms.ModelChoiceField(
        label="Provinsi",
        queryset=Wilayah.objects.none(),
        required=False,
        empty_label="Tingkat pusat",
    )
    source = forms.ModelChoiceField(
        label="Salin dari",
        queryset=Rakortek.objects.none(),
        required=False,
        empty_label="Tidak menyalin, mulai dari indikator baku",
    )

    def __init__(self, provinsi: object, source: object, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the QueryDict of a request
        self.fields["provinsi"].queryset = provinsi  # type: ignore[attr-defined]
        self.fields["source"].queryset = source  # type: ignore[attr-defined]


class TahapanForm(forms.Form):
    """The dates of one stage, in the zone of the Rakortek."""

    def __init__(self, zona: Zona, data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["mulai_at"] = InstantField("Mulai", zona, BEGIN)
        self.fields["sampai_at"] = InstantField("Sampai", zona, END)


class IndikatorForm(forms.Form):
    """Which indikator take part."""

    indikator_ids = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["indikator_ids"].valid_value = is_id  # type: ignore[attr-defined]


class ReasonsForm(forms.Form):
    """Why each indikator differs from last year; ``lainnya`` for all that are left without."""

    lainnya = forms.CharField(
        label="Alasan untuk semua yang belum beralasan", required=False, max_length=500
    )

    def __init__(self, differences: Iterable[Difference], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._ids = []
        for one in differences:
            pk = one.definisi.indikator_id
            self._ids.append(pk)
            self.fields[f"alasan_{pk}"] = forms.CharField(
                label=f"Alasan {one.definisi.kode}",
                required=False,
                max_length=500,
                initial=one.alasan,
                widget=forms.TextInput(attrs={"aria-label": f"Alasan {one.definisi.kode}"}),
            )

    def of(self, difference: Difference) -> forms.BoundField:
        """The field of one difference."""
        return self[f"alasan_{difference.definisi.indikator_id}"]

    @property
    def alasan(self) -> dict[int, str]:
        """What was typed, by indikator id."""
        return {pk: self.cleaned_data[f"alasan_{pk}"] for pk in self._ids}


class ApproveForm(forms.Form):
    """The set that was shown."""

    sidik = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Why a set is handed back."""

    alasan = forms.CharField(
        label="Yang perlu diperbaiki",
        max_length=500,
        error_messages={"required": "Tulis apa yang perlu diperbaiki, supaya pengajunya tahu."},
    )


class TakeUpForm(forms.Form):
    """Why an opened Rakortek takes up a newer version."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=500,
        error_messages={"required": "Tulis alasannya; alasan itu tercatat."},
    )


class ExtensionForm(forms.Form):
    """A perpanjangan for one instansi, by its kode."""

    instansi = forms.CharField(
        label="Kode instansi",
        max_length=40,
        help_text="Misalnya PD-11-1.02 untuk perangkat daerah bidang Kesehatan di Aceh.",
        error_messages={"required": "Isi kode instansi yang diperpanjang."},
    )
    alasan = forms.CharField(
        label="Alasan", max_length=2000, error_messages={"required": "Tulis alasannya."}
    )

    def __init__(self, zona: Zona, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["sampai_at"] = InstantField("Diperpanjang sampai", zona, END)
