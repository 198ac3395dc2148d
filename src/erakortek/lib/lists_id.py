"""How a sentence names some of many things."""

from collections.abc import Sequence


def first_few(names: Sequence[str], most: int = 3) -> str:
    """The first ``most`` names and how many there are besides."""
    more = f", dan {len(names) - most} lainnya" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
