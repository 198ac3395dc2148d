"""Supporting kegiatan in one cell: ``daerah: 1.02.02.2.01 Nama | pusat: Nama``."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

BETWEEN = " | "
ITEM = re.compile(r"(?:(?P<kelompok>[^:|]{1,60}): )?(?:(?P<kode>\d[\w.]{0,39}) )?(?P<nama>.+)")


class Kegiatan(NamedTuple):
    """One program, kegiatan or RO of a list of its source; ``kode`` where it has one."""

    kelompok: str
    kode: str
    nama: str

    def __str__(self) -> str:
        kode = f"{self.kode} " if self.kode else ""
        kelompok = f"{self.kelompok}: " if self.kelompok else ""
        return f"{kelompok}{kode}{self.nama}"


def written(items: Iterable[Kegiatan]) -> str:
    """The cell of ``items``."""
    return BETWEEN.join(str(item) for item in items)


def read(cell: str) -> Iterator[Kegiatan]:
    """The items of a cell, the same that ``written`` makes a cell of."""
    for part in cell.split("|"):
        found = ITEM.fullmatch(part.strip())
        if found:
            yield Kegiatan(found["kelompok"] or "", found["kode"] or "", found["nama"])


def tidy(text: str) -> str:
    """``text`` of a source as an item may carry it: without the signs that part items."""
    return " ".join(text.replace("|", "/").split())
