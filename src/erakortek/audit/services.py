"""Writing the log of decisions, and proving that nobody has changed it."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db import models, transaction

from erakortek.audit import context
from erakortek.audit.models import AuditEntry
from erakortek.lib import clock
from erakortek.lib.hashing import canonical_json, sha256_hex

GENESIS = "0" * 64


class ActsAs(Protocol):
    """Whoever acts: the ids are all this room needs to know."""

    @property
    def user_id(self) -> int: ...

    @property
    def penugasan_id(self) -> int: ...


def record(
    *,
    by: ActsAs | None,
    event: str,
    obj: models.Model,
    stream: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one decision to the chain of ``stream``, in the transaction of the decision itself.

    ``by`` is None only for what no person did (a job, a first load). ``before`` and ``after`` hold
    strings, integers, booleans and None.
    """
    _entry(by, event, obj, stream, before, after).save(force_insert=True)


def record_many(
    *,
    by: ActsAs | None,
    event: str,
    stream: str,
    objects: Iterable[tuple[models.Model, Mapping[str, Any] | None, Mapping[str, Any]]],
) -> None:
    """Add the same decision on many objects to one chain, each with its ``before`` and ``after``."""
    entries = [_entry(by, event, obj, stream, before, after) for obj, before, after in objects]
    AuditEntry.objects.bulk_create(entries, batch_size=1_000)


def _entry(
    by: ActsAs | None,
    event: str,
    obj: models.Model,
    stream: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> AuditEntry:
    at = clock.now()
    kind = obj._meta.label_lower  # noqa: SLF001 -- Django's documented Meta API
    facts = {
        "at": at.isoformat(),
        "user": by.user_id if by else None,
        "penugasan": by.penugasan_id if by else None,
        "event": event,
        "objek": kind,
        "id": obj.pk,
        "before": dict(before or {}),
        "after": dict(after or {}),
    }
    return AuditEntry(
        stream=stream,
        nomor=0,  # this and the two hashes are set by the trigger, under the stream's lock
        at=at,
        user_id=facts["user"],
        penugasan_id=facts["penugasan"],
        event=event,
        object_kind=kind,
        object_id=obj.pk,
        isi=canonical_json(facts),
        previous_hash="",
        hash="",
    )


@transaction.atomic
def first_broken(stream: str) -> int | None:
    """The ``nomor`` of the first entry of ``stream`` that does not prove its predecessor.

    None when the chain is whole. Finds an edit, a deletion, an insertion and a reordering; a cut
    tail is found by comparing with a hash that was printed elsewhere (a Berita Acara).
    """
    with context.as_system():  # a chain of which one sees a part proves nothing
        return first_unproven(_chain(stream))


def _chain(stream: str) -> Iterable[AuditEntry]:
    return AuditEntry.objects.filter(stream=stream).order_by("nomor").iterator()


def first_unproven(entries: Iterable[AuditEntry]) -> int | None:
    """As ``first_broken``, for entries in the order of their ``nomor``."""
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        proven = sha256_hex(previous + entry.isi)
        if (entry.nomor, entry.previous_hash, entry.hash) != (expected, previous, proven):
            return expected
        previous = entry.hash
    return None


@context.as_system()
def head_hashes(streams: Iterable[str]) -> dict[str, str]:
    """The hash of the newest entry of each stream that has one, whoever asks. One query."""
    newest = (
        AuditEntry.objects.filter(stream__in=list(streams))
        .order_by("stream", "-nomor")
        .distinct("stream")
    )
    return dict(newest.values_list("stream", "hash"))
