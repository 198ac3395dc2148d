"""What somebody meant who typed a word that no name of the nomenclature has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import QuerySet

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

    What is spelt as in a name, in part or whole, stays as it is.
    """
    typed = set(WORD.findall(cari.lower()))
    unknown = {one for one in typed if len(one) >= SHORTEST and not _stands_in(rows, one)}
    if not unknown:
        return Spelt(cari, {})
    vocabulary = set(WORD.findall(" ".join(rows.values_list("nama", flat=True)).lower()))
    read_as = {one: close for one in sorted(unknown) if (close := _closest(one, vocabulary)) != one}
    return Spelt(WORD.sub(lambda found: read_as.get(found[0].lower(), found[0]), cari), read_as)


def _stands_in(rows: QuerySet[Nomenklatur], word: str) -> bool:
    return rows.filter(nama__iregex=word).exists()  # unlike icontains, this goes by the index


def _closest(word: str, vocabulary: set[str]) -> str:
    near = sorted(one for one in vocabulary if abs(len(one) - len(word)) <= MOST_LETTERS_OFF)
    return next(iter(get_close_matches(word, near, n=1, cutoff=LEAST_ALIKE)), word)
