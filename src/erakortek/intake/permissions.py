"""Who may import, and what may happen to an upload: verdicts with their reason."""

from erakortek.intake.enums import IN_QUEUE, StatusBatch
from erakortek.intake.models import ImportBatch
from erakortek.intake.sheets import Keeper, Sheet
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied

KNOWN = "Kepala kolom berkas ini bukan penghalangnya, jadi tidak perlu dipetakan."


def can_decide(actor: Keeper | None, sheet: Sheet, batch: ImportBatch) -> Verdict:
    """Whether a previewed file may be applied, and by ``actor``; None is an operator."""
    if batch.status != StatusBatch.PRATINJAU:
        return _too_late(batch, "diputuskan")
    return _keeps(actor, sheet)


def can_drop(actor: Keeper | None, sheet: Sheet, batch: ImportBatch) -> Verdict:
    """Whether an upload may be let go: also while it is in the queue, for a job may never finish."""
    if batch.status not in (*IN_QUEUE, StatusBatch.PRATINJAU):
        return _too_late(batch, "dibatalkan")
    return _keeps(actor, sheet)


def can_withdraw(actor: Keeper, sheet: Sheet) -> Verdict:
    """Whether a row may be taken back: only where no day ends it, so that nothing else can."""
    if sheet.withdraw is None:
        return deny("Baris lembar ini diakhiri dengan tanggal, bukan dicabut.")
    return first_denied(sheet.can_import(actor), sheet.can_change())


def can_map(actor: Keeper, sheet: Sheet, batch: ImportBatch) -> Verdict:
    """Whether it may be told which head of a file is which column: what is known needs no telling."""
    if not batch.dapat_dipetakan:
        return deny(KNOWN, IllegalTransitionError)
    return _keeps(actor, sheet)


def _keeps(actor: Keeper | None, sheet: Sheet) -> Verdict:
    return sheet.can_import(actor) if actor else ALLOWED


def _too_late(batch: ImportBatch, act: str) -> Verdict:
    label = StatusBatch(batch.status).label.lower()
    reason = f"Unggahan ini berstatus “{label}”, jadi tidak dapat {act}."
    return deny(reason, IllegalTransitionError)
