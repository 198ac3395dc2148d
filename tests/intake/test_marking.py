"""The sender gets back their own workbook: only marks and a list are added, the rest is as it was."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.styles import GradientFill, PatternFill
from xlsxwriter import Workbook

from erakortek.intake import services, writing
from erakortek.intake.cells import Finding
from erakortek.intake.marking import REPAIRS, marked
from erakortek.intake.workbooks import open_book
from erakortek.reference.sheets import KL
from tests.intake.workbook import KL_HEAD, book, changed

BAD, WARN, HEAD = "00F9D7D3", "00F7E6C4", "FFABCDEF"
SHEET = "xl/worksheets/sheet1.xml"
SINCE = datetime.fromisoformat("2027-01-31")
MOMENT = datetime.fromisoformat("2027-01-31T14:30")
MANY, TOO_MANY = 20_000, 50_000  # rows
META = (("lembar", "kl"), ("versi", "1"))


def sent(nama="", rows=0):
    """A workbook as an office makes it: a merged title, a blank row, a head over two rows."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"strings_to_formulas": False})
    page = workbook.add_worksheet("Daftar K&L")
    title = workbook.add_format({"bold": True, "font_size": 14, "align": "center"})
    head = workbook.add_format({"bg_color": "#ABCDEF", "border": 1})
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    page.merge_range("A1:E1", "DAFTAR KEMENTERIAN", title)
    page.merge_range("C3:E3", "Uraian", head)
    page.write_row(2, 0, ("No", "Kode"), head)
    page.write_row(3, 2, ("Nama", "Singkatan", "Sejak"), head)
    page.write_row(4, 0, (1, "Z1", nama, "=BUKAN"))
    page.write_datetime(4, 4, SINCE, day)
    page.write_row(5, 0, (2, "Z2", "Dua"))
    page.write_formula(5, 3, '="S"&"2"', None, "S2")
    page.write_comment("B5", "dari Biro Umum", {"author": "Sari"})
    page.set_column("C:C", 41.5)
    page.set_row(3, 33)
    page.data_validation("D5:D99", {"validate": "list", "source": ["S1", "S2"]})
    page.conditional_format("A5:A99", {"type": "cell", "criteria": ">", "value": 9, "format": head})
    page.freeze_panes(4, 2)
    page.autofilter("A4:E6")
    for row in range(rows):
        page.write(9 + row, 0, row)
    workbook.add_worksheet("Catatan").write(0, 0, "tidak dibaca")
    workbook.close()
    return buffer.getvalue()


def returned(content, name="kl.xlsx"):
    """What comes back for an upload, opened."""
    batch = services.read_now(sheet=KL, content=content, name=name)
    return writing.annotated(KL, batch)


def pages_of(content):
    return load_workbook(io.BytesIO(content))


def fill(cell):
    return cell.fill.fgColor.rgb


@pytest.mark.django_db
def test_everything_but_the_marks_is_as_it_was_sent():
    content = sent()
    before, after = (pages_of(one)["Daftar K&L"] for one in (content, returned(content)))

    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert after.column_dimensions["C"].width == before.column_dimensions["C"].width
    assert after.row_dimensions[4].height == 33
    assert (after["A1"].font.b, after["A1"].font.sz, after["B3"].fill.fgColor.rgb) == (
        *(True, 14),
        HEAD,
    )
    assert after["C4"].border.left.style == "thin"
    assert (after["E5"].value, after["E5"].number_format) == (SINCE, "dd-mm-yyyy")
    assert [(one.sqref, one.formula1) for one in after.data_validations.dataValidation] == [
        (one.sqref, one.formula1) for one in before.data_validations.dataValidation
    ]
    assert [str(one.sqref) for one in after.conditional_formatting] == ["A5:A99"]
    assert (after.freeze_panes, after.auto_filter.ref) == ("C5", "A4:E6")


