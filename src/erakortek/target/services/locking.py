"""The lock that a Berita Acara puts on its targets, and what lifts it."""

from collections.abc import Collection

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.rakortek.models import Rakortek
from erakortek.target import authority, permissions
from erakortek.target.enums import HasilTarget, KunciTarget, SebabFinal
from erakortek.target.models import Target
from erakortek.target.services.together import lock_all, move_together


def lock_targets(*, target_ids: Collection[int], actor: Actor) -> None:
    """Lock the rows of a Berita Acara at its first approval: TERBUKA becomes TERKUNCI."""
    _move_all(target_ids, KunciTarget.TERKUNCI, actor)


def finalize_targets(*, target_ids: Collection[int], actor: Actor) -> None:
    """Make the rows of a Berita Acara FINAL at its last approval."""
    _move_all(target_ids, KunciTarget.FINAL, actor, sebab_final=SebabFinal.BERITA_ACARA)


def unlock_targets(*, target_ids: Collection[int], actor: Actor, alasan: str) -> None:
    """Unlock the rows of a Berita Acara that is refused: TERKUNCI becomes TERBUKA again."""
    _move_all(target_ids, KunciTarget.TERBUKA, actor, alasan=alasan)


def release_targets(*, target_ids: Collection[int], actor: Actor, alasan: str) -> None:
    """Reopen the rows of a Berita Acara that is revoked: TERBUKA, and BELUM with the reason.

    Their values stay in the history; nothing counts them as agreed any more.
    """
    rows = _move_all(target_ids, KunciTarget.TERBUKA, actor, alasan=alasan, sebab_final="")
    with context.as_system():
        move_together(rows, HasilTarget.BELUM, actor, alasan=alasan)


@transaction.atomic
@context.as_system()
def _move_all(
    target_ids: Collection[int],
    to: KunciTarget,
    actor: Actor,
    alasan: str | None = None,
    **also: str,
) -> list[Target]:
    """Move the lock of all rows, whoever signs: an office sees only its own of them."""
    rows = lock_all(Target.objects.filter(pk__in=list(target_ids)))
    authority.can_lock(actor, [row.pk for row in rows]).enforce()
    move_together(rows, to, actor, alasan=alasan, **also)
    return rows


@transaction.atomic
@context.as_system()
def settle_targets(rakortek: Rakortek, actor: Actor) -> None:
    """Settle what a closing Rakortek leaves: BELUM becomes TIDAK_TERBAHAS, every row FINAL."""
    permissions.can_settle(actor, rakortek).enforce()
    rows = lock_all(Target.objects.filter(rakortek=rakortek, kunci=KunciTarget.TERBUKA))
    undecided = [row for row in rows if row.hasil == HasilTarget.BELUM]
    move_together(undecided, HasilTarget.TIDAK_TERBAHAS, actor)
    move_together(rows, KunciTarget.FINAL, actor, sebab_final=SebabFinal.PENUTUPAN)


@transaction.atomic
def finalize_loaded(*, target_ids: Collection[int], actor: Actor) -> None:
    """Make rows FINAL whose Berita Acara was signed elsewhere or earlier and is loaded now."""
    rows = lock_all(Target.objects.filter(pk__in=list(target_ids), kunci=KunciTarget.TERBUKA))
    move_together(rows, KunciTarget.FINAL, actor, sebab_final=SebabFinal.BERITA_ACARA)
