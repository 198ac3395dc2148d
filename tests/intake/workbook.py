"""Small workbooks for the tests, as people make them."""

import io
import zipfile

from xlsxwriter import Workbook

KL_HEAD = ("Kode", "Nama", "Singkatan")


def book(*rows, name="Lembar1", **formulas):
    """The bytes of an xlsx with these rows; ``formulas`` are address → formula."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"strings_to_formulas": False})
    page = workbook.add_worksheet(name)
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            page.write(row, place, cell)
    for address, formula in formulas.items():
        page.write_formula(address, formula, None, "K01")
    workbook.close()
    return buffer.getvalue()


def tabs(*tables):
    """The bytes of an xlsx with a worksheet for each table of rows."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    for rows in tables:
        page = workbook.add_worksheet()
        for row, cells in enumerate(rows):
            page.write_row(row, 0, cells)
    workbook.close()
    return buffer.getvalue()


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(content, path, *pairs):
    """The archive with pieces of one member replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    for old, new in pairs:
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    return zipped(**files)


def renamed(content, change):
    """The archive with its members elsewhere: ``change`` makes of each path its new one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped(**{change(one): archive.read(one) for one in archive.namelist()})


def with_backslashes(path):
    return path.replace("/", "\\")


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