@pytest.mark.django_db
def test_marks_stand_at_the_cells_that_were_found_below_titles_and_blank_rows():
    book = pages_of(returned(sent()))
    page = book["Daftar K&L"]
    marks = {
        cell.coordinate: fill(cell) for row in page["A5:E6"] for cell in row if cell.fill.fill_type
    }

    assert book.sheetnames == ["Daftar K&L", "Catatan", REPAIRS, "_erakortek"]
    assert book["_erakortek"].sheet_state == "hidden"
    assert marks == {"C5": BAD}
    assert page["C5"].comment.text == "e-Rakortek: Nama belum diisi. Isi selnya."
    assert page["B5"].comment.text == "dari Biro Umum"
    assert [[cell.value for cell in row] for row in book[REPAIRS]] == [
        ["Lembar", "Sel", "Kolom", "Aturan", "Temuan", "Saran"],
        ["Daftar K&L", "C5", "Nama", "wajib", "Nama belum diisi.", "Isi selnya."],
    ]


@pytest.mark.django_db
def test_formulas_of_the_sender_come_out_as_their_values_and_texts_stay_texts():
    with zipfile.ZipFile(io.BytesIO(returned(sent()))) as archive:
        xml = archive.read(SHEET).decode()

    assert re.findall(r'<c r="(D[56])"[^>]* t="(\w+)">(.*?)</c>', xml) == [
        ("D5", "inlineStr", "<is><t>=BUKAN</t></is>"),
        ("D6", "inlineStr", "<is><t>S2</t></is>"),
    ]


@pytest.mark.django_db
def test_mended_it_goes_in_again_and_its_marks_are_gone():
    again = services.read_now(sheet=KL, content=returned(sent()), name="kl.xlsx")
    mended = changed_cell(returned(sent()), "C5", "Satu")
    page = pages_of(returned(mended))

    assert [(one.baris, one.status) for one in again.daftar_baris.all()] == [
        (5, "SALAH"),
        (6, "BARU"),
    ]
    assert page["Daftar K&L"]["C5"].comment is None
    assert page["Daftar K&L"]["C5"].fill.fill_type is None
    assert page["Daftar K&L"]["B5"].comment.text == "dari Biro Umum"
    assert page[REPAIRS].max_row == 1


def changed_cell(content, sel, text):
    def edit(opened):
        opened["Daftar K&L"][sel] = text

    return edited(content, edit)


def mark(content, *sels, title="Daftar K&L", pesan="Salah.", is_blocking=True):
    finding = Finding("Nama", "", "teks", pesan, is_blocking=is_blocking)
    return marked(content, {(title, sel): [finding] for sel in sels}, [], META)


def test_a_warning_has_its_own_colour_and_words_of_the_sender_stay_in_the_comment():
    page = pages_of(mark(sent(), "B5", is_blocking=False))["Daftar K&L"]

    assert fill(page["B5"]) == WARN
    assert page["B5"].comment.text == "dari Biro Umum\ne-Rakortek: Salah."
    assert page["B5"].comment.author == "Sari"


def test_what_is_found_under_a_merged_head_is_marked_where_one_sees_it():
    page = pages_of(mark(sent(), "D3"))["Daftar K&L"]

    assert (fill(page["C3"]), page["C3"].comment.text) == (BAD, "e-Rakortek: Salah.")


def test_twenty_thousand_cells_are_marked_too():
    page = pages_of(mark(sent(rows=MANY), "C5"))["Daftar K&L"]

    assert (fill(page["C5"]), page["A6000"].value) == (BAD, 5990)


def test_a_cell_that_is_not_there_yet_is_marked_too():
    page = pages_of(mark(sent(), "G40"))["Daftar K&L"]

    assert (fill(page["G40"]), page["G40"].value) == (BAD, None)


def test_what_a_text_of_a_finding_begins_with_makes_no_formula_of_it():
    content = marked(sent(), {}, [("=1+1", "\x01+2", "", "", "", "")], META)
    cells = pages_of(content)[REPAIRS][2][:2]

    assert [(one.value, one.data_type) for one in cells] == [("=1+1", "s"), ("+2", "s")]


