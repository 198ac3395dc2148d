"""What would hold up a request is laid out anew: openpyxl is given only what it opens in a second."""

import pytest

from erakortek.intake.cells import Finding
from erakortek.intake.marking import marked
from tests.intake.sheet_xml import CELL, many, sheet_xml

META = (("lembar", "kl"), ("versi", "1"))
CHECK = '<dataValidation type="whole" sqref="A{}"><formula1>1</formula1></dataValidation>'
RULE = '<cfRule type="cellIs" priority="1" operator="equal"><formula>1</formula></cfRule>'
FORMAT = f'<conditionalFormatting sqref="A{{}}">{RULE}</conditionalFormatting>'
NOTE = '<comment ref="A{}" authorId="0"><text><t>x</t></text></comment>'
TITLES = '<definedName name="_xlnm.Print_Titles" localSheetId="0">S1!{}</definedName>'
BREAK, MERGED = '<brk id="{}"/>', '<mergeCell ref="A{0}:B{0}"/>'
ROW = '<row r="{}"><c><v>1</v></c></row>'

HEAVY = {
    "cells without a value": lambda n: sheet_xml(many('<row r="{}"><c/></row>', 50 * n)),
    "rows with nothing but a height": lambda n: sheet_xml(CELL + many('<row ht="3"/>', 50 * n)),
    "checks of input": lambda n: sheet_xml(
        after=f"<dataValidations>{many(CHECK, 20 * n)}</dataValidations>"
    ),
    "one check of many ranges": lambda n: sheet_xml(
        after='<dataValidations><dataValidation type="whole" sqref="'
        f'{many("A{}", 70 * n, " ")}"/></dataValidations>'
    ),
    "conditional formats": lambda n: sheet_xml(after=many(FORMAT, 12 * n)),
    "comments": lambda n: sheet_xml(notes=many(NOTE, 8 * n)),
    "breaks of pages": lambda n: sheet_xml(after=f"<rowBreaks>{many(BREAK, 34 * n)}</rowBreaks>"),
    "merged cells": lambda n: sheet_xml(after=f"<mergeCells>{many(MERGED, 5 * n)}</mergeCells>"),
    "a link over whole columns": lambda n: sheet_xml(
        after=f'<hyperlinks><hyperlink ref="A1:A{30 * n}" location="A1"/></hyperlinks>'
    ),
    "one worksheet behind many tabs": lambda n: sheet_xml(many(ROW, n), tabs=n // 10),
    "a name that is looked through from each letter on": lambda n: sheet_xml(
        names=TITLES.format("$A:$A" * (4 * n))
    ),
}
SIZE = 1_000


@pytest.mark.parametrize("which", HEAVY)
def test_what_costs_openpyxl_seconds_is_not_opened(which):
    assert marked(HEAVY[which](SIZE), {}, [], META) is None


@pytest.mark.parametrize("which", HEAVY)
def test_a_few_of_the_same_are_opened(which):
    assert marked(HEAVY[which](SIZE // 50), {}, [], META) is not None


def test_a_format_longer_than_excel_has_it_is_not_opened():
    text = '<numFmts><numFmt numFmtId="200" formatCode="{}"/></numFmts>'

    assert marked(sheet_xml(formats=text.format("0" * 255)), {}, [], META) is not None
    assert marked(sheet_xml(formats=text.format("0" * 256)), {}, [], META) is None


def test_what_is_to_be_marked_weighs_too():
    content = sheet_xml(many('<row r="{}"><c><v>1</v></c><c><v>2</v></c></row>', 10_000))
    found = {("S1", f"A{row}"): [Finding("Nama", "", "teks", "Salah.")] for row in range(1, 3_000)}
    few = dict(list(found.items())[:200])
    line = ("S1", "A1", "Nama", "teks", "Salah.", "")

    assert marked(content, few, [line] * len(few), META) is not None
    assert marked(content, found, [line] * len(found), META) is None
