"""What files look like in the offices, and which of them are refused with one sentence."""

import io
import zipfile

import pytest

from erakortek.intake.matching import rows_of, tables_of
from erakortek.intake.workbooks import META_SHEET, open_book
from erakortek.lib.errors import InvalidInputError
from erakortek.reference.sheets import KL, REALISASI
from tests.intake.workbook import KL_HEAD, book, changed, ods, zipped


def read(sheet, content, name="berkas.xlsx"):
    tables = tables_of(sheet, open_book(content, name), name, {})
    return [(row, one) for table in tables for row, one in rows_of(sheet, table)]


def values(sheet, content, name="berkas.xlsx"):
    return [one.values for _, one in read(sheet, content, name)]


A = {"kode": "K01", "nama": "Kementerian Satu", "singkatan": "Kemensatu", "sampai": ""}


def test_columns_are_found_by_their_heads_in_any_order_below_any_title():
    content = book(
        ("DAFTAR KEMENTERIAN DAN LEMBAGA",),
        (),
        ("Keadaan 1 Januari 2027", "", "halaman 1"),
        ("No", "NAMA *", "kode", "Singkatan", "Catatan"),
        (1, "Kementerian  Satu ", " K01", "Kemensatu", "tidak dipakai"),
        ("", "", "", "", ""),
        ("", "Jumlah", "", "", 1),
    )

    (only,) = read(KL, content)

    assert only[0] == 5
    assert only[1].values == A
    assert only[1].cells["nama"] == "B5"


@pytest.mark.parametrize("numbers", [(1, 2, 3), ("(1)", "(2)", "(3)")])
def test_rows_that_number_the_columns_or_sum_up_are_passed_over(numbers):
    content = book(
        KL_HEAD,
        numbers,
        ("K01", "Kementerian Satu", "Kemensatu"),
        ("JUMLAH", "", ""),
        ("", "Total keseluruhan", 12),
        ("Jumlah Program: 1", "", ""),
        ("", "Sub Total :", ""),
    )

    assert values(KL, content) == [A]


def test_a_row_that_only_looks_like_numbers_or_a_total_is_not_passed_over():
    content = book(
        KL_HEAD,
        (1, "", ""),
        ("K01", "Jumlah Penduduk", ""),
        ("", "Jumlah Penduduk Miskin", "JPM"),
        ("", "Jumlahan", ""),
        (1, 2, 3),
    )

    assert [row for row, _ in read(KL, content)] == [2, 3, 4, 5, 6]


def test_a_head_over_two_rows_is_put_together():
    content = book(
        ("Kode", "Uraian", ""), ("", "Nama", "Singkatan"), ("K01", "Kementerian Satu", "Kemensatu")
    )

    assert values(KL, content) == [A]


def test_numbers_stored_as_text_and_texts_stored_as_numbers_are_the_same():
    head = ("Kode indikator", "Kode wilayah", "Tahun", "Nilai", "Sumber")
    content = book(head, ("F1.04", "11", 2024, "12,50", "BPS"), ("F1.04", 11, "2024", 12.5, "BPS"))

    first, second = values(REALISASI, content)
    (third,) = values(REALISASI, book(head, ("F1.04", 11, 2024, 938.868, "BPS")))

    assert first == second
    assert third["nilai"] == "938.868"  # not 938 thousand, as the text "938.868" would be
    assert first["nilai"] == "12.5"
    assert first["wilayah"] == "11"


AS_TEXT = "Ubah format selnya menjadi Teks, lalu tulis ulang."


def test_a_code_kept_as_a_number_with_a_fraction_may_have_lost_a_zero_and_is_not_taken():
    head = ("Kode indikator", "Kode wilayah", "Tahun", "Nilai", "Sumber")
    content = book(head, ("F1.04", 11.1, 2024, 12.5, "BPS"), ("F1.04", "11.10", 2024, 12.5, "BPS"))

    (_, number), (_, text) = read(REALISASI, content)

    (finding,) = number.findings
    assert (finding.sel, finding.is_blocking, finding.saran) == ("B2", True, AS_TEXT)
    assert finding.pesan == (
        "Kode wilayah ini tersimpan sebagai angka, sehingga nol di belakangnya dapat hilang."
    )
    assert (text.findings, text.values["wilayah"]) == ([], "11.10")