def edited(content, edit):
    """The workbook as its sender saves it after ``edit``."""
    opened, buffer = pages_of(content), io.BytesIO()
    edit(opened)
    opened.save(buffer)
    return buffer.getvalue()


def filled(fill):
    def edit(opened):
        opened["Daftar K&L"]["C5"].fill = fill

    return edited(sent(), edit)


OWN_FILLS = {
    "one colour": PatternFill("solid", fgColor="FF00FF00"),
    "a gradient": GradientFill(stop=("FF00FF00", "FFFFFFFF")),
    "none": PatternFill(),
}


@pytest.mark.parametrize("which", OWN_FILLS)
def test_a_cell_that_is_mended_has_the_fill_of_its_sender_again(which):
    content = filled(OWN_FILLS[which])
    cell = pages_of(marked(mark(content, "C5"), {}, [], META))["Daftar K&L"]["C5"]

    assert repr(cell.fill) == repr(pages_of(content)["Daftar K&L"]["C5"].fill)
    assert cell.comment is None


def test_marked_round_after_round_it_still_has_the_fill_of_its_sender():
    content = filled(OWN_FILLS["one colour"])
    thrice = mark(mark(mark(content, "C5"), "C5", is_blocking=False), "C5")
    cell = pages_of(marked(thrice, {}, [], META))["Daftar K&L"]["C5"]

    assert fill(pages_of(thrice)["Daftar K&L"]["C5"]) == BAD
    assert fill(cell) == "FF00FF00"


def test_a_colour_that_the_sender_gives_a_marked_cell_stays():
    def recolour(opened):
        opened["Daftar K&L"]["C5"].fill = OWN_FILLS["one colour"]

    again = marked(edited(mark(sent(), "C5"), recolour), {}, [], META)

    assert fill(pages_of(again)["Daftar K&L"]["C5"]) == "FF00FF00"


def with_own_list(title, rows):
    def edit(opened):
        opened.create_sheet(title)["A1"] = "milik pengirim"

    return edited(sent(rows=rows), edit)


@pytest.mark.django_db
@pytest.mark.parametrize("title", [REPAIRS, "DAFTAR PERBAIKAN"])
@pytest.mark.parametrize("rows", [0, TOO_MANY])
def test_a_list_of_the_sender_of_the_same_name_stays_and_ours_has_another(title, rows):
    twice = open_book(returned(returned(with_own_list(title, rows))), "kl.xlsx").grids

    assert [one.nama for one in twice][:3] == ["Daftar K&L", "Catatan", title]
    assert len(twice) == 4
    assert twice[3].nama.startswith(f"{REPAIRS} (")
    assert twice[2].rows[0][0] == "milik pengirim"


def test_two_findings_in_one_merged_cell_are_one_comment():
    content = changed(sent(), SHEET, (b'ref="C3:E3"', b'ref="C5:E5"'))
    page = pages_of(mark(content, "C5", "D5"))["Daftar K&L"]
    back = pages_of(marked(mark(content, "C5", "D5"), {}, [], META))["Daftar K&L"]

    assert page["C5"].comment.text == "e-Rakortek: Salah.\nSalah."
    assert (back["C5"].comment, back["C5"].fill.fill_type) == (None, None)


def named_in_meta(*rows):
    """A marked file whose hidden worksheet somebody has written into."""

    def edit(opened):
        for row in rows:
            opened["_erakortek"].append(row)

    return edited(mark(sent(), "C5"), edit)


@pytest.mark.parametrize(
    "row",
    [
        ("tanda", "Daftar K&L", "ZZZ9999999"),
        ("tanda", "Daftar K&L", "=1"),
        ("tanda", "Tidak ada", "A1"),
        ("tanda", "_erakortek", "A1"),
        ("tanda",),
    ],
)
def test_a_mark_that_is_nowhere_is_passed_over(row):
    assert fill(pages_of(mark(named_in_meta(row), "C5"))["Daftar K&L"]["C5"]) == BAD


