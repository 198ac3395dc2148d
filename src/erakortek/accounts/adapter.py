"""What allauth may do here: sign people in and out, ask for a second factor, confirm who is there.

Accounts are issued tier by tier; nothing here makes one.
"""

import base64
import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from erakortek.accounts.models import User
from erakortek.accounts.selectors import person_known_as
from erakortek.ui.rendering import render

UNKNOWN = "accounts/sso_tidak_dikenal.html"
TRY_AGAIN = (
    "Kode tidak cocok, atau sudah dipakai. Tunggu kode berikutnya, lalu ketik kode yang sedang tampil; "
    "bila tetap ditolak, periksa jam perangkat Anda."
)
# One answer for a wrong name and for a wrong password: no hint whether the account exists.
WRONG = "Nama akun atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
TOO_MANY = "Terlalu banyak percobaan. Tunggu lima belas menit, lalu coba lagi."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in and confirmation; nobody registers themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "incorrect_password": "Kata sandi tidak cocok. Periksa, lalu coba lagi.",
        "incorrect_code": TRY_AGAIN,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:  # noqa: ARG002 -- allauth's signature
        """A closed account is answered like one that was never issued."""
        return render(request, UNKNOWN, {}, status=HTTPStatus.FORBIDDEN)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Nothing: our pages say themselves what happened, in Indonesian."""

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with it: the password alone is what was stolen.

        A passkey first: it cannot be read over a shoulder, and asks for nothing to be typed.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [one for one in methods if one["id"] != "reauthenticate"]
        strong.sort(key=lambda one: one["id"] != PASSKEY)
        return [one | {"description": WAYS[one["id"]]} for one in strong or methods]


PASSKEY = "mfa_reauthenticate:webauthn"
WAYS: Mapping[str, str] = {
    "reauthenticate": "Gunakan kata sandi",
    "mfa_reauthenticate": "Gunakan kode dari aplikasi autentikator",
    PASSKEY: "Gunakan kunci sandi",
}


def _sealer() -> Fernet:
    """Derived from the secret key with a purpose of its own; the key has entropy enough for a hash."""
    digest = hashlib.sha256(f"faktor-kedua:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """TOTP and passkeys; their secrets lie encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": TRY_AGAIN,
        "cannot_delete_authenticator": "Faktor kedua ini tidak dapat dihapus.",
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the application's key: a copy of the database alone opens no account."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- allauth's signature
        """The next number: people tell their keys apart by it until they name them."""
        have = Authenticator.objects.filter(user=user, type=type).count()
        return f"Kunci sandi {have + 1}"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """OIDC signs in whoever has an account already; it never makes one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join the identity to the account whose name the provider vouches for, at its first use.

        Raises ``ImmediateHttpResponse`` with a page that says what to do where there is none.
        """
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.get_provider_account().get_user_data() or {}
        user = person_known_as(str(claims.get(settings.OIDC_CLAIM, "")))
        if user is None:
            page = render(request, UNKNOWN, {}, status=HTTPStatus.FORBIDDEN)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 -- allauth's signature
        return False
