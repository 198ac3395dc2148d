"""Looking at the pages as somebody else meets them, to help them; never acting for them."""

from typing import Any

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import User
from erakortek.accounts.permissions import can_view_as
from erakortek.accounts.selectors import actor_of
from erakortek.accounts.services.issuing import stream_of
from erakortek.audit import services as audit
from erakortek.lib.errors import DomainError, InvalidInputError


@transaction.atomic
def begin_viewing(*, user_id: int, actor: Actor, alasan: str) -> dict[str, Any]:
    """Log who looks as whom and why; what the session has to remember.

    Raises ``AccessDeniedError``, ``InvalidInputError`` without a reason, or ``DomainError`` where
    the person has no valid penugasan.
    """
    user = User.objects.get(pk=user_id)
    can_view_as(actor, user).enforce()
    if not alasan.strip():
        raise InvalidInputError("Tulis alasannya; alasan itu tercatat.")
    seen = actor_of(user.pk)
    if seen is None:
        raise DomainError(f"{user.nama} tidak mempunyai penugasan yang berlaku hari ini.")
    audit.record(
        by=actor,
        event="akun.dilihat_sebagai",
        obj=user,
        stream=stream_of(actor),
        after={"alasan": alasan.strip()},
    )
    return {"user": user.pk, "penugasan": seen.penugasan_id}
