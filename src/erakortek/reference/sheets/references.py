"""The rule that every sheet shares: what a row refers to must be there."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from erakortek.intake.cells import Finding
from erakortek.intake.sheets import Read, Sheet
from erakortek.lib.numbers_id import quote


def retired_references(
    sheet: Sheet, reads: Sequence[Read], retired: Mapping[str, Collection[str]]
) -> Iterator[tuple[int, Finding]]:
    """For each named column a finding where a row newly refers to what is no longer in force.

    What referred to it before goes on doing so.
    """
    stored = {sheet.key_of(values): values for values in sheet.present()}
    for place, read in enumerate(reads):
        before = stored.get(sheet.key_of(read.values), {})
        for name, kodes in retired.items():
            text = read.values[name]
            if text in kodes and before.get(name) != text:
                label = sheet.column(name).label
                message = f"{label} {quote(text)} tidak berlaku lagi."
                sel = read.cells.get(name, "")
                saran = "Pilih yang masih berlaku, atau kosongkan “Berlaku sampai”-nya dahulu."
                yield place, Finding(label, sel, "rujukan", message, saran)


def missing_references(
    sheet: Sheet, reads: Sequence[Read], known: Mapping[str, Collection[str]]
) -> Iterator[tuple[int, Finding]]:
    """For each named column a finding where its kode is not ``known``; an empty cell refers to none."""
    for place, read in enumerate(reads):
        for name, kodes in known.items():
            text = read.values[name]
            if text and text not in kodes:
                label = sheet.column(name).label
                message = f"{label} {quote(text)} tidak ada di data induk."
                sel = read.cells.get(name, "")
                yield place, Finding(label, sel, "rujukan", message, "Periksa kodenya.")