def test_cells_merged_twice_over_are_laid_out_anew():
    content = changed(
        sent(),
        SHEET,
        (b'<mergeCell ref="C3:E3"/>', b'<mergeCell ref="C3:E3"/><mergeCell ref="D3:D5"/>'),
    )

    assert mark(content, "D5") is None


def test_a_finding_of_a_worksheet_of_charts_is_left_out():
    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    workbook.add_worksheet("Isi").write(0, 0, 1)
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=Isi!$A$1:$A$1"})
    workbook.add_chartsheet("Grafik").set_chart(chart)
    workbook.close()

    assert pages_of(mark(buffer.getvalue(), "A1", title="Grafik")).sheetnames == [
        *("Isi", "Grafik", REPAIRS, "_erakortek")
    ]


@pytest.mark.django_db
def test_a_cell_with_a_day_and_a_time_keeps_both_where_it_is_laid_out_anew():
    content = edited(sent(rows=TOO_MANY), timed)
    page = pages_of(returned(content))["Daftar K&L"]

    assert (page["E5"].value, page["E5"].number_format) == (MOMENT, "dd-mm-yyyy hh.mm")
    assert (page["E6"].value, page["E6"].number_format) == (SINCE, "dd-mm-yyyy")


def timed(opened):
    page = opened["Daftar K&L"]
    page["E5"], page["E6"] = MOMENT, SINCE


BEYOND = {
    "more cells than a request may open": sent(rows=TOO_MANY),
    "no xlsx": b"Kode;Nama\n",
    "a damaged one": sent()[:-100],
    "merged to the last corner": changed(
        sent(), SHEET, (b'<mergeCell ref="A1:E1"/>', b'<mergeCell ref="A1:XFD1048576"/>')
    ),
    "a link over everything": changed(
        sent(),
        SHEET,
        (
            b"</mergeCells>",
            b'</mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
        ),
    ),
    "styles without end": changed(
        sent(), "xl/styles.xml", (b"</cellXfs>", b"<xf/>" * 60_000 + b"</cellXfs>")
    ),
    "what openpyxl cannot read": changed(
        sent(), "xl/styles.xml", (b"<cellXfs", b"<!DOCTYPE x><cellXfs")
    ),
    "entities of its own": changed(
        sent(),
        "xl/styles.xml",
        (b"<styleSheet", b'<!DOCTYPE styleSheet [<!ENTITY a "b">]><styleSheet'),
    ),
}


@pytest.mark.parametrize("which", BEYOND)
def test_what_is_not_small_and_sound_is_laid_out_anew(which):
    assert mark(BEYOND[which], "A5") is None


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [0, TOO_MANY])
def test_either_way_the_list_of_an_earlier_round_makes_place_for_the_new_one(rows):
    twice = returned(returned(sent(rows=rows)))

    assert [one.nama for one in open_book(twice, "kl.xlsx").grids] == [
        *("Daftar K&L", "Catatan"),
        REPAIRS,
    ]


@pytest.mark.django_db
def test_a_cell_formatted_in_the_last_corner_costs_nothing():
    content = changed(
        book(KL_HEAD, ("Z1", "", "")),
        SHEET,
        (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'),
    )

    assert fill(pages_of(returned(content))["Lembar1"]["B2"]) == BAD


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [0, TOO_MANY])
def test_either_way_a_line_of_the_list_is_as_high_as_its_words(rows):
    long = sent(nama="Badan " * 60, rows=rows)  # told in full: three lines of 70 letters
    page = pages_of(returned(long))[REPAIRS]

    assert page["E2"].value.startswith("Nama “Badan Badan")
    assert page.row_dimensions[2].height == 15 * -(-len(page["E2"].value) // 70)
