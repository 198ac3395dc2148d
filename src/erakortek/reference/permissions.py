"""Who keeps the master data that everybody shares."""

from erakortek.intake.sheets import Keeper
from erakortek.lib.verdict import ALLOWED, Verdict, deny


def can_keep_masters(actor: Keeper) -> Verdict:
    """Data that every office relies on is kept by the Directorate."""
    if actor.is_superadmin:
        return ALLOWED
    return deny(
        "Data induk nasional dirawat superadmin Ditjen Bina Pembangunan Daerah. Sampaikan usul "
        "perubahan kepada mereka."
    )
