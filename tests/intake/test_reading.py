"""What files look like in the offices, and which of them are refused with one sentence."""

import io
import zipfile

import pytest

from erakortek.intake.matching import rows_of, tables_of
from erakortek.intake.workbooks import META_SHEET, open_book
from erakortek.lib.errors import InvalidInputError
from erakortek.reference.sheets import KL, REALISASI
from tests.intake.workbook import KL_HEAD, book


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


def test_a_text_that_looks_like_a_formula_stays_text():
    (only,) = values(KL, b"Kode;Nama;Singkatan\nK01;'=1+1;-\n", "kl.csv")

    assert only["nama"] == "=1+1"
    assert only["singkatan"] == ""


def test_a_formula_in_a_key_is_found_and_one_elsewhere_is_not():
    content = book(KL_HEAD, ("K01", "Satu", "S"), ("K02", "Dua", "D"), A2='"K"&"01"', B3="A3")

    first, second = read(KL, content)

    assert [(one.sel, one.aturan) for one in first[1].findings] == [("A2", "rumus")]
    assert [one.aturan for one in second[1].findings] == []


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


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


ODS_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def ods(*rows):
    """A minimal OpenDocument spreadsheet."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(
        f"<table:table-row>{''.join(ODS_CELL.format(cell) for cell in row)}</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" '
        f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Isi">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(**{"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": "<x/>"})


def test_an_open_document_is_read_like_any_other():
    content = ods(KL_HEAD, ("K01", "Kementerian Satu", "Kemensatu"))

    assert values(KL, content, "kl.ods") == [A]


REFUSED = {
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
