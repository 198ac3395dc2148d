"""Issuing and revoking bearer tokens."""

import secrets
from datetime import timedelta

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.audit import services as audit
from erakortek.integration import permissions
from erakortek.integration.models import ApiToken
from erakortek.lib import clock
from erakortek.lib.hashing import sha256_hex

STREAM = "token"
PREFIX = "erk_"
BYTES = 32


@transaction.atomic
def create_token(
    *, nama: str, penugasan: Penugasan, days: int, actor: Actor
) -> tuple[ApiToken, str]:
    """A token that acts under ``penugasan`` for ``days``; the secret is given once, never kept."""
    permissions.can_issue(actor).enforce()
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    now = clock.now()
    token = ApiToken.objects.create(
        nama=nama,
        penugasan=penugasan,
        sha256=sha256_hex(secret),
        created_at=now,
        sampai_at=now + timedelta(days=days),
    )
    audit.record(
        by=actor,
        event="token.diterbitkan",
        obj=token,
        stream=STREAM,
        after={"nama": nama, "penugasan": penugasan.pk, "sampai_at": token.sampai_at.isoformat()},
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: int, actor: Actor) -> ApiToken:
    """End a token at once; revoking twice changes nothing."""
    permissions.can_issue(actor).enforce()
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record(by=actor, event="token.dicabut", obj=token, stream=STREAM)
    return token
