"""The shape of what is typed about versions of the nomenclature."""

from django import forms

from erakortek.ui.forms import DayField


class PrepareForm(forms.Form):
    """A new version: with the rows of the present one, or empty."""

    is_copy = forms.BooleanField(
        label="Salin isi versi sekarang",
        required=False,
        initial=True,
        help_text="tanpa centang, versi baru kosong dan diisi lewat impor",
    )


class PublishForm(forms.Form):
    """From when a version is in force, and by which regulation."""

    regulasi = forms.CharField(
        label="Peraturan",
        max_length=255,
        error_messages={"required": "Tulis peraturan yang menetapkannya."},
    )
    berlaku_on = DayField("Berlaku sejak")


class DropForm(forms.Form):
    """Why a version that was being prepared is given up."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=500,
        error_messages={"required": "Tulis alasan menghapus versi ini."},
    )


class PadananForm(forms.Form):
    """The new kode of an old one; empty says that nothing follows it."""

    kode_baru = forms.CharField(label="Kode baru", max_length=24, required=False)
    alasan = forms.CharField(label="Alasan", max_length=500, required=False)
