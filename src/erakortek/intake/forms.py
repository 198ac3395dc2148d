"""The shape of an upload and of the decision on it."""

from collections.abc import Mapping

from django import forms

from erakortek.intake.matching import Head
from erakortek.intake.sheets import Sheet


class UploadForm(forms.Form):
    """A workbook, and why the data changes."""

    berkas = forms.FileField(
        label="Berkas Excel, ODS, atau CSV",
        help_text="Paling besar 25 MB dan 200.000 baris. Data belum berubah sebelum Anda terapkan.",
        error_messages={
            "required": "Pilih berkasnya dahulu.",
            "empty": "Berkas itu kosong.",
        },
    )
    alasan = forms.CharField(
        label="Dasar perubahan",
        required=False,
        max_length=300,
        help_text="Misalnya nomor surat atau peraturan; tercatat dalam riwayat.",
    )


class DecideForm(forms.Form):
    """How a previewed file is applied."""

    all_or_none = forms.BooleanField(required=False)
    unify = forms.BooleanField(required=False)


class MappingForm(forms.Form):
    """For each head of a file: which column of the sheet it is, or none."""

    def __init__(self, sheet: Sheet, head: Head, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        choices = [("", "tidak dipakai"), *((one.name, one.label) for one in sheet.columns)]
        for place, text in enumerate(head.texts):
            sample = head.samples[place] if place < len(head.samples) else ""
            self.fields[f"kolom_{place}"] = forms.ChoiceField(
                label=text or f"Kolom ke-{place + 1}",
                choices=choices,
                required=False,
                help_text=f"Contoh isi: {sample[:60]}" if sample else "",
            )
