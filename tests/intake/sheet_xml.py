"""An xlsx made by hand, smaller than any spreadsheet writes it, to be filled with what costs most."""

from tests.intake.workbook import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TAB = '<sheet name="S{0}" sheetId="{0}" r:id="rId1"/>'
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
NOTES = f'<Relationship Id="rId9" Type="{OFFICE}/comments" Target="../comments1.xml"/>'


def relations(text):
    return f'<Relationships xmlns="{PACKAGE}/relationships">{text}</Relationships>'


def sheet_xml(cells=CELL, after="", *, before="", tabs=1, names="", formats="", notes=""):
    """A workbook "S1" whose worksheet holds ``cells`` and what stands before and after them."""
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{KIND}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="rId{place}" Type="{OFFICE}/{kind}" Target="{target}.xml"/>'
        for place, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1"), ("styles", "styles")), start=1
        )
    )
    document = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    sheets = "".join(TAB.format(place) for place in range(1, tabs + 1))
    return zipped(
        **{
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{PACKAGE}.relationships+xml"/>{types}</Types>',
            "_rels/.rels": relations(document),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>",
            "xl/_rels/workbook.xml.rels": relations(related),
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}<fonts><font/></fonts><fills>'
            "<fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/>"
            '</cellStyleXfs><cellXfs><xf/></cellXfs><cellStyles><cellStyle name="Normal" xfId="0" '
            'builtinId="0"/></cellStyles></styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}'
            f"<sheetData>{cells}</sheetData>{after}</worksheet>",
            "xl/worksheets/_rels/sheet1.xml.rels": relations(NOTES if notes else ""),
            "xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors><author>a</author></authors>'
            f"<commentList>{notes}</commentList></comments>",
        }
    )


def many(text, times, sep=""):
    """``text`` so often, with its number where it has a place for it."""
    return sep.join(text.format(number) for number in range(1, times + 1))
