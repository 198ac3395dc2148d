"""When the sessions of a Rakortek take place, and who would sit in two of them at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import islice

from erakortek.accounts.models import User
from erakortek.desk.enums import JenisDesk
from erakortek.desk.models import Desk, PetugasDesk
from erakortek.desk.permissions import RUNS
from erakortek.lib.dates_id import Zona, show_instant
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import Rakortek, Tahapan
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.selectors import acting_now, daerah_of

DAERAH_PER_DAY = 5  # 4-7 provinces a day were discussed in 2023
FIRST_SLOT = time(9)
SLOT = timedelta(minutes=90)
SATURDAY = 5
MOST_NAMED = 5  # officers, and desks of one of them, that a finding spells out


def stage_of(desk: Desk) -> JenisTahapan:
    """In which stage a desk sits."""
    return JenisTahapan.PLENO if desk.jenis == JenisDesk.PLENO else JenisTahapan.DESK


def slots_of(stage: Tahapan, zona: Zona) -> Iterator[datetime]:
    """Five slots a working day from 09.00, from the first day of the stage on, without end."""
    day = stage.mulai_at.astimezone(zona.tz).date()
    while True:
        if day.weekday() < SATURDAY:
            first = datetime.combine(day, FIRST_SLOT, zona.tz)
            yield from (first + place * SLOT for place in range(DAERAH_PER_DAY))
        day += timedelta(days=1)


@dataclass(slots=True)
class _Officer:
    user: User
    desks: dict[int, Desk] = field(default_factory=dict)


def officers_in_two_places(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: who would run two sessions at once, as every desk begins at the same slot.

    Only a warning: who covers every bidang may well leave some desks to the others.
    """
    slots = _planned(rakortek)
    clashes = [
        (officer, clash)
        for officer in _officers(rakortek)
        if (clash := _first_clash(officer, slots)) is not None
    ]
    for officer, (slot, desks) in clashes[:MOST_NAMED]:
        yield Finding(
            f"{officer.user.nama} menjalankan {len(desks)} sidang pada saat yang sama, pertama kali "
            f"{show_instant(slot, Zona(rakortek.zona))}: {_named(desks)}. Tempatkan petugas lain, "
            "atau lepas dari desk yang tidak dihadirinya, di “Desk dan petugasnya”.",
            is_blocking=False,
        )
    if (more := len(clashes) - MOST_NAMED) > 0:
        sentence = f"{more} petugas lain juga menjalankan beberapa sidang pada saat yang sama."
        yield Finding(sentence, is_blocking=False)


def _planned(rakortek: Rakortek) -> dict[str, list[datetime]]:
    """The slots that the sessions of each stage will have. Two queries."""
    total, zona = daerah_of(rakortek).count(), Zona(rakortek.zona)
    stages = Tahapan.objects.filter(
        rakortek=rakortek, jenis__in=(JenisTahapan.DESK, JenisTahapan.PLENO)
    )
    return {stage.jenis: list(islice(slots_of(stage, zona), total)) for stage in stages}


def _officers(rakortek: Rakortek) -> list[_Officer]:
    """Whoever runs desks and can act today, with these desks, by name. One query."""
    seats = (
        PetugasDesk.objects.filter(
            desk__rakortek=rakortek, peran__in=RUNS, penugasan__in=acting_now()
        )
        .select_related("desk", "penugasan__user")
        .order_by("penugasan__user__nama", "penugasan__user", "desk__kode")
    )
    found: dict[int, _Officer] = {}
    for seat in seats:
        user = seat.penugasan.user
        found.setdefault(user.pk, _Officer(user)).desks[seat.desk_id] = seat.desk
    return list(found.values())


def _first_clash(
    officer: _Officer, slots: Mapping[str, Sequence[datetime]]
) -> tuple[datetime, list[Desk]] | None:
    """The first slot in which two desks of one officer sit, and which these are."""
    at: dict[datetime, list[Desk]] = defaultdict(list)
    for desk in officer.desks.values():
        for slot in slots.get(stage_of(desk), ()):
            at[slot].append(desk)
    return min(
        ((slot, desks) for slot, desks in at.items() if len(desks) > 1),
        key=lambda clash: clash[0],
        default=None,
    )


def _named(desks: Sequence[Desk]) -> str:
    names = ", ".join(f"{desk.kode} {desk.nama}" for desk in desks[:MOST_NAMED])
    more = len(desks) - MOST_NAMED
    return f"{names}, dan {more} desk lain" if more > 0 else names
