"""Who may import, and what may happen to an upload: verdicts with their reason."""

from erakortek.intake.enums import StatusBatch
from erakortek.intake.models import ImportBatch
from erakortek.intake.sheets import Keeper, Sheet
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny


def can_decide(actor: Keeper | None, sheet: Sheet, batch: ImportBatch) -> Verdict:
    """Whether a previewed file may be applied or dropped, and by ``actor``; None is an operator."""
    if batch.status != StatusBatch.PRATINJAU:
        label = StatusBatch(batch.status).label.lower()
        return deny(
            f"Unggahan ini berstatus “{label}”, jadi tidak dapat diputuskan.",
            IllegalTransitionError,
        )
    return sheet.can_import(actor) if actor else ALLOWED
