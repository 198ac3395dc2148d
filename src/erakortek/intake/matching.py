"""Finding the table in a file: which worksheet, which row is its head, which column is which."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from erakortek.intake.cells import Addresses, Finding, address, same_word, text_of, zero_put_back
from erakortek.intake.heads import (
    Places,
    candidates,
    first_rows,
    folded,
    guess_head,
    is_numbering,
    is_word,
    sign_of,
    under,
    widened,
)
from erakortek.intake.sheets import Read, Sheet, Source
from erakortek.intake.workbooks import Book, Grid
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.numbers_id import quote

NUMBERED_WITHIN = 2  # rows below the head in which a row may number the columns
TOTAL = re.compile(r"(sub|grand)? ?(jumlah|total)\b", re.IGNORECASE)


class UnknownColumnsError(InvalidInputError):
    """A readable table under heads that nobody has told us yet."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one worksheet: its head ends at row ``head`` (from 0).

    ``places`` are column → places in the row (several where a file splits a value): by column name
    of the sheet, or, where ``source`` is set, by head of that source. ``is_mapped`` where a person
    has told them.
    """

    grid: Grid
    head: int
    places: Mapping[str, tuple[int, ...]]
    source: Source | None = None
    is_mapped: bool = False


def tables_of(
    sheet: Sheet, book: Book, name: str, mappings: Mapping[str, Sequence[str]]
) -> list[Table]:
    """Every worksheet that holds this sheet's table. ``mappings`` are sign of heads → columns.

    Raises ``InvalidInputError`` where the file is the template of another sheet or of another
    version, ``UnknownColumnsError`` where no worksheet has the columns that are required; the sentence names them.
    """
    _refuse_other_template(sheet, book, name)
    tables = [table for grid in book.grids if (table := _table_of(sheet, grid, mappings))]
    if tables:
        return tables
    needed = [c.label for c in sheet.columns if c.is_key or c.is_required]
    seen = [text for text in guess_head(book).texts if text]
    found = f" Kolom yang ada: {', '.join(seen[:12])}." if seen else ""
    raise UnknownColumnsError(
        f"Berkas “{name}” tidak memuat kolom lembar {sheet.judul}: {', '.join(needed)}.{found} "
        "Petakan kolomnya, atau salin isinya ke templat."
    )


def _refuse_other_template(sheet: Sheet, book: Book, name: str) -> None:
    kode, versi = book.meta.get("lembar", sheet.kode), book.meta.get("versi", str(sheet.versi))
    if kode != sheet.kode:
        raise InvalidInputError(
            f"Berkas “{name}” adalah templat lembar “{kode}”, bukan “{sheet.kode}”; unggah di "
            "halaman lembarnya."
        )
    if versi.removesuffix(".0") != str(sheet.versi):
        raise InvalidInputError(
            f"Berkas “{name}” memakai templat versi {versi}, sedangkan yang berlaku versi "
            f"{sheet.versi}; unduh templat baru, lalu salin isinya ke sana."
        )


def _table_of(sheet: Sheet, grid: Grid, mappings: Mapping[str, Sequence[str]]) -> Table | None:
    """By what everybody knows; by what a person has told only where that does not do."""
    known = _known_table(sheet, grid)
    return known or (_mapped_table(grid, mappings) if mappings else None)


def _known_table(sheet: Sheet, grid: Grid) -> Table | None:
    for source in sheet.sources:
        for row, heads in candidates(grid):
            found = {one: (heads[folded(one)],) for one in source.heads if folded(one) in heads}
            if len(found) == len(source.heads):
                return Table(grid, row, found, source)
    for row, heads in candidates(grid):
        places = _own_places(sheet, heads)
        if all(c.name in places for c in sheet.columns if c.is_key or c.is_required):
            head, wide = widened(sheet, grid, row, places)
            return Table(grid, head, wide)
    return None


def _mapped_table(grid: Grid, mappings: Mapping[str, Sequence[str]]) -> Table | None:
    for row, above, here in first_rows(grid):
        if columns := mappings.get(sign_of(under(above, here))):
            return Table(grid, row, _mapped(columns), is_mapped=True)
    return None


def _mapped(columns: Sequence[str]) -> Places:
    places: Places = {}
    for place, name in enumerate(columns):
        if name:
            places[name] = (*places.get(name, ()), place)
    return places


def _own_places(sheet: Sheet, heads: Mapping[str, int]) -> Places:
    places: Places = {}
    for column in sheet.columns:
        for label in (column.label, column.name, *column.synonyms):
            if folded(label) in heads:
                places[column.name] = (heads[folded(label)],)
                break
    return places


def rows_of(sheet: Sheet, table: Table) -> Iterator[tuple[int, Read]]:
    """(row from 1, what was read) for every row below the head that is neither blank nor a total.

    The row that numbers the columns and the example row of our own template are passed over, too.
    """
    for place in range(table.head + 1, len(table.grid.rows)):
        row = place + 1
        cells = table.grid.rows[place]
        texts = {name: _text_at(table, sheet, name, cells) for name in table.places}
        if not any(texts.values()) or _carries_nothing(sheet, table, place, texts):
            continue
        addresses = Addresses(table.places, row)
        if table.source:
            for read in table.source.explode(texts, addresses):
                checked = _read(sheet, read.values, read.cells, table.grid.formulas)
                yield row, read if read.findings else checked
        elif not _is_example(sheet, texts):
            read = _read(sheet, texts, addresses, table.grid.formulas)
            read.findings.extend(_lost(table, sheet, cells, row))
            yield row, read


def _text_at(table: Table, sheet: Sheet, name: str, cells: Sequence[object]) -> str:
    there = [cells[place] for place in table.places[name] if place < len(cells)]
    if table.source:
        return text_of(there[0]) if there else ""
    column = sheet.column(name)
    filled = [cell for cell in there if column.text_of(cell)]
    if column.join and len(filled) > 1:
        return column.join(filled)
    return " ".join(column.text_of(cell) for cell in filled)


def _lost(table: Table, sheet: Sheet, cells: Sequence[object], row: int) -> Iterator[Finding]:
    """What the spreadsheet has lost of codes; parts of one that is joined get their zeros back."""
    for name, places in table.places.items():
        column = sheet.column(name)
        is_joined = column.join and len(places) > 1
        for place in places:
            cell, sel = cells[place] if place < len(cells) else "", address(place, row)
            if not is_joined:
                yield from column.lost(cell, sel)
            elif isinstance(cell, float) and len(str(cell).partition(".")[2]) == 1 and cell % 1:
                yield zero_put_back(column.label, sel, f"{cell:.2f}")


def _carries_nothing(sheet: Sheet, table: Table, place: int, texts: Mapping[str, str]) -> bool:
    """Whether the row numbers the columns or is a total."""
    cells = table.grid.rows[place]
    if place - table.head <= NUMBERED_WITHIN and all(texts.values()) and is_numbering(cells):
        return True
    return _is_total(sheet, cells, texts)


def _is_total(sheet: Sheet, cells: Sequence[object], texts: Mapping[str, str]) -> bool:
    """A bare "Jumlah", or "Jumlah program: 1" in a row without a key and without other words.

    Where only the key is missing ("Jumlah penduduk" of an indikator) the row has other words.
    """
    first = next((text for text in texts.values() if text), "")
    if (bare := TOTAL.match(first)) and not first[bare.end() :].strip(" :"):
        return True
    keys = [text for column in sheet.keys if (text := texts.get(column.name))]
    if not all(TOTAL.match(key) for key in keys):
        return False
    words = [text for cell in cells if is_word(text := text_of(cell))]
    return len(words) == 1 and bool(TOTAL.match(words[0]))


def _is_example(sheet: Sheet, texts: Mapping[str, str]) -> bool:
    shown = {column.name: column.example for column in sheet.columns if column.example}
    return bool(shown) and all(texts.get(name, "") == text for name, text in shown.items())


def _read(
    sheet: Sheet,
    texts: Mapping[str, str],
    addresses: Mapping[str, str],
    formulas: Container[str],
) -> Read:
    read = sheet.read(texts, addresses)
    for column in sheet.keys:
        sel = addresses.get(column.name, "")
        if sel in formulas:
            message = f"{column.label} berisi rumus; kunci harus ditulis sebagai nilai."
            saran = "Salin selnya, lalu tempel sebagai nilai."
            read.findings.append(Finding(column.label, sel, "rumus", message, saran))
    return read


def clashes(sheet: Sheet, reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """Rows that claim the same key with other values: which of them is meant cannot be guessed."""
    first: dict[str, int] = {}
    for place, read in enumerate(reads):
        key = sheet.key_of(read.values)
        earlier = first.setdefault(key, place)
        if earlier == place or reads[earlier].values == read.values:
            continue
        differing = next(
            column
            for column in sheet.columns
            if reads[earlier].values[column.name] != read.values[column.name]
        )
        where = reads[earlier].cells.get(differing.name, "")
        yield (
            place,
            Finding(
                differing.label,
                read.cells.get(differing.name, ""),
                "ganda",
                f"{key} ditulis dua kali dengan {differing.label.lower()} yang berbeda; "
                f"yang pertama di sel {where}.",
                "Sisakan satu baris.",
            ),
        )


def spellings(sheet: Sheet, reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """An offer to use the one name of what is known, else the commonest spelling; never a refusal."""
    for column in sheet.columns:
        if not column.unify:
            continue
        names = {same_word(spelling): name for spelling, name in column.spellings().items()}
        ways: dict[str, Counter[str]] = defaultdict(Counter)
        for read in reads:
            if text := read.values[column.name]:
                ways[same_word(text)][text] += 1
        for place, read in enumerate(reads):
            text = read.values[column.name]
            if not text:
                continue
            known = names.get(same_word(text))
            common = known or ways[same_word(text)].most_common(1)[0][0]
            if text != common:
                sel, many = read.cells.get(column.name, ""), len(ways[same_word(text)])
                why = "bukan ejaan bakunya" if known else f"ditulis {many} cara di berkas ini"
                message = f"{column.label} {quote(text)} {why}."
                offer = f"Seragamkan menjadi {quote(common)}."
                yield place, Finding(column.label, sel, "ejaan", message, offer, False, common)
