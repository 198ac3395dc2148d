"""The lock that a Berita Acara puts on its targets, and lifts when it is refused."""

from collections.abc import Iterable

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.rakortek.models import Rakortek
from erakortek.target.enums import HasilTarget, KunciTarget
from erakortek.target.models import Target
from erakortek.target.services import change


def lock_targets(*, target_ids: Iterable[int], actor: Actor) -> None:
    """At the first approval: TERBUKA becomes TERKUNCI."""
    _move_all(target_ids, KunciTarget.TERKUNCI, actor)


def finalize_targets(*, target_ids: Iterable[int], actor: Actor) -> None:
    """At the last approval: TERKUNCI becomes FINAL."""
    _move_all(target_ids, KunciTarget.FINAL, actor)


def unlock_targets(*, target_ids: Iterable[int], actor: Actor, alasan: str) -> None:
    """When the Berita Acara is refused: TERKUNCI becomes TERBUKA again."""
    _move_all(target_ids, KunciTarget.TERBUKA, actor, alasan=alasan)


@transaction.atomic
@context.as_system()
def _move_all(target_ids: Iterable[int], to: KunciTarget, actor: Actor, alasan: str = "") -> None:
    """In order of id, so that two Berita Acara never wait for each other in a ring.

    All its rows, whoever signs: an office signs for rows of which it sees its own only.
    """
    ids = sorted(target_ids)
    list(Target.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    rows = Target.objects.filter(pk__in=ids).select_related("rakortek", "definisi").order_by("pk")
    if not rows:
        return
    stages = change.schedule(rows[0], actor)
    for target in rows:
        before = target.facts()
        event = change.move(target, to, actor, stages)
        change.save(target, event=event, before=before, actor=actor, alasan=alasan or target.alasan)


def settle_targets(rakortek: Rakortek) -> None:
    """When the Rakortek closes, every discussed target still open becomes FINAL as it stands."""
    Target.objects.filter(rakortek=rakortek, kunci=KunciTarget.TERBUKA).exclude(
        hasil=HasilTarget.BELUM
    ).update(kunci=KunciTarget.FINAL)


def finalize_loaded(*, target_ids: Iterable[int]) -> None:
    """Rows whose Berita Acara was signed elsewhere or earlier become FINAL as they stand."""
    Target.objects.filter(pk__in=list(target_ids), kunci=KunciTarget.TERBUKA).update(
        kunci=KunciTarget.FINAL
    )
