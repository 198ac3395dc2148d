"""Activation letters on paper: one page per person, with a link that works once."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
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


def letters_for(seats: Sequence[Penugasan], *, actor: Actor) -> bytes:
    """One PDF with a letter per person, each with a fresh link; links given before end.

    ``seats`` is one penugasan of each, with its user and instansi: whom the letter is handed to.

    Raises ``AccessDeniedError`` where one of them does not lie in the actor's tier, or
    ``DomainError`` where there is nobody.
    """
    can_manage_accounts(actor).enforce()
    if not seats:
        raise DomainError("Tidak ada orang yang menunggu surat aktivasi di berkas ini.")
    until = show_date((clock.now() + VALID_FOR).astimezone(actor.zona.tz).date())
    links = [address_of(new_link(user_id=one.user_id, actor=actor)) for one in seats]
    content = {
        "judul": "Aktivasi akun e-Rakortek",
        "kop": f"e-Rakortek · diterbitkan oleh {actor.instansi_nama}",
        "tanggal_dokumen": clock.today().isoformat(),
        "langkah": STEPS,
        "alt_qr": "Kode QR tautan aktivasi; alamatnya tertulis di sebelahnya",
        "surat": [_letter(seat, link, until) for seat, link in zip(seats, links, strict=True)],
    }
    drawings = {f"qr{place}": qr_svg(link) for place, link in enumerate(links)}
    return typeset(TEMPLATE, content, drawings=drawings)


def _letter(seat: Penugasan, link: str, until: str) -> dict[str, object]:
    user = seat.user
    return {
        "pembuka": f"Yth. {user.nama}, akun Anda di e-Rakortek sudah diterbitkan.",
        "data": [
            ["Nama akun", user.username],
            ["NIP", user.nip or "belum diisi"],
            ["Peran", Role(seat.role).label],
            ["Instansi", seat.instansi.nama],
        ],
        "tautan": link,
        "penutup": [f"Tautan ini berlaku satu kali, sampai {until}. {IF_LATE}", IN_PERSON],
    }
