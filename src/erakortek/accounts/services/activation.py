"""One-time links: the only way in which a password ever comes into being."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import TautanAktivasi, User
from erakortek.accounts.permissions import can_keep_person
from erakortek.accounts.selectors import open_link
from erakortek.accounts.services.issuing import stream_of
from erakortek.accounts.services.leaving import drop_sessions
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.errors import DomainError, InvalidInputError
from erakortek.lib.hashing import sha256_hex

VALID_FOR = timedelta(days=14)  # a letter travels to a kabupaten and back
BYTES = 16  # 128 bits, as 32 letters and digits that can be typed from a letter
GONE = (
    "Tautan ini tidak berlaku lagi: sudah dipakai, diganti yang baru, atau lewat waktunya. Mintalah "
    "tautan baru kepada yang menerbitkan akun Anda."
)


@transaction.atomic
def new_link(*, user_id: int, actor: Actor | None) -> str:
    """A fresh link's secret, given once and kept by nobody; links given before end.

    ``actor`` is None only for the very first account, which the start of an empty system issues.
    Raises ``AccessDeniedError`` where a penugasan of the person lies outside the actor's tier, or
    ``DomainError`` where the account is closed.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if actor:
        can_keep_person(actor, user).enforce()
    if not user.is_active:
        raise DomainError(f"Akun {user.username} ditutup; buka kembali sebelum mengirim tautan.")
    now = clock.now()
    still_open = TautanAktivasi.objects.filter(
        user=user, dipakai_at__isnull=True, dicabut_at__isnull=True
    )
    still_open.update(dicabut_at=now)
    secret = secrets.token_hex(BYTES)
    TautanAktivasi.objects.create(
        user=user,
        tanda=sha256_hex(secret),
        pemberi_id=actor.penugasan_id if actor else None,
        created_at=now,
        berlaku_sampai_at=now + VALID_FOR,
    )
    audit.record(by=actor, event="akun.tautan_dibuat", obj=user, stream=stream_of(actor))
    return secret


@transaction.atomic
@context.as_system()  # nobody has signed in: the secret bounds what is met
def activate(*, secret: str, password: str) -> User:
    """Let the owner of a link set their password; it works once, and every session of theirs ends.

    Raises ``DomainError`` where the link is gone, ``InvalidInputError`` (422) with what is wrong
    with the password.
    """
    link = open_link(secret, for_update=True)
    if link is None:
        raise DomainError(GONE)
    user = link.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInputError(" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    link.dipakai_at = clock.now()
    link.save(update_fields=["dipakai_at"])
    drop_sessions(user)
    audit.record(by=None, event="akun.diaktifkan", obj=user, stream=f"akun:orang:{user.pk}")
    return user
