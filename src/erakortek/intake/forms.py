"""The shape of an upload and of the decision on it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from erakortek.intake.columns import Column
from erakortek.intake.heads import Head
from erakortek.intake.sheets import Sheet, Values

LONG_TEXT = 300


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
        max_length=300,
        help_text="Misalnya nomor surat atau peraturan; tercatat dalam riwayat setiap baris.",
        error_messages={"required": "Tulis dasar perubahannya, supaya riwayatnya dapat dibaca."},
    )

    def __init__(
        self,
        sheet: Sheet,
        data: Mapping[str, str] | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files)
        self.asked = [column.name for column in sheet.asks]
        kinds = ", ".join(one.nama for one in sheet.documents)
        for column in sheet.asks:
            field = _field_of(column, is_fixed=False)
            example = f" Misalnya {column.example}." if column.example else ""
            field.label = column.label
            field.help_text = f"Hanya untuk {kinds} yang tidak menyebutnya.{example}"
            self.fields[column.name] = field

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields for what a document does not say itself."""
        return [self[name] for name in self.asked]


class DecideForm(forms.Form):
    """How a previewed file is applied."""

    all_or_none = forms.BooleanField(required=False)
    unify = forms.BooleanField(required=False)


class WithdrawForm(forms.Form):
    """Why a row is taken back; it stands on a page beside the form of the row."""

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="cabut_%s")

    alasan = forms.CharField(
        label="Alasan mencabut",
        max_length=300,
        error_messages={"required": "Tulis alasan mencabut baris ini; alasan itu tercatat."},
    )


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


class RowForm(forms.Form):
    """One row of a sheet, and why it changes. What exists keeps its key.

    A new row begins as ``copied`` says, where it is made from another.
    """

    def __init__(
        self,
        sheet: Sheet,
        present: Values | None,
        data: Mapping[str, str] | None = None,
        *,
        copied: Values | None = None,
    ) -> None:
        begin = present or copied
        shown = {one.name: one.show(begin[one.name]) for one in sheet.columns} if begin else {}
        super().__init__(data, initial=shown)
        self.demanded = {"alasan"}
        for column in sheet.columns:
            is_fixed = bool(present) and column.is_key
            self.fields[column.name] = _field_of(column, is_fixed=is_fixed)
            if not is_fixed and (column.is_key or column.is_required):
                self.demanded.add(column.name)
        self.fields["alasan"] = forms.CharField(
            label="Dasar perubahan", required=False, max_length=300
        )


def _field_of(column: Column, *, is_fixed: bool) -> forms.Field:
    hint = "Kunci baris; tidak dapat diubah." if is_fixed else column.hint
    facts: dict[str, Any] = {"label": column.label, "required": False, "help_text": hint}
    if column.choices and not is_fixed:
        words = [("", "pilih"), *((word, word) for word in column.choices)]
        return forms.ChoiceField(choices=words, **facts)
    long = column.longest > LONG_TEXT
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    widget.attrs |= {"readonly": True} if is_fixed else {}
    return forms.CharField(widget=widget, **facts)
