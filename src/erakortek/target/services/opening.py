"""The empty targets of a Rakortek that opens."""

from itertools import product

from erakortek.database.statistics import refresh_after
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.selectors import daerah_of, indikator_of
from erakortek.target.models import Target


def create_targets(rakortek: Rakortek) -> None:
    """One target per daerah × indikator taking part, in the transaction that opens it.

    Idempotent: what is there already stays.
    """
    pairs = list(product(daerah_of(rakortek), indikator_of(rakortek)))
    Target.objects.bulk_create(
        (
            Target(
                rakortek=rakortek,
                daerah=daerah,
                indikator_id=row.indikator_id,
                definisi_id=row.definisi_id,
            )
            for daerah, row in pairs
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    refresh_after(len(pairs))
