"""The acuan of an indikator as a reader meets it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_KL
from erakortek.lib.verdict import Verdict
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.schedule import Schedule
from erakortek.rakortek.selectors import indikator_of
from erakortek.reference.enums import Arah, AturanAgregasi
from erakortek.target import permissions
from erakortek.target.attempt import Attempt
from erakortek.target.enums import StatusTarget
from erakortek.target.models import AcuanVersion, Target
from erakortek.target.selectors import acuan_heads, visible_to


@dataclass(frozen=True, slots=True)
class AcuanRow:
    """One indikator with its acuan, and how many daerah have filled it."""

    row: IndikatorRakortek
    arah: Arah
    aturan: AturanAgregasi
    head: AcuanVersion | None
    filled: int
    total: int
    can_set: Verdict
    attempt: Attempt | None = None


def indikator_for(actor: Actor, rakortek: Rakortek) -> QuerySet[IndikatorRakortek]:
    """The indikator taking part that ``actor`` has targets of, with how many are filled.

    One query. A K/L sees those it is in charge of, an office of a daerah those of its bidang.
    """
    mine = Target.objects.filter(visible_to(actor), rakortek=rakortek)
    if actor.role in OF_KL and rakortek.is_pusat:
        mine = mine.filter(indikator__in=actor.pengampu_of)
    per_indikator = (
        mine.filter(indikator=OuterRef("indikator"))
        .order_by()
        .values("indikator")
        .annotate(total=Count("pk"), filled=Count("pk", filter=~Q(status=StatusTarget.KOSONG)))
    )
    return (
        indikator_of(rakortek)
        .filter(indikator__in=mine.order_by().values("indikator"))
        .annotate(
            total=Coalesce(Subquery(per_indikator.values("total")[:1]), 0),
            filled=Coalesce(Subquery(per_indikator.values("filled")[:1]), 0),
            bidang_kode=F("definisi__bidang__kode"),
        )
    )


def acuan_rows(
    actor: Actor, rakortek: Rakortek, schedule: Schedule, rows: Iterable[IndikatorRakortek]
) -> list[AcuanRow]:
    """``rows`` as ``actor`` meets them. One query for all acuan."""
    rows = list(rows)
    heads = acuan_heads(rakortek, [row.indikator_id for row in rows])
    return [_row(actor, rakortek, schedule, row, heads.get(row.indikator_id)) for row in rows]


def acuan_row(
    actor: Actor,
    rakortek: Rakortek,
    schedule: Schedule,
    row: IndikatorRakortek,
    attempt: Attempt | None,
) -> AcuanRow:
    """One row after a save or a refusal."""
    head = acuan_heads(rakortek, [row.indikator_id]).get(row.indikator_id)
    return _row(actor, rakortek, schedule, row, head, attempt)


def _row(
    actor: Actor,
    rakortek: Rakortek,
    schedule: Schedule,
    row: IndikatorRakortek,
    head: AcuanVersion | None,
    attempt: Attempt | None = None,
) -> AcuanRow:
    return AcuanRow(
        row=row,
        arah=Arah(row.definisi.arah),
        aturan=AturanAgregasi(row.definisi.aturan_agregasi),
        head=head,
        filled=row.filled,  # type: ignore[attr-defined]  # annotated by indikator_for
        total=row.total,  # type: ignore[attr-defined]
        can_set=permissions.can_set_acuan(actor, rakortek, row.definisi, schedule),
        attempt=attempt,
    )
