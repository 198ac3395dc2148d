"""A session as its room shows it: the agenda, the row at hand, and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import Form

from erakortek.accounts.actor import Actor
from erakortek.accounts.selectors import names_of
from erakortek.desk import permissions, workflow
from erakortek.desk.enums import JenisDesk, StatusSidang
from erakortek.desk.forms import DecideForm
from erakortek.desk.models import Keputusan, PetugasDesk, Sidang
from erakortek.desk.next_steps import NextStep, next_steps
from erakortek.desk.selectors import (
    agenda_of,
    held_among,
    newest_keputusan_of,
    officers_of,
    peran_of,
    undecided_in,
)
from erakortek.lib.nilai import show_nilai
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek.schedule import Schedule
from erakortek.target.enums import HasilTarget, Voice
from erakortek.target.history import Event, history_of
from erakortek.target.models import Target
from erakortek.target.rows import Row
from erakortek.target.rows import rows_of as target_rows_of
from erakortek.target.selectors import read_targets
from erakortek.target.workflow import DECIDED, has_move

ELSEWHERE = "Baris ini tidak lagi dipegang sidang ini; pleno sudah memutuskannya."


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One row of the agenda, and whether it is the one at hand."""

    row: Row
    hasil: HasilTarget
    is_here: bool


@dataclass(frozen=True, slots=True)
class AtHand:
    """The row under discussion."""

    row: Row
    hasil: HasilTarget
    keputusan: Keputusan | None
    dicatat_oleh: str
    history: list[Event]
    form: Form
    can_decide: Verdict
    can_reopen: Verdict


@dataclass(frozen=True, slots=True)
class Room:
    """Everything the room shows."""

    sidang: Sidang
    status: StatusSidang
    agenda: list[AgendaItem]
    at_hand: AtHand | None
    officers: Sequence[PetugasDesk]
    decided: int
    can_start: Verdict
    can_decide: Verdict
    can_close: Verdict
    can_steer: Verdict
    can_reschedule: Verdict
    can_reopen: Verdict
    can_prolong: Verdict
    next_steps: list[NextStep]
    results: tuple[HasilTarget, ...] = tuple(DECIDED)


def room_of(
    actor: Actor, sidang: Sidang, schedule: Schedule, target_id: int | None, form: Form | None
) -> Room:
    """The room as ``actor`` meets it, with the chosen row, else the first undecided, at hand."""
    peran = peran_of(actor, sidang.desk)
    targets = read_targets(agenda_of(sidang, actor))
    rows = target_rows_of(actor, sidang.desk.rakortek, schedule, targets)
    here = _chosen(rows, target_id)
    can_decide = permissions.can_decide(actor, sidang, peran, schedule)
    held = can_decide and here and here.target.pk in held_among(sidang, [here.target])
    may_decide = can_decide if held or not can_decide else deny(ELSEWHERE)
    return Room(
        sidang=sidang,
        status=StatusSidang(sidang.status),
        agenda=[AgendaItem(row, HasilTarget(row.target.hasil), row is here) for row in rows],
        at_hand=_at_hand(sidang, here, may_decide, form) if here else None,
        officers=officers_of(sidang.desk),
        decided=sum(row.target.hasil != HasilTarget.BELUM for row in rows),
        can_start=permissions.can_start(actor, sidang, peran, schedule),
        can_decide=can_decide,
        can_close=first_denied(
            workflow.has_move(sidang, StatusSidang.DITUTUP),
            permissions.can_close(actor, peran, undecided_in(sidang)),
        ),
        can_steer=first_denied(
            workflow.has_move(sidang, StatusSidang.DIBATALKAN),
            permissions.can_steer(actor, peran),
        ),
        can_reschedule=permissions.can_reschedule(actor, sidang, peran, schedule),
        can_reopen=permissions.can_reopen(actor, sidang, peran, schedule),
        can_prolong=permissions.can_prolong(actor, sidang, schedule),
        next_steps=next_steps(actor, sidang, peran),
    )


def _chosen(rows: Sequence[Row], target_id: int | None) -> Row | None:
    named = next((row for row in rows if row.target.pk == target_id), None)
    waiting = (row for row in rows if row.target.hasil == HasilTarget.BELUM)
    return named or next(waiting, None) or next(iter(rows), None)


def _at_hand(
    sidang: Sidang,
    row: Row,
    can_decide: Verdict,
    form: Form | None,
) -> AtHand:
    target = row.target
    decided = newest_keputusan_of([sidang]).get((sidang.pk, target.pk))
    return AtHand(
        row=row,
        hasil=HasilTarget(target.hasil),
        keputusan=decided,
        dicatat_oleh=names_of([decided.user_id])[decided.user_id] if decided else "",
        history=history_of(target),
        form=form or DecideForm(target.definisi, initial=_suggested(row)),
        can_decide=first_denied(can_decide, _is_undecided(sidang, target)),
        can_reopen=first_denied(has_move(target, HasilTarget.BELUM), can_decide),
    )


def _is_undecided(sidang: Sidang, target: Target) -> Verdict:
    """Whether the row may be decided as it stands: at a desk once, at the pleno also again."""
    if target.hasil == HasilTarget.BELUM:
        return ALLOWED
    if sidang.desk.jenis == JenisDesk.PLENO:
        return has_move(target, HasilTarget.SEPAKAT)
    return deny("Baris ini sudah mempunyai hasil; buka kembali bila perlu dibahas ulang.")


def _suggested(row: Row) -> dict[str, str]:
    """The value both sides already say, so that agreeing on it is one key; else nothing."""
    offered = row.target.head(Voice.USULAN_PENGAMPU)
    proposed = row.target.head(Voice.USULAN_DAERAH)
    if proposed and offered and proposed.nilai == offered.nilai:
        return {"nilai": show_nilai(proposed.nilai)}
    return {}
