"""Defects that words and codes betray: a name against its unit, what is cut off, twins, gaps.

They are findings for a person, not rules: the regulation itself contains them, and they stay until
somebody has asked the ministry that wrote it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from erakortek.intake.cells import same_word
from erakortek.lib.numbers_id import quote
from erakortek.reference.models import DefinisiIndikator

IN_BRACKETS = re.compile(r"\(([^()]+)\)")
SHARE = re.compile(r"^(persentase|presentase|proporsi|porsi)\b", re.IGNORECASE)
COUNT = re.compile(r"^(jumlah|banyaknya|luas|luasan|produksi|volume)\b", re.IGNORECASE)
INDEX = re.compile(r"^indeks\b", re.IGNORECASE)
AREA = re.compile(r"^(luas\w*|kawasan|lahan)\b", re.IGNORECASE)
MOST_DIGITS = 3  # of a number in a row; 20270101 is a day
FEWEST_WORDS = 2  # of a name that may be the beginning of another
OF_WEIGHT = {"ton", "kg", "kilogram", "kuintal"}
OF_INDEX = {"indeks", "nilai", "poin", "skor", "angka"}
TORN = re.compile(r"(?<![\w(/'’.-])[a-z](?![\w)/'’.-])")  # a letter alone: "Berpartisipas i"
AS_AMOUNT = re.compile(r"%|\b(persen|rp|rupiah|dolar)\b", re.IGNORECASE)
NUMBERED = re.compile(r"(.*\D)(\d+)")
UNFINISHED = re.compile(
    r"(,|:|-|/|\b(dan|atau|yang|di|ke|dari|dengan|untuk|pada|menurut))$", re.IGNORECASE
)


def unit_against_name(nama: str, satuan: str, spellings: Mapping[str, str]) -> str:
    """Why ``satuan`` does not fit ``nama``, "" where nothing speaks against it.

    ``spellings`` are the known units, by ``same_word`` of each spelling.
    """
    own = same_word(satuan)
    for inside in IN_BRACKETS.findall(nama):
        named = spellings.get(same_word(inside))
        if named and named != spellings.get(own, satuan):
            return f"namanya menyebut ({inside}), tetapi satuannya {quote(satuan)}"
    is_percent = spellings.get(own, satuan) == "%"
    if SHARE.match(nama) and not is_percent:
        return f"namanya menyebut bagian dari keseluruhan, tetapi satuannya {quote(satuan)}"
    if COUNT.match(nama) and is_percent:
        return f"namanya menyebut jumlah, tetapi satuannya {quote(satuan)}"
    if AREA.match(nama) and own in OF_WEIGHT:
        return f"namanya menyebut kawasan atau luas, tetapi satuannya {quote(satuan)}"
    if INDEX.match(nama) and own not in OF_INDEX:
        return f"namanya menyebut indeks, tetapi satuannya {quote(satuan)}"
    return ""


def unit_of_two(satuan: str, spellings: Mapping[str, str]) -> str:
    """Why ``satuan`` seems to be two units in one, "" where it does not."""
    first, *others = re.split(r"\s*/\s*", satuan)
    # "Rp/bulan" is an amount per month, but nothing is counted per rupiah: even a unit that is known.
    is_two = not AS_AMOUNT.search(first) and any(AS_AMOUNT.search(one) for one in others)
    if same_word(satuan) not in spellings:
        parts = [part for part in re.split(r"[\s/]+", satuan) if same_word(part) in spellings]
        is_two = is_two or len(parts) > 1
    return f"satuannya {quote(satuan)} tampak seperti beberapa satuan" if is_two else ""


def name_cut_off(nama: str) -> str:
    """Why ``nama`` seems to be cut off or torn apart, "" where it does not."""
    if UNFINISHED.search(nama.strip()):
        return "namanya tampak terpotong di akhir"
    if nama.count("(") != nama.count(")"):
        return "tanda kurung pada namanya tidak berpasangan"
    if TORN.search(nama):
        return "namanya memuat kata yang terputus"
    return ""


def of_words(definisi: DefinisiIndikator, spellings: Mapping[str, str]) -> Iterator[str]:
    """What the words of one definition betray, each the rest of a sentence about it."""
    found = (
        unit_of_two(definisi.satuan, spellings)
        or unit_against_name(definisi.nama, definisi.satuan, spellings),
        name_cut_off(definisi.nama),
    )
    yield from (one for one in found if one)


def twins(definisi: Iterable[DefinisiIndikator]) -> Iterator[tuple[str, list[DefinisiIndikator]]]:
    """Those that share the kode of the regulation, and those that share a name, each group once."""
    by_kode: dict[str, list[DefinisiIndikator]] = defaultdict(list)
    by_nama: dict[str, list[DefinisiIndikator]] = defaultdict(list)
    for one in definisi:
        by_kode[one.kode.casefold()].append(one)
        by_nama[_bare(one.nama)].append(one)
    for what, groups in (("kode", by_kode), ("nama", by_nama)):
        yield from ((what, group) for group in groups.values() if len(group) > 1)


def beginnings(
    definisi: Iterable[DefinisiIndikator],
) -> Iterator[tuple[DefinisiIndikator, DefinisiIndikator]]:
    """Pairs in one satuan whose first name is but the beginning of the second: cut off, or a twin."""
    names = sorted(((_bare(one.nama).split(), one) for one in definisi), key=lambda named: named[0])
    for (words, one), (longer, other) in pairwise(names):
        begins = len(words) >= FEWEST_WORDS and longer[: len(words)] == words
        if begins and longer != words and one.satuan == other.satuan:
            yield one, other


def left_out(kodes: Iterable[str], among: Iterable[str]) -> Iterator[tuple[str, list[int]]]:
    """(beginning, numbers) where kode are numbered but not in a row, for the beginnings in ``among``.

    "IKK-1.c.7" alone leaves out 1 to 6: a list of which only a part was taken.
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    for beginning, number in _numbered(kodes):
        numbers[beginning].add(number)
    for beginning in sorted({beginning for beginning, _ in _numbered(among)}):
        have = numbers[beginning]
        if missing := [number for number in range(1, max(have)) if number not in have]:
            yield beginning, missing


def _numbered(kodes: Iterable[str]) -> Iterator[tuple[str, int]]:
    found = (NUMBERED.fullmatch(kode) for kode in kodes)
    yield from ((one[1], int(one[2])) for one in found if one and len(one[2]) <= MOST_DIGITS)


def _bare(nama: str) -> str:
    """A name without what stands in brackets, the word "daerah" and punctuation."""
    words = re.findall(r"\w+", IN_BRACKETS.sub(" ", nama).casefold())
    return " ".join(word for word in words if word != "daerah")
