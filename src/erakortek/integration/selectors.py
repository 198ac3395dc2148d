"""From a bearer token to the actor it acts as."""

from erakortek.accounts.actor import Actor
from erakortek.accounts.selectors import as_actor, penugasan_of
from erakortek.integration.models import ApiToken
from erakortek.lib import clock
from erakortek.lib.hashing import sha256_hex


def actor_of_token(token: str) -> Actor | None:
    """The actor of a token that is neither revoked nor expired, and whose penugasan is valid."""
    now = clock.now()
    found = (
        ApiToken.objects.filter(
            sha256=sha256_hex(token), revoked_at__isnull=True, sampai_at__gte=now
        )
        .select_related("penugasan")
        .first()
    )
    if found is None:
        return None
    penugasan = penugasan_of(found.penugasan.user_id).filter(pk=found.penugasan_id).first()
    return as_actor(penugasan) if penugasan else None
