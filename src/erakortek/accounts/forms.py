"""The shape of a sign-in."""

from allauth.account.forms import LoginForm
from django import forms

WRONG = "Nama akun atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """One answer for a wrong name and for a wrong password: no hint whether the account exists."""

    error_messages = {
        "account_inactive": WRONG,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Nama akun, NIP, atau surel kedinasan", "Kata sandi"
        login.help_text = password.help_text = ""
        login.error_messages["required"] = "Isi nama akun Anda."
        password.error_messages["required"] = "Isi kata sandi Anda."
        login.widget.attrs = {"autocomplete": "username", "autofocus": True}
        password.widget.attrs = {"autocomplete": "current-password"}


class ActAsForm(forms.Form):
    """Which penugasan to act under."""

    penugasan = forms.IntegerField(min_value=1)
