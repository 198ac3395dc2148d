"""Keeping the offices of one's tier."""

from collections.abc import Sequence

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.permissions import can_keep_office
from erakortek.intake.sheets import Values
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Wilayah
from erakortek.reference.services import keep_instansi_daerah


@transaction.atomic
def keep_offices(*, rows: Sequence[Values], actor: Actor | None) -> int:
    """Add, mend or retire Bappeda and PD as ``rows`` of the sheet say; the number of rows.

    ``actor`` is None for an operator's file. Raises ``AccessDeniedError`` outside the tier,
    ``DomainError`` where a wilayah would have two Bappeda at a time.
    """
    if actor:
        places = Wilayah.objects.in_bulk({row["wilayah"] for row in rows}, field_name="kode")
        for row in rows:
            can_keep_office(actor, JenisInstansi(row["jenis"]), places[row["wilayah"]]).enforce()
    keep_instansi_daerah(rows)
    return len(rows)
