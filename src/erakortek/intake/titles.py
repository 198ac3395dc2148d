"""Names of worksheets as a spreadsheet takes them: without some signs, short, and none twice."""

import re
from itertools import count

LONGEST = 31
NUMBERED = 24  # letters that leave room for a number


def free_title(text: str, taken: set[str]) -> str:
    """``text`` as the name of one more worksheet. ``taken`` are names in ``casefold``; it is added.

    Excel compares names without case.
    """
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", text)[:LONGEST].strip("'") or "Lembar"
    numbers = count(len(taken))
    title = plain
    while title.casefold() in taken:
        title = f"{plain[:NUMBERED]} ({next(numbers)})"
    taken.add(title.casefold())
    return title
