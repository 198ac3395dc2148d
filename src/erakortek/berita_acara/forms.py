"""The shape of what is typed about a Berita Acara."""

from django import forms


class ReasonForm(forms.Form):
    """Why it is refused, or revoked."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )


class CheckForm(forms.Form):
    """A file that somebody wants to compare with the stored one."""

    berkas = forms.FileField(
        label="Berkas PDF", error_messages={"required": "Pilih berkas PDF yang akan diperiksa."}
    )
