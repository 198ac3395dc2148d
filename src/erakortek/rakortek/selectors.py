"""Reads of the Rakortek: which there are, their stages, their pre-flight."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import FilteredRelation, Max, Q, QuerySet

from erakortek.accounts.actor import Actor
from erakortek.accounts.effects import Unserved
from erakortek.accounts.enums import OF_PD, READS_EVERYTHING, Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.selectors import running_on
from erakortek.lib import clock
from erakortek.lib.lists_id import first_few
from erakortek.lib.verdict import Verdict
from erakortek.rakortek.enums import JenisTahapan, StatusRakortek
from erakortek.rakortek.models import IndikatorRakortek, Rakortek, Tahapan
from erakortek.rakortek.permissions import can_prepare, why_not_in
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.schedule import Schedule, Window
from erakortek.reference.enums import Tingkat
from erakortek.reference.models import BidangUrusan, Indikator, Instansi, Pengampu, Wilayah
from erakortek.reference.selectors import (
    departments_of,
    wilayah_valid_in,
    with_unknown_satuan,
    without_successor,
)

TINGKAT_PROVINSI = (Tingkat.PROVINSI, Tingkat.KEDUANYA)
TINGKAT_KABKOTA = (Tingkat.KABKOTA, Tingkat.KEDUANYA)


def rakortek_for(actor: Actor) -> QuerySet[Rakortek]:
    """Every Rakortek ``actor`` may see: the centre's, and that of their own province.

    A draft is seen by those who prepare it.
    """
    daftar = Rakortek.objects.select_related("provinsi")
    if actor.role == Role.SUPERADMIN:
        return daftar
    own = Q(provinsi=actor.provinsi_id) if actor.provinsi_id else Q(pk__in=())
    if actor.role in READS_EVERYTHING or not actor.provinsi_id:
        own = Q(provinsi__isnull=False)
    opened = (Q(provinsi__isnull=True) | own) & ~Q(status=StatusRakortek.DRAF)
    if actor.role == Role.BAPPEDA_PROVINSI:
        opened |= Q(provinsi=actor.daerah_id)
    return daftar.filter(opened)


def schedule_for(actor: Actor, rakortek: Rakortek) -> Schedule:
    """The stages of ``rakortek`` as they apply to the instansi of ``actor`` now. One query."""
    extended = FilteredRelation(
        "daftar_perpanjangan", condition=Q(daftar_perpanjangan__instansi=actor.instansi_id)
    )
    stages = (
        Tahapan.objects.filter(rakortek=rakortek)
        .annotate(own=extended)
        .annotate(extended_to=Max("own__sampai_at"))
        .order_by("mulai_at", "sampai_at")
        .values_list("jenis", "mulai_at", "sampai_at", "extended_to")
    )
    return Schedule(
        status=StatusRakortek(rakortek.status),
        windows=tuple(
            Window(
                jenis=JenisTahapan(jenis),
                mulai_at=begin,
                sampai_at=max(end, extended_to or end),
                is_extended=bool(extended_to and extended_to > end),
            )
            for jenis, begin, end, extended_to in stages
        ),
        now=clock.now(),
        zona=actor.zona,
    )


def daerah_of(rakortek: Rakortek) -> QuerySet[Wilayah]:
    """The second parties: every province of that year, or every kab/kota of the province."""
    return wilayah_valid_in(rakortek.tahun).filter(induk=rakortek.provinsi)


def indikator_for_tingkat(rakortek: Rakortek) -> QuerySet[Indikator]:
    """The indikator that can take part at the tingkat of ``rakortek``."""
    tingkat = TINGKAT_PROVINSI if rakortek.is_pusat else TINGKAT_KABKOTA
    daftar = Indikator.objects.filter(tingkat__in=tingkat).select_related("bidang")
    return daftar if rakortek.is_latihan else daftar.filter(is_latihan=False)


def indikator_of(rakortek: Rakortek) -> QuerySet[IndikatorRakortek]:
    """The indikator taking part, by kode, with their bidang."""
    return (
        IndikatorRakortek.objects.filter(rakortek=rakortek)
        .select_related("indikator__bidang")
        .order_by("indikator__bidang__kode", "indikator__kode")
    )


def missing_stages(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: every kind of stage but the pleno must have its dates."""
    have = set(Tahapan.objects.filter(rakortek=rakortek).values_list("jenis", flat=True))
    for jenis in JenisTahapan:
        if jenis not in have:
            yield Finding(
                f"Tahapan “{jenis.label}” belum mempunyai tanggal; isi pada bagian Tahapan.",
                is_blocking=jenis != JenisTahapan.PLENO,
            )


