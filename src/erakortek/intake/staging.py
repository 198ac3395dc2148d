"""From the rows of a file to rows that can be decided upon: compared with what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from erakortek.intake.cells import Finding
from erakortek.intake.enums import StatusBaris
from erakortek.intake.matching import clashes, rows_of, spellings, tables_of
from erakortek.intake.refusals import MAX_ROWS
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.intake.workbooks import open_book


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the file has it: where, and the columns for which the file has no place."""

    lembar_kerja: str
    baris: int
    read: Read
    absent: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """One row with its verdict: what it would write, over what, and what was found."""

    lembar_kerja: str
    baris: int
    kunci: str
    status: StatusBaris
    nilai: Values
    sebelum: Values | None
    temuan: Sequence[Finding]


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
    lines = list(_once(_lines(sheet, content, name, mappings, told or {})))
    present = _met(sheet, lines)
    # Once more: by now a row says what its file left out, as a row of another worksheet may have.
    lines = list(_once(lines))
    findings = _findings(sheet, [line.read for line in lines])
    for place, line in enumerate(lines):
        values, found = line.read.values, findings.get(place, ())
        key = sheet.key_of(values)
        before = present.get(key)
        if before:
            found = list(_not_yet_taken(sheet, line.read, before, found))
        status = _status(values, before, found)
        yield Staged(line.lembar_kerja, line.baris, key, status, values, before, found)


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    """Without a row that was there before, word for word: SIPD repeats a program on each of its lines."""
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        content = tuple(line.read.values.values())
        if line.read.findings or content not in seen:
            seen.add(content)
            yield line


def _met(sheet: Sheet, lines: Sequence[Line]) -> dict[str, Values]:
    """What is stored under the keys of the file; the rest of a large sheet is gone past.

    What a file has no column for becomes what is stored: an older file does not wipe out newer
    columns. What is the same after that is held once.
    """
    same_key: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        same_key[sheet.key_of(line.read.values)].append(line)
    met = {}
    for stored in sheet.present():
        key = sheet.key_of(stored)
        if key not in same_key:
            continue
        met[key] = stored
        for line in same_key[key]:
            line.read.values.update({name: stored[name] for name in line.absent})
            if line.read.values == stored:
                met[key] = line.read.values
    return met


def _lines(
    sheet: Sheet,
    content: bytes,
    name: str,
    mappings: Mapping[str, Sequence[str]],
    told: Values,
) -> Iterator[Line]:
    document = sheet.document_of(name)
    if document is not None:
        for row in islice(document.rows(content, name, told), MAX_ROWS):
            absent = [column.name for column in sheet.columns if column.name not in row.cells]
            yield Line(row.part, row.place, sheet.read_row(row), absent)
        return
    for table in tables_of(sheet, open_book(content, name), name, mappings):
        absent = [column.name for column in sheet.columns if column.name not in table.places]
        for number, read in rows_of(sheet, table):
            yield Line(table.grid.nama, number, read, () if table.source else absent)


def _findings(sheet: Sheet, reads: Sequence[Read]) -> dict[int, list[Finding]]:
    """Place → what was found there; most rows of most files have nothing."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for place, read in enumerate(reads):
        if read.findings:
            found[place] += read.findings
    back = [place for place, read in enumerate(reads) if not _blocked(read.findings)]
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
    accepted = list(readable)
    for place, finding in offers:
        taken = accepted[place].values | {names[finding.kolom]: finding.ganti}
        accepted[place] = Read(taken, accepted[place].cells, [])
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
