"""From the rows of a file to rows that can be decided upon: compared with what is stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from erakortek.intake.cells import Finding
from erakortek.intake.enums import StatusBaris
from erakortek.intake.matching import clashes, rows_of, spellings, tables_of
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.intake.workbooks import open_book


@dataclass(frozen=True, slots=True)
class Staged:
    """One row with its verdict: what it would write, over what, and what was found."""

    lembar_kerja: str
    baris: int
    kunci: str
    status: StatusBaris
    nilai: Values
    sebelum: Values | None
    temuan: list[Finding]


def stage(
    sheet: Sheet, content: bytes, name: str, mappings: Mapping[str, Sequence[str]]
) -> Iterator[Staged]:
    """Every row of the file, once per key and content. ``mappings`` as ``tables_of`` takes them.

    Raises ``InvalidInputError`` with one sentence where the file as a whole cannot be taken.
    """
    present = {sheet.key_of(values): values for values in sheet.present()}
    places: list[tuple[str, int]] = []
    reads: list[Read] = []
    seen: set[tuple[str, ...]] = set()
    for table in tables_of(sheet, open_book(content, name), name, mappings):
        absent = [column.name for column in sheet.columns if column.name not in table.places]
        for row, read in rows_of(sheet, table):
            if table.source is None:
                _leave(absent, read, present.get(sheet.key_of(read.values)))
            content_of_row = tuple(read.values.values())
            if content_of_row in seen and not read.findings:
                continue  # the same row again: SIPD repeats a program on each of its lines
            seen.add(content_of_row)
            places.append((table.grid.nama, row))
            reads.append(read)
    findings = _findings(sheet, reads)
    for place, (read, (lembar_kerja, row)) in enumerate(zip(reads, places, strict=True)):
        key = sheet.key_of(read.values)
        before = present.get(key)
        status = _status(read.values, before, findings[place])
        yield Staged(lembar_kerja, row, key, status, read.values, before, findings[place])


def _leave(absent: Sequence[str], read: Read, before: Values | None) -> None:
    """What a file has no column for stays as it is: an older file does not wipe out newer columns."""
    if before:
        read.values.update({name: before[name] for name in absent})


def _findings(sheet: Sheet, reads: Sequence[Read]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    for place, read in enumerate(reads):
        found[place] += read.findings
    readable = [read for place, read in enumerate(reads) if not found[place]]
    back = [place for place in range(len(reads)) if not found[place]]
    for checks in (
        clashes(sheet, readable),
        sheet.check(readable),
        spellings(sheet, readable),
    ):
        for place, finding in checks:
            found[back[place]].append(finding)
    return found


def _status(values: Values, before: Values | None, findings: Sequence[Finding]) -> StatusBaris:
    blocking = [finding for finding in findings if finding.is_blocking]
    if any(finding.aturan == "ganda" for finding in blocking):
        return StatusBaris.BENTROK
    if blocking:
        return StatusBaris.SALAH
    if before is None:
        return StatusBaris.BARU
    return StatusBaris.SAMA if before == values else StatusBaris.BERUBAH
