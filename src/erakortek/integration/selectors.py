"""From a bearer token to the actor it acts as."""

from collections.abc import Iterator

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.accounts.selectors import as_actor, penugasan_of
from erakortek.integration.models import ApiToken
from erakortek.lib import clock
from erakortek.lib.hashing import sha256_hex


def tokens_of(penugasan: Penugasan) -> Iterator[str]:
    """For ``handover``: which tokens act under a penugasan; a token is not given to anybody else."""
    valid = penugasan.daftar_token.filter(revoked_at__isnull=True, sampai_at__gte=clock.now())
    for token in valid:
        yield (
            f"Token API “{token.nama}” berhenti bersama penugasan ini; terbitkan yang baru bagi "
            "penerimanya."
        )


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
