"""A row that was a slip is taken back; the history keeps what it said, who took it back and why."""

from django.db import transaction

from erakortek.audit import services as audit
from erakortek.intake.enums import StatusBaris, StatusBatch
from erakortek.intake.models import ImportBatch
from erakortek.intake.permissions import can_withdraw
from erakortek.intake.selectors import fingerprint, present_row
from erakortek.intake.services.deciding import one_at_a_time
from erakortek.intake.services.uploads import keep_one, stream_of
from erakortek.intake.sheets import Keeper, Sheet
from erakortek.lib import clock
from erakortek.lib.errors import InvalidInputError, StaleVersionError


@transaction.atomic
def withdraw_row(*, sheet: Sheet, key: str, base: str, actor: Keeper, alasan: str) -> ImportBatch:
    """Take the row of ``key`` back, for good.

    ``base`` is the fingerprint of the row as it was shown. Raises ``AccessDeniedError`` (also where
    rows of the sheet end with a day instead), ``IllegalTransitionError`` (the sheet may not change
    now), ``InvalidInputError`` without a reason, or ``StaleVersionError`` where somebody else has
    changed the row meanwhile.
    """
    can_withdraw(actor, sheet).enforce()
    if not alasan.strip():
        raise InvalidInputError("Tulis alasan mencabut baris ini; alasan itu tercatat.")
    one_at_a_time(sheet)
    before = present_row(sheet, key)
    if before is None or fingerprint(before) != base:
        raise StaleVersionError(
            f"{key} sudah diubah atau dicabut orang lain sejak Anda membukanya, jadi belum dicabut. "
            "Buka barisnya, periksa, lalu ulangi."
        )
    if sheet.withdraw:
        sheet.withdraw(before)
    batch = keep_one(
        sheet=sheet,
        key=key,
        status=StatusBaris.DICABUT,
        nilai={},
        sebelum=before,
        actor=actor,
        alasan=alasan,
    )
    batch.status, batch.applied_at = StatusBatch.DITERAPKAN, clock.now()
    batch.save(update_fields=["status", "applied_at"])
    after = {"lembar": sheet.kode, "kunci": key, "alasan": alasan.strip()}
    audit.record(by=actor, event="baris.dicabut", obj=batch, stream=stream_of(sheet), after=after)
    return batch
