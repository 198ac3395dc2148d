"""Who may issue and revoke tokens."""

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.lib.verdict import ALLOWED, Verdict, deny


def can_issue(actor: Actor) -> Verdict:
    """Only the superadmin issues and revokes tokens."""
    if actor.role == Role.SUPERADMIN:
        return ALLOWED
    return deny("Token API diterbitkan dan dicabut superadmin Ditjen Bina Pembangunan Daerah.")
