"""Rows that are retired rather than deleted: what says so, and how a list is narrowed to them."""

from collections.abc import Callable
from datetime import date, timedelta

from erakortek.intake.sheets import Sheet, Values
from erakortek.lib.dates_id import show_date

IN_FORCE, RETIRED = "berlaku", "tidak"
CHOICES = (("", "Semua"), (IN_FORCE, "Yang berlaku"), (RETIRED, "Yang tidak berlaku"))


def until(column: str) -> Callable[[Values, date], str]:
    """For ``Sheet.retired``: a row holds until the day in ``column``, for ever where it is empty."""

    def retired(values: Values, today: date) -> str:
        last = values[column]
        if not last or date.fromisoformat(last) >= today:
            return ""
        return f"tidak berlaku sejak {show_date(date.fromisoformat(last) + timedelta(days=1))}"

    return retired


def why_retired(sheet: Sheet, values: Values, today: date) -> str:
    """Since when a row is no longer in force, "" while it is or where the sheet retires nothing."""
    return sheet.retired(values, today) if sheet.retired else ""


def is_wanted(sheet: Sheet, values: Values, keadaan: str, today: date) -> bool:
    """Whether a row is of the ``keadaan`` that was chosen; any other word chooses all."""
    if keadaan not in {IN_FORCE, RETIRED}:
        return True
    return bool(why_retired(sheet, values, today)) == (keadaan == RETIRED)
