"""One move of many targets at once: the same table, an entry in the history of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.lib import notify
from erakortek.target.models import Target
from erakortek.target.services import change
from erakortek.target.workflow import FACT_OF, State

BATCH = 2000
Facts = dict[str, str | int]


def lock_all(targets: QuerySet[Target]) -> list[Target]:
    """Lock the rows in the order of their ids, then read them as the writers before left them.

    Every caller locks in this order, so that two of them never wait for each other.
    """
    ids = list(targets.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    return list(Target.objects.filter(pk__in=ids).order_by("pk"))


def move_together(
    rows: Sequence[Target], to: State, actor: Actor, *, alasan: str | None = None, **also: str
) -> None:
    """Move every row to ``to`` along its table, with the other facts ``also``.

    The caller holds the locks and has asked its rule. ``alasan`` None keeps the reason of each row.
    Raises ``IllegalTransitionError`` where the table of one row has no such move.
    """
    if not rows:
        return
    events: dict[tuple[str, str], list[tuple[Target, Facts, Facts]]] = defaultdict(list)
    for row in rows:
        before = row.facts()
        event = change.step(row, to)
        row.alasan = row.alasan if alasan is None else alasan
        after = row.facts() | {"alasan": row.alasan} | also
        stream = change.stream_of(row.rakortek_id, row.daerah_id)
        events[stream, event].append((row, before, after))
    said = {} if alasan is None else {"alasan": alasan}
    store(rows, **{FACT_OF[type(to)]: to}, **said, **also)
    for (stream, event), objects in sorted(events.items()):
        audit.record_many(by=actor, event=event, stream=stream, objects=objects)
    for rakortek_id in {row.rakortek_id for row in rows}:
        notify.announce(notify.of_rakortek(rakortek_id))


def store(rows: Iterable[Target], **facts: str) -> None:
    """Write the same facts to many rows, a few statements whatever their number."""
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), BATCH):
        Target.objects.filter(pk__in=ids[start : start + BATCH]).update(**facts)
