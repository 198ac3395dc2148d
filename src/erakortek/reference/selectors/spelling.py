"""What somebody meant who typed a word that no name of the nomenclature has."""

import re
from difflib import get_close_matches

from django.db.models import QuerySet

from erakortek.reference.models import Nomenklatur

WORD = re.compile(r"[^\W_]+")
SHORTEST = 4  # a shorter word is a slip of too many others
MOST_LETTERS_OFF = 2
LEAST_ALIKE = 0.7  # of difflib's ratio: "smapah" and "sampah" have 0.83


def spelt_as_known(cari: str, rows: QuerySet[Nomenklatur]) -> str:
    """``cari`` with each word that stands nowhere in ``rows`` replaced by the closest that does.

    What is spelt as in a name, in part or whole, stays as it is.
    """
    typed = set(WORD.findall(cari.lower()))
    unknown = {one for one in typed if len(one) >= SHORTEST and not _stands_in(rows, one)}
    if not unknown:
        return cari
    vocabulary = set(WORD.findall(" ".join(rows.values_list("nama", flat=True)).lower()))
    return WORD.sub(
        lambda found: (
            _closest(found[0].lower(), vocabulary) if found[0].lower() in unknown else found[0]
        ),
        cari,
    )


def _stands_in(rows: QuerySet[Nomenklatur], word: str) -> bool:
    return rows.filter(nama__iregex=word).exists()  # unlike icontains, this goes by the index


def _closest(word: str, vocabulary: set[str]) -> str:
    near = sorted(one for one in vocabulary if abs(len(one) - len(word)) <= MOST_LETTERS_OFF)
    return next(iter(get_close_matches(word, near, n=1, cutoff=LEAST_ALIKE)), word)
