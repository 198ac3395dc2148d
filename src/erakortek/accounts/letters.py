"""Activation letters on paper: one page per person, with a link that works once."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import User
from erakortek.accounts.permissions import can_manage_accounts
from erakortek.accounts.services import new_link
from erakortek.accounts.services.activation import VALID_FOR
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import DomainError
from erakortek.lib.qr_code import qr_svg
from erakortek.lib.typesetting import typeset

TEMPLATE = Path(__file__).parent / "typst" / "surat_aktivasi.typ"
STEPS = (
    "Pindai kode di bawah, atau ketik alamat di sebelahnya di peramban.",
    "Buat kata sandi Anda sendiri, paling sedikit 12 karakter. Tidak ada orang lain yang tahu.",
    "Masuk dengan nama akun di atas dan kata sandi itu.",
)
IF_LATE = "Bila lewat, mintalah yang baru kepada penerbit akun Anda."
IN_PERSON = (
    "Surat ini rahasia: siapa pun yang memegangnya dapat mengaktifkan akun ini. Serahkan langsung "
    "kepada yang bersangkutan."
)


def address_of(secret: str) -> str:
    """The whole address of an activation link."""
    return settings.PUBLIC_URL + reverse("accounts:activate", args=[secret])


def letters_for(people: Sequence[User], *, actor: Actor) -> bytes:
    """One PDF with a letter per person, each with a fresh link; links given before end.

    Raises ``AccessDeniedError`` where one of them does not lie in the actor's tier, or
    ``DomainError`` where there is nobody.
    """
    can_manage_accounts(actor).enforce()
    if not people:
        raise DomainError("Tidak ada orang yang menunggu surat aktivasi dengan saringan ini.")
    until = show_date((clock.now() + VALID_FOR).astimezone(actor.zona.tz).date())
    links = [address_of(new_link(user_id=user.pk, actor=actor)) for user in people]
    content = {
        "judul": "Aktivasi akun e-Rakortek",
        "kop": f"e-Rakortek · diterbitkan oleh {actor.instansi_nama}",
        "tanggal_dokumen": clock.today().isoformat(),
        "langkah": STEPS,
        "alt_qr": "Kode QR tautan aktivasi; alamatnya tertulis di sebelahnya",
        "surat": [_letter(user, link, until) for user, link in zip(people, links, strict=True)],
    }
    drawings = {f"qr{place}": qr_svg(link) for place, link in enumerate(links)}
    return typeset(TEMPLATE, content, drawings=drawings)


def _letter(user: User, link: str, until: str) -> dict[str, object]:
    return {
        "pembuka": f"Yth. {user.nama}, akun Anda di e-Rakortek sudah diterbitkan.",
        "data": [["Nama akun", user.username], ["NIP", user.nip or "belum diisi"]],
        "tautan": link,
        "penutup": [f"Tautan ini berlaku satu kali, sampai {until}. {IF_LATE}", IN_PERSON],
    }