def stages_out_of_order(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: a stage that ends before an earlier one begins is surely a slip."""
    order = {jenis: place for place, jenis in enumerate(JenisTahapan)}
    stages = sorted(
        Tahapan.objects.filter(rakortek=rakortek), key=lambda s: order[JenisTahapan(s.jenis)]
    )
    for earlier, later in pairwise(stages):
        if later.sampai_at < earlier.mulai_at:
            yield Finding(
                f"Tahapan “{later}” berakhir sebelum “{earlier}” dimulai; periksa tahunnya."
            )


def indikator_defects(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: without a pengampu an indikator cannot be negotiated.

    One without aturan agregasi or arah the database does not hold.
    """
    daftar = Indikator.objects.filter(daftar_rakortek__rakortek=rakortek).order_by("kode")
    if not daftar.exists():
        yield Finding("Belum ada indikator yang diikutkan; pilih pada bagian Indikator.")
    with_pengampu = Pengampu.objects.filter(sampai_on__isnull=True).values("indikator")
    negotiated = daftar if rakortek.is_pusat else daftar.none()
    for indikator in negotiated.exclude(pk__in=with_pengampu):
        yield Finding(f"Indikator {indikator.kode} belum mempunyai K/L pengampu; tetapkan dahulu.")
    gone = Pengampu.objects.filter(sampai_on__isnull=True, instansi__sampai_on__lt=clock.today())
    for row in gone.filter(indikator__in=negotiated).select_related("indikator", "instansi"):
        yield Finding(
            f"Indikator {row.indikator.kode} diampu {row.instansi.sebutan}, yang tidak berlaku lagi; "
            "tetapkan pengampu baru pada data induk Pengampu indikator."
        )


def unknown_satuan(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: a unit that is in no list is easily a slip; not blocking."""
    daftar = Indikator.objects.filter(daftar_rakortek__rakortek=rakortek).order_by("kode")
    for indikator in with_unknown_satuan(daftar):
        yield Finding(
            f"Satuan “{indikator.satuan}” dari indikator {indikator.kode} tidak ada di data induk "
            "Satuan.",
            is_blocking=False,
        )


def daerah_without_accounts(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: a daerah whose Bappeda has no account cannot verify; not blocking."""
    with_account = Penugasan.objects.filter(
        role__in=(Role.BAPPEDA_PROVINSI, Role.BAPPEDA_KABKOTA)
    ).values("instansi__wilayah")
    for daerah in daerah_of(rakortek).exclude(pk__in=with_account):
        yield Finding(f"{daerah.nama} belum mempunyai akun Bappeda.", is_blocking=False)


def wilayah_defects(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: who takes part is there in that year, and who is gone has a successor."""
    provinsi = rakortek.provinsi
    if provinsi and (gone := why_not_in(provinsi, rakortek.tahun)):
        yield Finding(gone)
    for wilayah in without_successor(rakortek.tahun).filter(induk=provinsi):
        yield Finding(
            f"{wilayah.nama} ({wilayah.kode}) sudah berakhir tanpa penerus; catat pada data induk "
            "Suksesi wilayah, supaya hasil lamanya terbaca pada penerusnya.",
            is_blocking=False,
        )


def bidang_without_department(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: nobody fills the targets of a bidang that no PD serves; not blocking."""
    bidang = list(_bidang_of(rakortek))
    for daerah, offices in _departments_in(rakortek).items():
        served = {one.pk for office in offices for one in office.daftar_bidang.all()}
        if missing := [str(one) for one in bidang if one.pk not in served]:
            yield Finding(
                f"{daerah}: {len(missing)} bidang urusan yang ikut tidak mempunyai perangkat daerah "
                f"yang berlaku, yaitu {first_few(missing)}.",
                is_blocking=False,
            )


def departments_without_accounts(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: a PD whose bidang takes part and that nobody can act for; not blocking."""
    bidang = {one.pk for one in _bidang_of(rakortek)}
    held = Penugasan.objects.filter(
        running_on(clock.today()), role__in=OF_PD, user__is_active=True
    ).values_list("instansi", flat=True)
    with_account = set(held)
    for daerah, offices in _departments_in(rakortek).items():
        waiting = [
            office.sebutan
            for office in offices
            if office.pk not in with_account
            and any(one.pk in bidang for one in office.daftar_bidang.all())
        ]
        if waiting:
            yield Finding(
                f"{daerah}: {len(waiting)} perangkat daerah belum mempunyai akun, yaitu "
                f"{first_few(waiting)}.",
                is_blocking=False,
            )


def _bidang_of(rakortek: Rakortek) -> QuerySet[BidangUrusan]:
    """The bidang urusan whose indikator take part; makro belongs to none."""
    taking_part = Indikator.objects.filter(daftar_rakortek__rakortek=rakortek)
    return BidangUrusan.objects.filter(pk__in=taking_part.values("bidang")).order_by("kode")


def _departments_in(rakortek: Rakortek) -> dict[Wilayah, list[Instansi]]:
    """The PD in force of each daerah, and of the province whose Rakortek it is. Three queries."""
    places = list(daerah_of(rakortek)) + ([rakortek.provinsi] if rakortek.provinsi else [])
    found: dict[int, list[Instansi]] = {daerah.pk: [] for daerah in places}
    for office in departments_of(places):
        found[office.wilayah_id or 0].append(office)
    return {daerah: found[daerah.pk] for daerah in places}


def targets_left_to_nobody(unserved: Unserved) -> Iterator[str]:
    """For ``accounts.effects``: the targets of open Rakortek that no PD would fill. Two queries."""
    running = list(Rakortek.objects.filter(status=StatusRakortek.DIBUKA).order_by("kunci"))
    pairs = IndikatorRakortek.objects.filter(rakortek__in=running, indikator__bidang__isnull=False)
    counts = Counter(pairs.values_list("rakortek", "indikator__bidang"))
    for rakortek in running:
        for daerah, bidang in unserved.items():
            count = sum(counts[rakortek.pk, one.pk] for one in bidang)
            if count and daerah.induk_id == rakortek.provinsi_id:
                yield f"{count} target {rakortek} di {daerah} tidak ada yang mengisi."


@dataclass(frozen=True, slots=True)
class Preparable:
    """Whether an actor may prepare a Rakortek at all, and for which provinces."""

    verdict: Verdict
    provinsi: QuerySet[Wilayah]


def preparable_by(actor: Actor) -> Preparable:
    """Superadmin prepares for the centre and every province that has not ended, a Bappeda its own."""
    provinces = Wilayah.objects.filter(induk__isnull=True).exclude(sampai_on__lt=clock.today())
    own = provinces if actor.role == Role.SUPERADMIN else provinces.filter(pk=actor.daerah_id or 0)
    return Preparable(can_prepare(actor, own.first()), own)


def indikator_choices(
    rakortek: Rakortek,
) -> dict[str, list[tuple[Indikator, bool]]]:
    """Every indikator that can take part, by bidang, and whether it does. Two queries."""
    chosen = set(
        IndikatorRakortek.objects.filter(rakortek=rakortek).values_list("indikator", flat=True)
    )
    groups: dict[str, list[tuple[Indikator, bool]]] = {}
    for indikator in indikator_for_tingkat(rakortek).order_by("bidang__kode", "kode"):
        name = str(indikator.bidang) if indikator.bidang else "Indikator makro"
        groups.setdefault(name, []).append((indikator, indikator.pk in chosen))
    return groups
