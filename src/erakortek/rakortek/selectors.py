"""Reads of the Rakortek: which there are, their stages, their pre-flight."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Exists, FilteredRelation, Max, OuterRef, Q, QuerySet

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import READS_EVERYTHING, Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.selectors import running_on
from erakortek.audit import context
from erakortek.lib import clock
from erakortek.lib.verdict import Verdict
from erakortek.rakortek.enums import JenisTahapan, Perbedaan, StatusRakortek
from erakortek.rakortek.models import (
    AlasanSusunan,
    IndikatorRakortek,
    PengajuanSusunan,
    Rakortek,
    Tahapan,
)
from erakortek.rakortek.permissions import can_prepare, why_not_in
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.schedule import Schedule, Window
from erakortek.rakortek.susunan import Susunan, compare, fingerprint
from erakortek.reference.enums import Tingkat
from erakortek.reference.models import DefinisiIndikator, Wilayah
from erakortek.reference.selectors import definisi_for, wilayah_valid_in, without_successor

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


def acting_now() -> QuerySet[Penugasan]:
    """Whoever can act today: the penugasan runs and the account is open."""
    return Penugasan.objects.filter(running_on(clock.today()), user__is_active=True)


def daerah_of(rakortek: Rakortek) -> QuerySet[Wilayah]:
    """The second parties: every province of that year, or every kab/kota of the province."""
    return wilayah_valid_in(rakortek.tahun).filter(induk=rakortek.provinsi)


def definisi_for_rakortek(rakortek: Rakortek) -> QuerySet[DefinisiIndikator]:
    """The versions that can take part: that hold in its year, at its tingkat."""
    tingkat = TINGKAT_PROVINSI if rakortek.is_pusat else TINGKAT_KABKOTA
    daftar = definisi_for(rakortek.tahun).filter(tingkat__in=tingkat).select_related("bidang")
    return daftar if rakortek.is_latihan else daftar.filter(is_latihan=False)


def indikator_of(rakortek: Rakortek) -> QuerySet[IndikatorRakortek]:
    """The indikator taking part, by kode, with their definisi and its bidang."""
    return (
        IndikatorRakortek.objects.filter(rakortek=rakortek)
        .select_related("indikator", "definisi__bidang")
        .order_by("definisi__bidang__kode", "definisi__kode")
    )


def definisi_of(rakortek: Rakortek) -> QuerySet[DefinisiIndikator]:
    """The versions by which indikator take part, by kode."""
    return DefinisiIndikator.objects.filter(daftar_rakortek__rakortek=rakortek).order_by("kode")


def susunan_of(rakortek: Rakortek) -> Susunan:
    """The set of indikator beside that of the year before it. Five queries at most."""
    sebelum = _sebelum(rakortek)
    after = _definisi_of(rakortek)
    before = _definisi_of(sebelum) if sebelum else {}
    reasons = dict(
        AlasanSusunan.objects.filter(rakortek=rakortek).values_list("indikator", "alasan")
    )
    differences = list(compare(before, after, reasons))
    return Susunan(
        rakortek=rakortek,
        sebelum=sebelum,
        differences=differences,
        same=len(after) - sum(one.jenis != Perbedaan.DIHAPUS for one in differences),
        sidik=fingerprint(after.values(), differences),
        pengajuan=next(iter(pengajuan_of(rakortek)), None),
    )


def _sebelum(rakortek: Rakortek) -> Rakortek | None:
    """What it was copied from, else the latest before it of the same tingkat and province."""
    earlier = Rakortek.objects.filter(
        tahun__lt=rakortek.tahun, tingkat=rakortek.tingkat, provinsi=rakortek.provinsi_id
    )
    return rakortek.disalin_dari or earlier.order_by("-tahun").first()


def _definisi_of(rakortek: Rakortek) -> dict[int, DefinisiIndikator]:
    return {row.indikator_id: row.definisi for row in indikator_of(rakortek)}


@context.as_system()  # who submitted is told to whoever may see the draft
def newest_pengajuan_for(actor: Actor) -> list[PengajuanSusunan]:
    """The newest submission of each draft that ``actor`` may see, with its Rakortek. One query."""
    return list(
        PengajuanSusunan.objects.filter(
            rakortek__in=rakortek_for(actor).filter(status=StatusRakortek.DRAF)
        )
        .select_related("rakortek__provinsi", "pengaju")
        .order_by("rakortek_id", "-diajukan_at", "-pk")
        .distinct("rakortek_id")
    )


@context.as_system()  # as above
def pengajuan_of(rakortek: Rakortek) -> list[PengajuanSusunan]:
    """Every submission of its set, newest first, with who submitted and who decided."""
    return list(
        PengajuanSusunan.objects.filter(rakortek=rakortek).select_related(
            "pengaju__user", "pemutus__user"
        )
    )


def opened() -> list[str]:
    """For ``impact``: every Rakortek that is open now, the newest year first."""
    running = Rakortek.objects.filter(status=StatusRakortek.DIBUKA)
    return [str(rakortek) for rakortek in running.order_by("-tahun", "kunci")]


def held_definitions(definisi_ids: Collection[int]) -> dict[int, str]:
    """For ``impact``: an opened or finished Rakortek holds the versions it was opened with."""
    rows = IndikatorRakortek.objects.filter(definisi__in=definisi_ids).exclude(
        rakortek__status=StatusRakortek.DRAF
    )
    kept = rows.order_by("rakortek__tahun", "rakortek__kunci")
    used: dict[int, list[str]] = defaultdict(list)
    for definisi, kunci in kept.values_list("definisi", "rakortek__kunci"):
        used[definisi].append(kunci)
    return {
        definisi: f"Versi ini dipakai Rakortek {', '.join(keys)}, jadi isinya tetap."
        for definisi, keys in used.items()
    }


def uses_of_indikator(indikator_ids: Collection[int]) -> Iterator[str]:
    """For ``impact``: which drafts will follow a change, and which Rakortek stay as they are."""
    rows = IndikatorRakortek.objects.filter(indikator__in=indikator_ids).order_by()
    counts = (
        rows.values("rakortek__tahun", "rakortek__kunci", "rakortek__status")
        .annotate(total=Count("pk"))
        .order_by("-rakortek__tahun", "rakortek__kunci")
    )
    for kunci, status, total in counts.values_list("rakortek__kunci", "rakortek__status", "total"):
        them = "memakainya" if len(indikator_ids) == 1 else f"memakai {total} di antaranya"
        match status:
            case StatusRakortek.DRAF:
                yield (
                    f"Draf Rakortek {kunci} {them}: ia mengikuti versi yang berlaku pada tahunnya, dan "
                    "susunannya perlu disetujui lagi."
                )
            case StatusRakortek.DIBUKA:
                yield (
                    f"Rakortek {kunci} yang sedang dibuka {them} dan memegang versinya; versi baru "
                    "dapat diterapkan pada bagian Susunan Rakortek itu."
                )
            case _:
                yield f"Rakortek {kunci} yang sudah selesai {them} dan tidak berubah."


def newer_versions(rakortek: Rakortek) -> QuerySet[DefinisiIndikator]:
    """Versions of what takes part that begin after the one it takes part by, by kode."""
    used = IndikatorRakortek.objects.filter(
        rakortek=rakortek,
        indikator=OuterRef("indikator"),
        definisi__mulai_on__lt=OuterRef("mulai_on"),
    )
    newer = DefinisiIndikator.objects.filter(Exists(used)).select_related("indikator", "bidang")
    return newer.order_by("kode", "mulai_on")


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
) -> dict[str, list[tuple[DefinisiIndikator, bool]]]:
    """Every indikator that can take part, by bidang, and whether it does. Two queries."""
    chosen = set(
        IndikatorRakortek.objects.filter(rakortek=rakortek).values_list("indikator", flat=True)
    )
    groups: dict[str, list[tuple[DefinisiIndikator, bool]]] = {}
    for definisi in definisi_for_rakortek(rakortek).order_by("bidang__kode", "kode"):
        name = str(definisi.bidang) if definisi.bidang else "Indikator makro"
        groups.setdefault(name, []).append((definisi, definisi.indikator_id in chosen))
    return groups
