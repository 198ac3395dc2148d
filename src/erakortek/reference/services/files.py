"""The rows of our own data files that people do not keep themselves since."""

from erakortek.intake.selectors import keys_kept_by_people
from erakortek.intake.sheets import KEY_SIGN
from erakortek.reference.datafiles import reference_file


def rows_of_file(name: str, lembar: str, *key: str) -> list[dict[str, str]]:
    """The rows of a file but those that people keep since, known by their key in the sheet."""
    kept = keys_kept_by_people(lembar)
    rows = reference_file(name).rows()
    return [row for row in rows if KEY_SIGN.join(row[column] for column in key) not in kept]