def test_a_long_number_that_excel_has_rounded_is_not_taken_for_a_text():
    nip = 198501012010011001
    content = book(KL_HEAD, ("K01", nip, "S"), ("K02", str(nip), "S"), ("K03", 2024, "S"))

    (_, rounded), (_, text), (_, short) = read(KL, content)

    assert [(one.sel, one.pesan, one.saran) for one in rounded.findings] == [
        ("B2", "Angka lebih dari 15 digit dibulatkan oleh Excel.", AS_TEXT)
    ]
    assert text.findings == short.findings == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Kode;Nama;Singkatan\nK01;Kementerian Satu;Kemensatu\n", "utf-8-sig"),
        ("Kode,Nama,Singkatan\nK01,Kementerian Satu,Kemensatu\n", "utf-8"),
        ("Kode;Nama;Singkatan\nK01;Kementerian Satu;“Satu”\n", "cp1252"),
    ],
)
def test_csv_comes_in_either_dialect_and_encoding(text, encoding):
    (only,) = values(KL, text.encode(encoding), "kl.csv")

    assert only["nama"] == "Kementerian Satu"
    assert only["singkatan"] in {"Kemensatu", "“Satu”"}


def test_a_csv_whose_second_row_is_shorter_is_no_head_over_two_rows():
    ((row, only),) = read(KL, b";Kode;Nama;Singkatan\nx\n;K01;Kementerian Satu;Kemensatu\n")

    assert (row, only.values) == (3, A)


@pytest.mark.parametrize(
    "text",
    [
        'Kode,Nama,Singkatan\nK01,"Café; a; b; c; d",S\n',
        'Kode,Nama,Singkatan\nK01,"Café; a",S\nK02,"Tè; b; c; d",S\n',
        "Daftar K/L, lembaga, badan, dan lain-lain\nKode;Nama;Singkatan\nK01;Café, b, c, d;S\n",
        'Kode;Nama;Singkatan\nK01;"Café, a, b, c, d, e, f";S\n',
        "Nama;Kode;Singkatan\nCafé, satu, dua;K01;S\nCafé, tiga, empat;K02;S\n",
    ],
)
def test_signs_inside_the_texts_of_a_csv_do_not_decide_where_it_is_split(text):
    first, *_ = values(KL, text.encode(), "kl.csv")

    assert first["nama"].startswith("Café")
    assert (first["kode"], first["singkatan"]) == ("K01", "S")


def test_a_text_that_looks_like_a_formula_stays_text():
    (only,) = values(KL, b"Kode;Nama;Singkatan\nK01;'=1+1;-\n", "kl.csv")

    assert only["nama"] == "=1+1"
    assert only["singkatan"] == ""


def test_a_formula_in_a_key_is_found_and_one_elsewhere_is_not():
    content = book(KL_HEAD, ("K01", "Satu", "S"), ("K02", "Dua", "D"), A2='"K"&"01"', B3="A3")

    first, second = read(KL, content)

    assert [(one.sel, one.aturan) for one in first[1].findings] == [("A2", "rumus")]
    assert [one.aturan for one in second[1].findings] == []


def with_meta(lembar, versi):
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    workbook.add_worksheet("Isi").write_row(0, 0, KL_HEAD)
    meta = workbook.add_worksheet(META_SHEET)
    meta.write_row(0, 0, ("lembar", lembar))
    meta.write_row(1, 0, ("versi", versi))
    workbook.close()
    return buffer.getvalue()


def test_an_open_document_is_read_like_any_other():
    content = ods(KL_HEAD, ("K01", "Kementerian Satu", "Kemensatu"))

    assert values(KL, content, "kl.ods") == [A]


def stretched(row, column, text="x"):
    """A small table with one more cell, far away from it."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    page = workbook.add_worksheet()
    page.write_row(0, 0, KL_HEAD)
    page.write(row, column, text, workbook.add_format({"bold": True}))
    workbook.close()
    return buffer.getvalue()


def lying(path, size):
    """A zip bomb whose directory says that ``path`` is one byte long."""
    content = bytearray(zipped(**{path: b"0" * size}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + place
        content[at : at + 4] = (1).to_bytes(4, "little")
    return bytes(content)


SHEET = "xl/worksheets/sheet1.xml"
FAR = stretched(1_048_575, 16_383)
FAR_PARTS = ((SHEET.encode()[3:], b"elsewhere/one.bin"),)


def moved(content):
    """The worksheet under a path that no spreadsheet program would choose."""
    content = changed(content, "xl/_rels/workbook.xml.rels", *FAR_PARTS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    files["xl/elsewhere/one.bin"] = files.pop(SHEET)
    return zipped(**files)


def repeated(rows="", columns=""):
    """An ods with a filled cell that stands there many times."""
    content = ods(KL_HEAD, ("K01", "Satu", "S"))
    row, cell = b"<table:table-row>", b"<table:table-cell office"
    return changed(
        content,
        "content.xml",
        (row, row[:-1] + rows.encode() + b">"),
        (cell, b"<table:table-cell " + columns.encode() + b" office"),
    )


def two_tabs():
    """The second tab holds a formula in its key, and lies in the first file of the archive."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    for title, formula in (("Dua", '"K"&"02"'), ("Satu", None)):
        page = workbook.add_worksheet(title)
        page.write_row(0, 0, KL_HEAD)
        page.write_row(1, 0, ("K01", "Nama", "S"))
        if formula:
            page.write_formula(1, 0, formula, None, "K02")
    workbook.close()
    first, second = (
        b'<sheet name="Dua" sheetId="1" r:id="rId1"/>',
        b'<sheet name="Satu" sheetId="2" r:id="rId2"/>',
    )
    return changed(buffer.getvalue(), "xl/workbook.xml", (first + second, second + first))


