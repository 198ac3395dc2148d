"""Every way a target moves: one table per state fact, each move with its rule and its event."""

from collections.abc import Callable
from dataclasses import dataclass

from erakortek.accounts.actor import Actor
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny
from erakortek.rakortek.schedule import Schedule
from erakortek.target import permissions as p
from erakortek.target.enums import HasilTarget as H
from erakortek.target.enums import KunciTarget as K
from erakortek.target.enums import StatusTarget as S
from erakortek.target.models import Target

State = S | H | K


@dataclass(frozen=True, slots=True)
class Move:
    """Who may make the move, and what the log calls it."""

    rule: Callable[[Actor, Target, Schedule], Verdict]
    event: str


STATUS: dict[tuple[S, S], Move] = {
    (S.KOSONG, S.DRAF): Move(p.can_fill, "target.diisi"),
    (S.DRAF, S.DRAF): Move(p.can_fill, "target.diisi"),
    (S.DRAF, S.DIAJUKAN): Move(p.can_fill, "target.diajukan"),
    (S.DIAJUKAN, S.TERVERIFIKASI): Move(p.can_verify, "target.diverifikasi"),
    (S.DIAJUKAN, S.DIKEMBALIKAN): Move(p.can_verify, "target.dikembalikan"),
    (S.TERVERIFIKASI, S.DIKEMBALIKAN): Move(p.can_verify, "target.dikembalikan"),
    (S.DIKEMBALIKAN, S.DRAF): Move(p.can_fill, "target.diperbaiki"),
}

DECIDED = {
    H.SEPAKAT: "target.disepakati",
    H.SEPAKAT_CATATAN: "target.disepakati_dengan_catatan",
    H.TIDAK_SEPAKAT: "target.tidak_disepakati",
    H.DITUNDA: "target.ditunda",
    H.TIDAK_TERBAHAS: "target.tidak_terbahas",
}
# Any result goes back to BELUM, with a reason. TIDAK_SEPAKAT and DITUNDA are decided again by the
# pleno only. Which session holds a row is the desk's answer (``authority``).
HASIL: dict[tuple[H, H], Move] = (
    {(H.BELUM, to): Move(p.can_decide, event) for to, event in DECIDED.items()}
    | {(source, H.BELUM): Move(p.can_decide, "target.dibahas_ulang") for source in DECIDED}
    | {
        (source, to): Move(p.can_decide_again, DECIDED[to])
        for source in (H.TIDAK_SEPAKAT, H.DITUNDA)
        for to in DECIDED
        if to != source
    }
)

KUNCI: dict[tuple[K, K], Move] = {
    (K.TERBUKA, K.TERKUNCI): Move(p.can_lock, "target.dikunci"),
    (K.TERKUNCI, K.TERBUKA): Move(p.can_lock, "target.dibuka_kembali"),
    (K.TERKUNCI, K.FINAL): Move(p.can_lock, "target.final"),
    (K.TERBUKA, K.FINAL): Move(p.can_lock, "target.final"),  # at closing, and loaded history
    (K.FINAL, K.TERBUKA): Move(p.can_lock, "target.dicabut"),  # when its Berita Acara is revoked
}

START: dict[type, State] = {S: S.KOSONG, H: H.BELUM, K: K.TERBUKA}
FACT_OF: dict[type, str] = {S: "status", H: "hasil", K: "kunci"}
TABLES: dict[str, dict[tuple[State, State], Move]] = {
    "status": STATUS,  # type: ignore[dict-item]  # each table holds one kind of state
    "hasil": HASIL,  # type: ignore[dict-item]
    "kunci": KUNCI,  # type: ignore[dict-item]
}


def move_of(target: Target, to: State) -> Move | None:
    """The row of the table that leads from where ``target`` is to ``to``."""
    fact = FACT_OF[type(to)]
    source = type(to)(getattr(target, fact))
    return TABLES[fact].get((source, to))


def path_to(to: State) -> list[State]:
    """The shortest way through the table from where every target begins to ``to``, ``to`` last.

    Raises ``IllegalTransitionError`` where the table has none.
    """
    kind = type(to)
    table, todo = TABLES[FACT_OF[kind]], [[START[kind]]]
    for way in todo:
        if way[-1] == to:
            return way[1:]
        todo += [[*way, end] for begin, end in table if begin == way[-1] and end not in way]
    raise IllegalTransitionError(f"Tidak ada jalan menuju “{to.label}”.")


def has_move(target: Target, to: State) -> Verdict:
    """Whether the table knows this move at all, whoever asks."""
    if move_of(target, to):
        return ALLOWED
    fact = FACT_OF[type(to)]
    source = type(to)(getattr(target, fact))
    reason = f"{fact.title()} target “{source.label}” tidak dapat menjadi “{to.label}”."
    return deny(reason, IllegalTransitionError)


def can_move(actor: Actor, target: Target, to: State, schedule: Schedule) -> Verdict:
    """Whether the table of ``to``'s fact has this move and its rule lets ``actor`` make it."""
    move = move_of(target, to)
    return move.rule(actor, target, schedule) if move else has_move(target, to)
