"""How much a file may ask of the reader: small ones that unfold into gigabytes are refused first.

What the reader makes of doubtful pieces was tried; each must count at least as much here.
"""

import io
import struct
import zipfile
import zlib

import pytest
from xlsxwriter import Workbook

from erakortek.intake.archives import measure
from erakortek.intake.refusals import MAX_CELLS, MAX_COLUMNS, MAX_LETTERS, MAX_LETTERS_OF_CELL
from erakortek.intake.workbooks import open_book
from erakortek.lib.errors import InvalidInputError
from tests.intake.workbook import KL_HEAD, book, changed, ods, renamed, with_backslashes, zipped

STRINGS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
LONGEST = "A" * MAX_LETTERS_OF_CELL
CELL = b'<c r="B2" t="s"><v>4</v></c>'  # of ``shared``: the text that is replaced
TEXT = b"<si><t>Satu</t></si>"
OVERFULL = (
    "Sel B2 di berkas “berkas” memuat lebih dari 32.767 huruf, batas satu sel di Excel; "
    "ringkas isinya, lalu unggah lagi."
)
TOO_WORDY = (
    "Berkas “berkas” memuat lebih dari 200.000.000 huruf, jadi tidak dibaca; hapus kolom yang "
    "tidak perlu, atau bagi menjadi beberapa berkas."
)
TOO_BROAD = (
    "Berkas “berkas” memuat lebih dari 600 kolom, jadi tidak dibaca; hapus isi yang jauh di kanan "
    "tabelnya, lalu unggah lagi."
)
TOO_WIDE = (
    "Berkas “berkas” terentang lebih dari 5.000.000 sel sampai isi terakhirnya, jadi tidak dibaca; "
    "hapus isi yang jauh di luar tabelnya, atau bagi menjadi beberapa berkas."
)
DAMAGED = (
    "Berkas “berkas” rusak atau bukan lembar kerja; buka di Excel, simpan ulang sebagai .xlsx, "
    "lalu unggah lagi."
)


def shared(text=TEXT, cell=CELL):
    """A small xlsx whose B2 names the text "Satu", which is replaced, as is the cell."""
    content = book(KL_HEAD, ("K01", "Satu", "S"))
    content = changed(content, STRINGS, (TEXT, text))
    return changed(content, SHEET, (CELL, cell))


def si(letters):
    return f"<si><t>{'A' * letters}</t></si>".encode()


def sharing(cells):
    """So many cells that name the text, and B2."""
    return CELL + b'</row><row><c t="s"><v>4</v></c>' * cells


def inline(text):
    return f'<c r="B2" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def of_ods(text, attributes="", rows=""):
    """A small ods whose B2, or the row of it, is told anew."""
    content = ods(KL_HEAD, ("K01", "Satu", "S"))
    row = b'<table:table-row><table:table-cell office:value-type="string"><text:p>K01'
    cell = b'<table:table-cell office:value-type="string"><text:p>Satu</text:p>'
    return changed(
        content,
        "content.xml",
        (row, row.replace(b"-row>", f"-row {rows}>".encode(), 1)),
        (cell, f'<table:table-cell office:value-type="string" {attributes}>{text}'.encode()),
    )


def of_csv(*widths):
    """A csv whose rows have so many cells."""
    return "".join(";".join("K" * width) + "\n" for width in widths).encode()


def named_twice(content, path):
    """The archive whose ``path`` is a second name, in an extra field, of a member called otherwise."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for one in archive.namelist():
            entry = zipfile.ZipInfo("other" if one == path else one)
            if one == path:
                name = b"\1" + struct.pack("<I", zlib.crc32(b"other")) + path.encode()
                entry.extra = struct.pack("<HH", 0x7075, len(name)) + name
            other.writestr(entry, archive.read(one))
    return buffer.getvalue()


def also(content, path, copied):
    """The archive with one member more, a copy of ``copied``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    return zipped(**files, **{path: files[copied]})