def test_a_formula_is_found_in_its_own_tab_whatever_the_order_of_the_files():
    found = [(one.values["kode"], [f.sel for f in one.findings]) for _, one in read(KL, two_tabs())]

    assert found == [("K01", []), ("K02", ["A2"])]


def test_a_formula_is_found_however_the_cell_is_written():
    content = book(KL_HEAD, ("", "Satu", "S"), A2='"K"&"01"')
    content = changed(content, SHEET, (b'<c r="A2"', b'<c s="0"\n r="A2"'))

    assert [one.sel for _, row in read(KL, content) for one in row.findings] == ["A2"]


def test_a_formula_in_a_key_of_an_open_document_is_found():
    content = ods(KL_HEAD, ("K01", "Satu", "S"))
    place = b'office:value-type="string"><text:p>K01'
    content = changed(content, "content.xml", (place, b'table:formula="of:=[.B1]" ' + place))

    ((_, row),) = read(KL, content, "kl.ods")

    assert [(one.sel, one.aturan) for one in row.findings] == [("A2", "rumus")]


def test_formulas_of_formats_below_the_cells_are_none_of_a_key():
    content = book(KL_HEAD, ("K01", "Satu", "S"), ("K02", "", ""))
    rule = b'</sheetData><extLst><x:f xmlns:x="x">A1</x:f></extLst>'
    content = changed(content, SHEET, (b"</sheetData>", rule))

    assert all(one.aturan != "rumus" for _, row in read(KL, content) for one in row.findings)


def test_cells_that_only_have_a_format_and_empty_ends_of_an_ods_are_no_reason_to_refuse():
    content = stretched(1_048_575, 16_383, "")
    ends = (b"</table:table>", ENDS.encode() + b"</table:table>")
    of_ods = changed(ods(KL_HEAD, ("K01", "Kementerian Satu", "Kemensatu")), "content.xml", ends)

    assert b'r="XFD1048576"' in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    assert values(KL, content) == []
    assert values(KL, of_ods, "kl.ods") == [A]


ENDS = (
    '<table:table-row table:number-rows-repeated="1048574">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
REFUSED = {
    "a cell in the last corner": (FAR, "200.000 baris"),
    "a lone space far away": (stretched(199_000, 60, " "), "5.000.000 sel"),
    "a far cell at an odd path": (moved(FAR), "200.000 baris"),
    "a far cell in malformed XML": (
        changed(FAR, SHEET, (b"<sheetData>", b"<a b=&/><sheetData>")),
        "rusak",
    ),
    "a far cell behind an odd encoding": (changed(FAR, SHEET, (b"UTF-8", b"bogus")), "200.000"),
    "a row repeated": (repeated(' table:number-rows-repeated="1048576"'), "200.000 baris"),
    "a cell repeated": (
        repeated(' table:number-rows-repeated="9999"', 'table:number-columns-repeated="599"'),
        "5.000.000 sel",
    ),
    "a zip bomb that lies": (lying("xl/a.xml", 401 * 1024 * 1024), "mengembang"),
    "empty": (b"", "kosong"),
    "damaged": (book(KL_HEAD)[:-200], "rusak"),
    "not a workbook": (zipped(a="b"), "rusak"),
    "an image": (b"\x89PNG\x00\x00\x00", "rusak"),
    "with a password": (
        b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "dikunci dengan sandi",
    ),
    "with macros": (zipped(**{"xl/vbaProject.bin": b"x"}), "makro"),
    "a zip bomb": (zipped(**{"xl/a.xml": b"0" * 401 * 1024 * 1024}), "mengembang"),
    "without our columns": (book(("Apa", "Saja"), (1, 2)), "tidak memuat kolom"),
    "another template": (with_meta("nomenklatur", "1"), "templat lembar “nomenklatur”"),
    "an old template": (with_meta("kl", "0"), "templat versi 0"),
    "too many rows": (b"Kode;Nama\n" + b"K;N\n" * 200_001, "200.000 baris"),
}


@pytest.mark.parametrize("which", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_with_one_sentence(which):
    content, words = REFUSED[which]

    with pytest.raises(InvalidInputError) as refusal:
        read(KL, content)

    assert words in refusal.value.message
    assert refusal.value.message.endswith(".")
