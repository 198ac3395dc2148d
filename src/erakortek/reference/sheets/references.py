"""Rules that sheets share: what a row refers to must be there, and a kode has one spelling."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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


def kodes_spelt_otherwise(
    sheet: Sheet, reads: Sequence[Read], stored: Iterable[str]
) -> Iterator[tuple[int, Finding]]:
    """A finding where the ``kode`` of a new row is one that is there but for its case: "k58", "K58"."""
    kodes = set(stored)
    known = {kode.casefold(): kode for kode in kodes}
    for place, read in enumerate(reads):
        kode = read.values["kode"]
        there = known.setdefault(kode.casefold(), kode)
        if kode != there and kode not in kodes:
            label, sel = sheet.column("kode").label, read.cells.get("kode", "")
            message = f"{label} {quote(kode)} sudah ada sebagai {quote(there)}."
            saran = f"Tulis {there} bila itu yang dimaksud, atau pilih kode lain."
            yield place, Finding(label, sel, "ejaan kode", message, saran)


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
