"""Rows into a sheet as an operator brings them: previewed, then applied."""

from erakortek.intake import selectors, services
from tests.intake.workbook import book


def take(sheet, *rows):
    """Preview and apply rows (column name → text); the sentences of what was refused."""
    heads = list(rows[0])
    content = book(
        [sheet.column(name).label for name in heads],
        *[[row[name] for name in heads] for row in rows],
    )
    batch = services.read_now(sheet=sheet, content=content, name="berkas.xlsx")
    assert not batch.pesan
    services.apply_batch(batch_id=batch.pk, actor=None)
    found = selectors.findings_of(selectors.rows_with_findings(batch))
    return [finding.pesan for _, finding in found]
