"""What somebody meant who typed a word that no name of the nomenclature has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import QuerySet
from django.db.models.functions import MD5

from erakortek.reference.models import Nomenklatur

WORD = re.compile(r"[^\W_]+")
SHORTEST = 4  # a shorter word is a slip of too many others
MOST_LETTERS_OFF = 2
LEAST_ALIKE = 0.7  # of difflib's ratio: "smapah" and "sampah" have 0.83


@dataclass(frozen=True, slots=True)
class Spelt:
    """A search as it is looked up, and which word of it was ``read_as`` which."""

    text: str
    read_as: Mapping[str, str]


def spelt_as_known(cari: str, rows: QuerySet[Nomenklatur]) -> Spelt:
    """``cari`` with each word that stands nowhere in ``rows`` replaced by the closest that does.

    What is spelt as in a name, in part or whole, stays as it is. One query; another where the names
    have changed since they were last asked for.
    """
    typed = {one for one in WORD.findall(cari.lower()) if len(one) >= SHORTEST}
    if not typed:
        return Spelt(cari, {})
    words = _words_of(rows)
    text = "\n".join(words)
    unknown = sorted(one for one in typed if one not in text)
    read_as = {one: close for one in unknown if (close := _closest(one, words)) != one}
    return Spelt(WORD.sub(lambda found: read_as.get(found[0].lower(), found[0]), cari), read_as)


Words = tuple[str, ...]
_last: dict[str, Words] = {}  # MD5 of all names → their words; of one version at a time


def _words_of(rows: QuerySet[Nomenklatur]) -> Words:
    """Every word of the names, in order. To gather 10,000 names takes 60 ms, to hash them two."""
    names = StringAgg("nama", delimiter="\n", order_by="pk")
    stamp = rows.order_by().aggregate(stamp=MD5(names))["stamp"] or ""
    words = _last.get(stamp)
    if words is None:
        text = "\n".join(rows.order_by().values_list("nama", flat=True))
        words = tuple(sorted(set(WORD.findall(text.lower()))))
        _last.clear()
        _last[stamp] = words
    return words


def _closest(word: str, words: Words) -> str:
    near = [one for one in words if abs(len(one) - len(word)) <= MOST_LETTERS_OFF]
    return next(iter(get_close_matches(word, near, n=1, cutoff=LEAST_ALIKE)), word)
