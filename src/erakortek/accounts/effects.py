"""What a change of offices means for people and for what is running, said before it is saved.

Low asks, high answers: rooms above register what becomes of theirs where a daerah has no PD left for
a bidang urusan.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet

from erakortek.accounts.models import Penugasan
from erakortek.accounts.tiers import running
from erakortek.intake.cells import read_list
from erakortek.intake.sheets import Values
from erakortek.lib import clock
from erakortek.lib.lists_id import first_few
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, Instansi, Wilayah
from erakortek.reference.selectors import departments_of

Unserved = Mapping[Wilayah, Collection[BidangUrusan]]
Tell = Callable[[Unserved], Iterable[str]]
_tells: list[Tell] = []


def register(tell: Tell) -> None:
    """``tell`` says, after "Sesudah diterapkan, ", what of its room is left to nobody."""
    if tell not in _tells:
        _tells.append(tell)


def of_writing(rows: Iterable[Values]) -> list[str]:
    """One sentence for each effect of writing ``rows`` of the sheet."""
    return [f"Sesudah diterapkan, {one}" for one in (*_left_behind(rows), *_left_undone(rows))]


def of_ending(values: Values) -> list[str]:
    """One sentence for each effect that ending this office has, or taking its bidang from it."""
    ended = [values | {"sampai": values["sampai"] or clock.today().isoformat()}]
    return [
        *(f"Bila instansi ini berakhir, {one}" for one in _left_behind(ended)),
        *(
            f"Bila instansi ini berakhir atau melepas bidangnya, {one}"
            for one in _left_undone(ended)
        ),
    ]


def _left_behind(rows: Iterable[Values]) -> Iterator[str]:
    """Penugasan that outlast their office."""
    ends = {row["kode"]: row["sampai"] for row in rows if row["sampai"]}
    held = Penugasan.objects.filter(running(), instansi__kode__in=ends)
    counts: dict[str, int] = defaultdict(int)
    for kode, sebutan, sampai in held.order_by("instansi__kode").values_list(
        "instansi__kode", "instansi__nama", "sampai_on"
    ):
        counts[sebutan] += sampai is None or sampai > date.fromisoformat(ends[kode])
    left = [f"{sebutan} ({count})" for sebutan, count in counts.items() if count]
    if left:
        yield (
            f"{sum(counts.values())} penugasan masih berjalan di {first_few(left)}. Serahterimakan "
            "atau akhiri dahulu di halaman Akun; instansi yang berakhir tidak mendapat akun baru."
        )


def _left_undone(rows: Iterable[Values]) -> Iterator[str]:
    """What no PD would serve any more, here and in the rooms above."""
    unserved = _unserved({row["kode"]: row for row in rows if row["jenis"] == JenisInstansi.PD})
    for daerah, bidang in unserved.items():
        names = first_few([str(one) for one in bidang])
        yield f"di {daerah} tidak ada perangkat daerah yang melayani {names}."
    for tell in _tells:
        yield from tell(unserved)


def _unserved(after: Mapping[str, Values]) -> dict[Wilayah, list[BidangUrusan]]:
    """The bidang that a PD serves today and that none would serve with the rows of ``after``."""
    places = Wilayah.objects.filter(kode__in={row["wilayah"] for row in after.values()})
    found = {}
    for daerah, offices in _by_daerah(places).items():
        stay = (office for office in offices if office.kode not in after)
        kept = {one.kode for office in stay for one in office.daftar_bidang.all()}
        added = (row for row in after.values() if row["wilayah"] == daerah.kode)
        kept |= {kode for row in added if not row["sampai"] for kode in read_list(row["bidang"])}
        served = {one for office in offices for one in office.daftar_bidang.all()}
        if lost := sorted((one for one in served if one.kode not in kept), key=lambda b: b.kode):
            found[daerah] = lost
    return found


def _by_daerah(places: QuerySet[Wilayah]) -> dict[Wilayah, list[Instansi]]:
    found: dict[Wilayah, list[Instansi]] = defaultdict(list)
    for office in departments_of(places).select_related("wilayah"):
        if office.wilayah:
            found[office.wilayah].append(office)
    return found
