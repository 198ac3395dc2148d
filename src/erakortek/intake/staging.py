"""From the rows of a file to rows that can be decided upon: compared with what is stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from erakortek.intake.cells import Finding
from erakortek.intake.enums import StatusBaris
from erakortek.intake.matching import clashes, rows_of, spellings, tables_of
from erakortek.intake.refusals import MAX_ROWS
from erakortek.intake.sheets import Read, Row, Sheet, Values
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
    sheet: Sheet,
    content: bytes,
    name: str,
    mappings: Mapping[str, Sequence[str]],
    told: Values | None = None,
) -> Iterator[Staged]:
    """Every row of the file, once per key and content. ``mappings`` as ``tables_of`` takes them.

    ``told`` is what a document does not say itself.

    Raises ``InvalidInputError`` with one sentence where the file as a whole cannot be taken.
    """
    present = {sheet.key_of(values): values for values in sheet.present()}
    places: list[tuple[str, int]] = []
    reads: list[Read] = []
    seen: set[tuple[str, ...]] = set()
    found = _document_rows(sheet, content, name, told or {}, present)
    if found is None:
        found = _table_rows(sheet, content, name, mappings, present)
    for where, read in found:
        content_of_row = tuple(read.values.values())
        if content_of_row in seen and not read.findings:
            continue  # the same row again: SIPD repeats a program on each of its lines
        seen.add(content_of_row)
        places.append(where)
        reads.append(read)
    findings = _findings(sheet, reads)
    for place, (read, (lembar_kerja, row)) in enumerate(zip(reads, places, strict=True)):
        key = sheet.key_of(read.values)
        before = present.get(key)
        if before:
            findings[place] = list(_not_yet_taken(sheet, read, before, findings[place]))
        status = _status(read.values, before, findings[place])
        yield Staged(lembar_kerja, row, key, status, read.values, before, findings[place])


def _table_rows(
    sheet: Sheet,
    content: bytes,
    name: str,
    mappings: Mapping[str, Sequence[str]],
    present: Mapping[str, Values],
) -> Iterator[tuple[tuple[str, int], Read]]:
    for table in tables_of(sheet, open_book(content, name), name, mappings):
        absent = [column.name for column in sheet.columns if column.name not in table.places]
        for row, read in rows_of(sheet, table):
            if table.source is None:
                _leave(absent, read, present.get(sheet.key_of(read.values)))
            yield (table.grid.nama, row), read


def _document_rows(
    sheet: Sheet, content: bytes, name: str, told: Values, present: Mapping[str, Values]
) -> Iterator[tuple[tuple[str, int], Read]] | None:
    document = sheet.document_of(name)
    if document is None:
        return None
    rows = islice(document.rows(content, name, told), MAX_ROWS)
    return (_document_row(sheet, row, present) for row in rows)


def _document_row(
    sheet: Sheet, row: Row, present: Mapping[str, Values]
) -> tuple[tuple[str, int], Read]:
    read = sheet.read_row(row)
    absent = [column.name for column in sheet.columns if column.name not in row.cells]
    _leave(absent, read, present.get(sheet.key_of(read.values)))
    return (row.part, row.place), read


def _leave(absent: Sequence[str], read: Read, before: Values | None) -> None:
    """What a file has no column for stays as it is: an older file does not wipe out newer columns."""
    if before:
        read.values.update({name: before[name] for name in absent})


def _findings(sheet: Sheet, reads: Sequence[Read]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    for place, read in enumerate(reads):
        found[place] += read.findings
    back = [place for place in range(len(reads)) if not _blocked(found[place])]
    readable = [reads[place] for place in back]
    for checks in (
        clashes(sheet, readable),
        sheet.check(readable),
        _acceptable(sheet, readable, list(spellings(sheet, readable))),
    ):
        for place, finding in checks:
            found[back[place]].append(finding)
    return found


def _acceptable(
    sheet: Sheet, readable: Sequence[Read], offers: Sequence[tuple[int, Finding]]
) -> Iterator[tuple[int, Finding]]:
    """The offers that no rule refuses: what may not change stays spelled as it is."""
    names = {column.label: column.name for column in sheet.columns}
    accepted = [Read(dict(read.values), read.cells, []) for read in readable]
    for place, finding in offers:
        accepted[place].values[names[finding.kolom]] = finding.ganti
    checked = sheet.check(accepted) if offers else ()
    refused = {place for place, finding in checked if finding.is_blocking}
    return ((place, finding) for place, finding in offers if place not in refused)


def _not_yet_taken(
    sheet: Sheet, read: Read, before: Values, findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Without the offers that were accepted before: the same file again must not undo them."""
    names = {column.label: column.name for column in sheet.columns}
    for finding in findings:
        name = names.get(finding.kolom, "")
        if finding.ganti and before.get(name) == finding.ganti:
            read.values[name] = finding.ganti
        else:
            yield finding


def _blocked(findings: Sequence[Finding]) -> list[Finding]:
    """Those that keep a row out; a warning does not, so what it says is still checked."""
    return [finding for finding in findings if finding.is_blocking]


def _status(values: Values, before: Values | None, findings: Sequence[Finding]) -> StatusBaris:
    blocking = _blocked(findings)
    if any(finding.aturan == "ganda" for finding in blocking):
        return StatusBaris.BENTROK
    if blocking:
        return StatusBaris.SALAH
    if before is None:
        return StatusBaris.BARU
    return StatusBaris.SAMA if before == values else StatusBaris.BERUBAH
