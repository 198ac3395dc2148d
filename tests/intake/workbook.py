"""Small workbooks for the tests, as people make them."""

import io

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