REFUSED = {
    "a shared text behind an element": (
        shared(f"<si><t>A<x/>{LONGEST}</t></si>".encode()),
        OVERFULL,
    ),
    "a value behind an element": (
        shared(cell=f'<c r="B2" t="str"><v><x/>{LONGEST}A</v></c>'.encode()),
        OVERFULL,
    ),
    "a value behind what would be a formula": (
        shared(cell=f'<c r="B2" t="str"><v><f/>{LONGEST}A</v></c>'.encode()),
        OVERFULL,
    ),
    "a text in a cell that should name one": (
        shared(cell=f'<c r="B2" t="s"><is><t>0</t><t>{LONGEST}</t></is></c>'.encode()),
        OVERFULL,
    ),
    "a shared text on a path with backslashes": (
        renamed(shared(si(MAX_LETTERS_OF_CELL + 1)), with_backslashes),
        OVERFULL,
    ),
    "a text under a second name": (named_twice(shared(), STRINGS), DAMAGED),
    "two members of one name": (also(shared(), with_backslashes(SHEET), SHEET), DAMAGED),
    "a number that names no text": (shared(cell=CELL.replace(b"4", b"99")), DAMAGED),
    "a tab without a member": (
        renamed(shared(), lambda path: path.replace("sheet1.xml", "sheet9.xml")),
        DAMAGED,
    ),
    "a row within a cell": (shared(cell=b'<c r="B2"><v><row r="1"/>4</v></c>'), DAMAGED),
    "a row before the first": (shared(cell=b'</row><row r="-9"><c><v>4</v></c>'), DAMAGED),
    "a cell of an ods within another": (
        of_ods("<text:p><table:table-cell/>Satu</text:p>"),
        DAMAGED,
    ),
    "a row of an ods that takes back others": (
        of_ods("<text:p>Satu</text:p>", "", 'table:number-rows-repeated="-9"'),
        DAMAGED,
    ),
    "spaces of an ods that take back others": (
        of_ods('<text:p>Satu<text:s text:c="-9"/></text:p>'),
        DAMAGED,
    ),
    "a column too many": (book(["K"] * (MAX_COLUMNS + 1)), TOO_BROAD),
    "a column too many of an ods": (
        of_ods("<text:p>Satu</text:p>", 'table:number-columns-repeated="600"'),
        TOO_BROAD,
    ),
    "a column too many of a csv": (of_csv(3, MAX_COLUMNS + 1), TOO_BROAD),
    "formulas without end": (shared(cell=b"<c><f/></c>" * MAX_COLUMNS), TOO_BROAD),
    "a csv with a wide row": (of_csv(500, *[1] * 10_000), TOO_WIDE),
    "a shared text": (shared(si(MAX_LETTERS_OF_CELL + 1)), OVERFULL),
    "a shared text in pieces": (
        shared(f"<si><r><t>{LONGEST}</t></r><r><t>A</t></r></si>".encode()),
        OVERFULL,
    ),
    "a text in its cell": (shared(cell=inline(LONGEST + "A")), OVERFULL),
    "a value in its cell": (
        shared(cell=f'<c r="B2" t="str"><v>{LONGEST}A</v></c>'.encode()),
        OVERFULL,
    ),
    "a number in two pieces": (
        shared(si(MAX_LETTERS_OF_CELL + 1) + b"<si/>" * 40, CELL.replace(b"4", b"4<!-- -->0")),
        OVERFULL,
    ),
    "a number with a sign": (shared(cell=CELL.replace(b"4", b"+4")), DAMAGED),
    "a number with a space": (shared(cell=CELL.replace(b"4", b" 4")), DAMAGED),
    "a text in an ods": (of_ods(f"<text:p>{LONGEST}A</text:p>"), OVERFULL),
    "an attribute of an ods": (of_ods("", f'office:string-value="{LONGEST}A"'), OVERFULL),
    "spaces of an ods": (of_ods('<text:p><text:s text:c="99999"/></text:p>'), OVERFULL),
    "lines of an ods": (of_ods("<text:p/>" * (MAX_LETTERS_OF_CELL + 1)), OVERFULL),
    "a cell of a csv": (f"Kode;Nama\nK01;{LONGEST}A\n".encode(), OVERFULL),
    "a very long cell of a csv": (b"Kode;Nama\nK01;" + b"A" * 200_000, OVERFULL),
    "a text of many cells": (
        shared(si(30_000), sharing(MAX_LETTERS // 30_000)),
        TOO_WORDY,
    ),
    "a cell of an ods in many columns": (
        of_ods(
            f"<text:p>{LONGEST[1:]}</text:p>",
            'table:number-columns-repeated="99"',
            'table:number-rows-repeated="99"',
        ),
        TOO_WORDY,
    ),
    "a cell of an ods in many rows": (
        of_ods(f"<text:p>{LONGEST[1:]}</text:p>", "", 'table:number-rows-repeated="9999"'),
        TOO_WORDY,
    ),
    "a formula of an ods in many rows": (
        of_ods("", f'table:formula="{LONGEST}"', 'table:number-rows-repeated="9999"'),
        TOO_WORDY,
    ),
    "texts within texts": (shared(b"<si><r/><si><t>a</t></si></si>"), DAMAGED),
    "more texts than cells": (shared(b"<si/>" * MAX_CELLS), DAMAGED),
    "texts of the file's own making": (
        changed(
            shared(b"<si><t>&x;</t></si>"),
            STRINGS,
            (b"<sst", b'<!DOCTYPE sst [<!ENTITY x "Satu">]><sst'),
        ),
        DAMAGED,
    ),
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_holds_more_text_than_can_be_laid_out_is_refused_with_one_sentence(which):
    content, sentence = REFUSED[which]

    with pytest.raises(InvalidInputError) as refusal:
        open_book(content, "berkas")

    assert refusal.value.message == sentence


def test_tabs_that_show_one_worksheet_count_its_text_each_time():
    content = shared(si(30_000), sharing(MAX_LETTERS // 60_000))
    tab = b'<sheet name="Lembar1" sheetId="1" r:id="rId1"/>'
    content = changed(content, "xl/workbook.xml", (tab, tab + tab.replace(b"Lembar1", b"L2") * 2))

    with pytest.raises(InvalidInputError) as refusal:
        measure(content, "berkas")

    assert refusal.value.message == TOO_WORDY


@pytest.mark.parametrize(
    "content",
    [
        shared(si(MAX_LETTERS_OF_CELL)),
        shared(cell=inline(LONGEST)),
        of_ods(f"<text:p>{LONGEST[1:]}</text:p>"),
        f"Kode;Nama;Singkatan\nK01;{LONGEST};S\n".encode(),
    ],
)
def test_the_longest_text_that_excel_takes_is_taken(content):
    (grid,) = open_book(content, "berkas").grids

    assert str(grid.rows[1][1]).count("A") >= MAX_LETTERS_OF_CELL - 1


def test_a_text_is_counted_in_each_cell_that_names_it_by_its_number():
    content = changed(
        shared(si(1_000), CELL.replace(b"4", b"5") + b'<c t="s"><v>5</v></c>' * 8),
        STRINGS,
        (b"<si><t>Kode</t></si>", b"<si><t/></si><si><t>Kode</t></si>"),
    )

    (extent,) = measure(content, "berkas")

    # One without letters has moved the others on: A1 to C2 are "", Kode, Nama, Singkatan, nine and C2.
    assert extent.letters == len("Kode") + len("Nama") + len("Singkatan") + 10 * 1_000


def test_comments_beside_the_cells_are_no_text_of_a_cell():
    comment = f"<comments><text><t>{LONGEST}A</t></text></comments>".encode()
    content = changed(book(KL_HEAD), "docProps/core.xml", (b"</cp:coreProperties>", comment))

    assert [one.rows for one in open_book(content, "berkas").grids] == [[list(KL_HEAD)]]


def placed(*rows):
    """An xlsx whose worksheet holds this XML in place of its rows."""
    content = book(())
    return changed(
        content, SHEET, (b"<sheetData/>", f"<sheetData>{''.join(rows)}</sheetData>".encode())
    )


VALUE = "<c><v>1</v></c>"


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (['<row r="1">' * 9, "</row>" * 9, f"<row>{VALUE}</row>"], (10, 1)),
        (['<row r="9"><c r="A1"/></row>', f"<row>{VALUE}</row>"], (10, 1)),
        (['<row r="9"/>', VALUE, f"<row>{VALUE}</row>"], (10, 2)),
        (['<row r="9">', VALUE, '<c r="A2"><v>1</v></c>', VALUE, "</row>"], (9, 2)),
    ],
)
def test_what_says_not_where_it_stands_is_measured_where_the_reader_puts_it(rows, size):
    content = placed(*rows)

    (extent,), (grid,) = measure(content, "berkas"), open_book(content, "berkas").grids

    assert (extent.rows, extent.columns) == size
    assert (len(grid.rows), len(grid.rows[0])) == size


def test_a_workbook_whose_paths_have_backslashes_is_read_with_its_formulas():
    content = renamed(book(KL_HEAD, ("K01", "Satu", "S"), A2='"K"&"01"'), with_backslashes)

    (grid,) = open_book(content, "berkas").grids

    assert grid.rows == [list(KL_HEAD), ["K01", "Satu", "S"]]
    assert ("A2" in grid.formulas, "A1" in grid.formulas) == (True, False)


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet"])
def test_tabs_that_are_no_worksheets_are_empty_and_those_behind_them_keep_their_formulas(kind):
    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    workbook.add_worksheet("Satu").write_row(0, 0, KL_HEAD)
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series({"values": "=Satu!$A$1:$C$1"})
    workbook.add_chartsheet("Grafik").set_chart(chart)
    workbook.add_worksheet("Dua").write_formula(1, 1, "=1+1", None, 2)
    workbook.close()
    content = renamed(buffer.getvalue(), lambda path: path.replace("chartsheet", kind))
    for path in ("xl/_rels/workbook.xml.rels", f"xl/{kind}s/sheet1.xml"):
        content = changed(content, path, (b"chartsheet", kind.encode()))

    first, between, last = open_book(content, "berkas").grids

    assert (first.rows, between.rows) == ([list(KL_HEAD)], [])
    assert (len(last.rows), "B2" in last.formulas, "B2" in first.formulas) == (2, True, False)


def test_a_csv_reaches_to_its_last_filled_cell_as_a_worksheet_does():
    content = b"Kode;Nama;;" + b";" * 9_999 + b"\nK01;Satu;S;;\nK02\n"

    (grid,) = open_book(content, "berkas").grids

    assert grid.rows == [["Kode", "Nama", ""], ["K01", "Satu", "S"], ["K02", "", ""]]


def test_as_many_columns_are_taken_as_may_be_mapped():
    assert len(open_book(of_csv(MAX_COLUMNS), "berkas").grids[0].rows[0]) == MAX_COLUMNS
