"""Defects that the words of a definition betray: its name against its unit, what is missing, twins.

They are findings for a person, not rules: the regulation itself contains them, and they stay until
somebody has asked the ministry that wrote it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from erakortek.intake.cells import same_word
from erakortek.lib.numbers_id import quote
from erakortek.reference.models import DefinisiIndikator

IN_BRACKETS = re.compile(r"\(([^()]+)\)")
SHARE = re.compile(r"^(persentase|presentase|proporsi|porsi)\b", re.IGNORECASE)
COUNT = re.compile(r"^(jumlah|banyaknya|luas|luasan|produksi|volume)\b", re.IGNORECASE)
INDEX = re.compile(r"^indeks\b", re.IGNORECASE)
AREA = re.compile(r"^(luas\w*|kawasan|lahan)\b", re.IGNORECASE)
OF_WEIGHT = {"ton", "kg", "kilogram", "kuintal"}
OF_INDEX = {"indeks", "nilai", "poin", "skor", "angka"}
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
    if same_word(satuan) in spellings:
        return ""
    parts = [part for part in re.split(r"[\s/]+", satuan) if same_word(part) in spellings]
    return f"satuannya {quote(satuan)} tampak seperti beberapa satuan" if len(parts) > 1 else ""


def name_cut_off(nama: str) -> str:
    """Why ``nama`` seems to be cut off, "" where it does not."""
    if UNFINISHED.search(nama.strip()):
        return "namanya tampak terpotong di akhir"
    if nama.count("(") != nama.count(")"):
        return "tanda kurung pada namanya tidak berpasangan"
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


def _bare(nama: str) -> str:
    """A name without what stands in brackets, the word "daerah" and punctuation."""
    words = re.findall(r"\w+", IN_BRACKETS.sub(" ", nama).casefold())
    return " ".join(word for word in words if word != "daerah")
