"""In whose name a sheet is read and written, and what is left of it once nobody may."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from erakortek.accounts.actor import Actor
from erakortek.accounts.selectors import actor_under
from erakortek.audit.services import ActsAs
from erakortek.intake.cells import Finding
from erakortek.intake.sheets import Read, Sheet
from erakortek.lib.verdict import Verdict, deny

ENDED = deny("Penugasan Anda sudah berakhir.")
Found = tuple[int, Finding]


def acting(by: ActsAs) -> Actor | None:
    """The actor behind the ids; None where that penugasan has ended.

    On a page it is the actor of the request; asking again would cost each page a query.
    """
    return by if isinstance(by, Actor) else actor_under(by.user_id, by.penugasan_id)


def closed(sheet: Sheet) -> Sheet:
    """``sheet`` for an upload whose penugasan has ended meanwhile: nothing is seen or written."""
    label, name = sheet.keys[0].label, sheet.keys[0].name
    message = "Penugasan pengunggah sudah berakhir."

    def check(reads: Sequence[Read]) -> Iterator[Found]:
        for place, read in enumerate(reads):
            sel = read.cells.get(name, "")
            yield place, Finding(label, sel, "penugasan", message, "Unggah kembali berkasnya.")

    return replace(sheet, present=lambda: iter(()), check=check)


def verdict_for(by: ActsAs, rule: Callable[[Actor], Verdict]) -> Verdict:
    """What ``rule`` says to whoever keeps the sheet."""
    actor = acting(by)
    return rule(actor) if actor else ENDED
