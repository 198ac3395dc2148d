"""Whether the offices of the daerah can do their part: for ``preflight``, and when they change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet

from erakortek.accounts.effects import Unserved
from erakortek.accounts.enums import OF_PD, Role
from erakortek.lib.lists_id import first_few
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.selectors import acting_now, daerah_of, definisi_of
from erakortek.reference.models import BidangUrusan, Instansi, Wilayah
from erakortek.reference.selectors import departments_of


def daerah_without_accounts(rakortek: Rakortek) -> Iterator[Finding]:
    """A daerah for whose Bappeda nobody can act cannot verify; not blocking."""
    of_bappeda = acting_now().filter(role__in=(Role.BAPPEDA_PROVINSI, Role.BAPPEDA_KABKOTA))
    with_account = of_bappeda.values("instansi__wilayah")
    for daerah in daerah_of(rakortek).exclude(pk__in=with_account):
        yield Finding(f"{daerah.nama} belum mempunyai akun Bappeda.", is_blocking=False)


def departments_amiss(rakortek: Rakortek) -> Iterator[Finding]:
    """Bidang that no PD serves, so that nobody fills their targets, and PD that nobody can act for.

    Only of what takes part; not blocking. Five queries, however many daerah.
    """
    bidang = list(_bidang_of(rakortek))
    departments = _departments_in(rakortek)
    yield from _unserved(bidang, departments)
    yield from _unattended(bidang, departments)


Department = tuple[Instansi, frozenset[int]]  # with the ids of its bidang


def _unserved(
    bidang: Sequence[BidangUrusan], departments: Mapping[Wilayah, Sequence[Department]]
) -> Iterator[Finding]:
    for daerah, offices in departments.items():
        served = frozenset().union(*(of for _, of in offices))
        if missing := [str(one) for one in bidang if one.pk not in served]:
            yield Finding(
                f"{daerah}: {len(missing)} bidang urusan yang ikut tidak mempunyai perangkat daerah "
                f"yang berlaku, yaitu {first_few(missing)}.",
                is_blocking=False,
            )


def _unattended(
    bidang: Sequence[BidangUrusan], departments: Mapping[Wilayah, Sequence[Department]]
) -> Iterator[Finding]:
    taking_part = {one.pk for one in bidang}
    with_account = set(acting_now().filter(role__in=OF_PD).values_list("instansi", flat=True))
    for daerah, offices in departments.items():
        waiting = [
            office.sebutan
            for office, of in offices
            if office.pk not in with_account and of & taking_part
        ]
        if waiting:
            yield Finding(
                f"{daerah}: {len(waiting)} perangkat daerah belum mempunyai akun, yaitu "
                f"{first_few(waiting)}.",
                is_blocking=False,
            )


def _bidang_of(rakortek: Rakortek) -> QuerySet[BidangUrusan]:
    """The bidang urusan whose indikator take part; makro belongs to none."""
    taking_part = definisi_of(rakortek).order_by()
    return BidangUrusan.objects.filter(pk__in=taking_part.values("bidang")).order_by("kode")


def _departments_in(rakortek: Rakortek) -> dict[Wilayah, list[Department]]:
    """The PD in force of each daerah, and of the province whose Rakortek it is. Three queries."""
    places = list(daerah_of(rakortek)) + ([rakortek.provinsi] if rakortek.provinsi else [])
    found: dict[int, list[Department]] = {daerah.pk: [] for daerah in places}
    for office in departments_of(places):
        bidang = frozenset(one.pk for one in office.daftar_bidang.all())
        found[office.wilayah_id or 0].append((office, bidang))
    return {daerah: found[daerah.pk] for daerah in places}


def targets_left_to_nobody(unserved: Unserved) -> Iterator[str]:
    """For ``accounts.effects``: the targets of open Rakortek that no PD would fill. Two queries."""
    running = list(Rakortek.objects.filter(status=StatusRakortek.DIBUKA).order_by("kunci"))
    pairs = IndikatorRakortek.objects.filter(rakortek__in=running, definisi__bidang__isnull=False)
    counts = Counter(pairs.values_list("rakortek", "definisi__bidang"))
    for rakortek in running:
        for daerah, bidang in unserved.items():
            count = sum(counts[rakortek.pk, one.pk] for one in bidang)
            if count and daerah.induk_id == rakortek.provinsi_id:
                yield f"{count} target {rakortek} di {daerah} tidak ada yang mengisi."


CHECKS = (daerah_without_accounts, departments_amiss)
