"""The history of one target: every version and every move, newest first, with who and why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from erakortek.accounts.selectors import names_of, people_behind
from erakortek.audit.models import AuditEntry
from erakortek.lib.nilai import Nilai
from erakortek.target.enums import SumberVersi, Voice
from erakortek.target.models import Target
from erakortek.target.selectors import versions_of

MOVES = {
    "target.diajukan": "diajukan kepada Bappeda",
    "target.diverifikasi": "diverifikasi Bappeda",
    "target.dikembalikan": "dikembalikan Bappeda",
    "target.disepakati": "disepakati di desk",
    "target.disepakati_dengan_catatan": "disepakati dengan catatan di desk",
    "target.tidak_disepakati": "dicatat tidak sepakat",
    "target.ditunda": "ditunda",
    "target.tidak_terbahas": "dicatat tidak terbahas",
    "target.dibahas_ulang": "dibuka kembali untuk dibahas ulang",
    "target.dikunci": "dikunci oleh Berita Acara",
    "target.dibuka_kembali": "dibuka kembali karena Berita Acara ditolak",
    "target.dicabut": "dibuka kembali karena Berita Acara dicabut",
    "target.final": "menjadi final",
    "target.dimuat": "dimuat beserta riwayatnya",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; ``nilai`` for a version, ``alasan`` where one was written."""

    at: datetime
    who: str
    what: str
    nilai: Nilai | None = None
    version: int | None = None
    alasan: str = ""
    sumber: str = ""


def history_of(target: Target) -> list[Event]:
    """Versions and moves of ``target``, newest first. Four queries."""
    return sorted([*_versions(target), *_moves(target)], key=lambda event: event.at, reverse=True)


def _versions(target: Target) -> Iterator[Event]:
    versions = list(versions_of(target))
    people = people_behind(version.penugasan_id for version in versions)
    for version in versions:
        yield Event(
            at=version.created_at,
            who=str(people[version.penugasan_id]),
            what=Voice(version.voice).label,
            nilai=version.nilai,
            version=version.version,
            alasan=version.catatan,
            sumber=SumberVersi(version.sumber).label,
        )


def _moves(target: Target) -> Iterator[Event]:
    entries = list(
        AuditEntry.objects.filter(
            object_kind=Target._meta.label_lower,  # noqa: SLF001 -- Django's documented Meta API
            object_id=target.pk,
            event__in=MOVES,
        )
    )
    ids = {entry.user_id for entry in entries if entry.user_id}
    names = names_of(ids)
    for entry in entries:
        yield Event(
            at=entry.at,
            who=names.get(entry.user_id or 0, "Sistem"),
            what=f"Target {MOVES[entry.event]}",
            alasan=json.loads(entry.isi)["after"].get("alasan", ""),
        )
