"""Reads of desks: which sessions there are for an actor, and the rows of one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_DESK, OF_KL, OF_PD, READS_EVERYTHING, Role
from erakortek.accounts.models import Penugasan
from erakortek.audit import context
from erakortek.desk import permissions
from erakortek.desk.enums import JenisDesk, PeranDesk, StatusSidang
from erakortek.desk.models import Desk, Keputusan, PetugasDesk, Sidang
from erakortek.lib.verdict import Verdict, deny
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.selectors import acting_now, indikator_of, schedule_for
from erakortek.reference.enums import Kelompok
from erakortek.reference.models import BidangUrusan
from erakortek.target.enums import FOR_PLENO, HasilTarget
from erakortek.target.models import Target
from erakortek.target.selectors import read_targets, targets_for, with_heads


def sidang_for(actor: Actor) -> QuerySet[Sidang]:
    """Every session ``actor`` may see, with its desk and daerah. One query."""
    return (
        Sidang.objects.filter(_visible_to(actor))
        .select_related("desk__rakortek__provinsi", "daerah")
        .order_by("desk__kode", "daerah__kode")
        .distinct()
    )


def _visible_to(actor: Actor) -> Q:
    """Sessions of one's desks, of one's bidang, of one's daerah."""
    if actor.role in READS_EVERYTHING:
        return Q()
    of_bidang = Exists(
        Desk.daftar_bidang.through.objects.filter(
            desk=OuterRef("desk"), bidangurusan__in=actor.bidang_ids
        )
    )
    if actor.role in OF_DESK:
        return Q(desk__daftar_petugas__penugasan=actor.penugasan_id)
    if actor.role in OF_KL:
        return Q(of_bidang) | Q(desk__jenis=JenisDesk.PLENO)
    if actor.daerah_id is None:  # compared with NULL, every province would be "below" it
        return Q(pk__in=())
    own = Q(daerah=actor.daerah_id) | Q(daerah__induk=actor.daerah_id)
    if actor.role in OF_PD:
        return own & (Q(of_bidang) | Q(desk__jenis=JenisDesk.PLENO))
    return own


def peran_of(actor: Actor, desk: Desk) -> frozenset[PeranDesk]:
    """What ``actor`` does at this desk, under the penugasan they act in. One query."""
    rows = PetugasDesk.objects.filter(desk=desk, penugasan=actor.penugasan_id)
    return frozenset(PeranDesk(peran) for peran in rows.values_list("peran", flat=True))


def rows_q(sidang: Sidang) -> Q:
    """Which targets a session holds; each target is held by one session at a time.

    A desk holds the rows of its bidang, or the makro ones, but those that the pleno has decided.
    The pleno holds what it has decided, and what the desks left to it and no longer discuss.
    """
    here = Q(rakortek=sidang.desk.rakortek_id, daerah=sidang.daerah_id)
    decided = Keputusan.objects.filter(target=OuterRef("pk"))
    if sidang.desk.jenis == JenisDesk.PLENO:
        left = Q(hasil__in=FOR_PLENO) & ~Q(_discussed_at_a_desk(sidang))
        return here & (left | Q(Exists(decided.filter(sidang=sidang))))
    kept = here & ~Q(Exists(decided.filter(sidang__desk__jenis=JenisDesk.PLENO)))
    if sidang.desk.jenis == JenisDesk.KEWILAYAHAN:
        return kept & Q(definisi__kelompok=Kelompok.MAKRO)
    return kept & Q(definisi__bidang__in=sidang.desk.daftar_bidang.all())


def _discussed_at_a_desk(pleno: Sidang) -> Q:
    """Whether a session of the desk of a row runs, in the daerah of ``pleno``."""
    running = Sidang.objects.filter(
        desk__rakortek=pleno.desk.rakortek_id,
        daerah=pleno.daerah_id,
        status=StatusSidang.BERLANGSUNG,
    )
    of_bidang = running.filter(
        desk__jenis=JenisDesk.URUSAN, desk__daftar_bidang=OuterRef("definisi__bidang")
    )
    of_makro = Q(definisi__kelompok=Kelompok.MAKRO) & Q(
        Exists(running.filter(desk__jenis=JenisDesk.KEWILAYAHAN))
    )
    return Q(Exists(of_bidang)) | of_makro


def rows_of(sidang: Sidang, actor: Actor) -> QuerySet[Target]:
    """The rows that a session holds, of those that ``actor`` may see."""
    return targets_for(actor).filter(rows_q(sidang))


def agenda_of(sidang: Sidang, actor: Actor) -> QuerySet[Target]:
    """The rows that a session holds or has decided, of those that ``actor`` may see."""
    decided = Keputusan.objects.filter(sidang=sidang, target=OuterRef("pk"))
    return targets_for(actor).filter(rows_q(sidang) | Q(Exists(decided)))


@context.as_system()
def held_among(sidang: Sidang, targets: Iterable[Target]) -> frozenset[int]:
    """The ids of those targets that the session holds, whoever asks. One query."""
    ids = [target.pk for target in targets]
    held = Target.objects.filter(rows_q(sidang), pk__in=ids)
    return frozenset(held.values_list("pk", flat=True))


@context.as_system()
def undecided_in(sidang: Sidang) -> int:
    """How many rows of the session it has not decided yet, whoever asks.

    The pleno decides each row of its docket itself, whatever the desk said of it.
    """
    undecided = Q(hasil=HasilTarget.BELUM)
    if sidang.desk.jenis == JenisDesk.PLENO:
        decided = Keputusan.objects.filter(sidang=sidang, target=OuterRef("pk"))
        undecided |= ~Q(Exists(decided))
    return Target.objects.filter(rows_q(sidang), undecided).count()


def rows_of_sessions(sessions: Sequence[Sidang], actor: Actor) -> dict[int, list[Target]]:
    """The rows of many sessions, by sidang id. Two queries where no pleno is among them."""
    visible = targets_for(actor).filter(
        rakortek__in={one.desk.rakortek_id for one in sessions},
        daerah__in={one.daerah_id for one in sessions},
    )
    bidang_of = _bidang_of_desks({one.desk_id for one in sessions})
    if all(one.desk.jenis == JenisDesk.URUSAN for one in sessions):
        visible = visible.filter(definisi__bidang__in=set().union(*bidang_of.values()))
    per_daerah: dict[tuple[int, int], list[Target]] = defaultdict(list)
    for target in with_heads(visible):
        per_daerah[target.rakortek_id, target.daerah_id].append(target)
    of_pleno = _decided_by_pleno(sessions)
    rows: dict[int, list[Target]] = {}
    for one in sessions:
        daftar = per_daerah[one.desk.rakortek_id, one.daerah_id]
        here = [row for row in daftar if row.pk not in of_pleno]
        if one.desk.jenis == JenisDesk.PLENO:
            rows[one.pk] = read_targets(rows_of(one, actor))
        elif one.desk.jenis == JenisDesk.KEWILAYAHAN:
            rows[one.pk] = [row for row in here if row.definisi.kelompok == Kelompok.MAKRO]
        else:
            served = bidang_of.get(one.desk_id, set())
            rows[one.pk] = [row for row in here if row.definisi.bidang_id in served]
    return rows


@context.as_system()
def _decided_by_pleno(sessions: Sequence[Sidang]) -> frozenset[int]:
    """The ids of the targets in the daerah of ``sessions`` that their pleno has decided. One query."""
    decided = Keputusan.objects.filter(
        sidang__desk__jenis=JenisDesk.PLENO,
        sidang__desk__rakortek__in={one.desk.rakortek_id for one in sessions},
        sidang__daerah__in={one.daerah_id for one in sessions},
    )
    return frozenset(decided.order_by().values_list("target", flat=True))


def _bidang_of_desks(desk_ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    pairs = Desk.daftar_bidang.through.objects.filter(desk__in=list(desk_ids))
    for desk_id, bidang_id in pairs.values_list("desk_id", "bidangurusan_id"):
        found[desk_id].add(bidang_id)
    return found


def newest_keputusan_of(sessions: Sequence[Sidang]) -> dict[tuple[int, int], Keputusan]:
    """The decision that stands per (sidang id, target id). One query."""
    newest = (
        Keputusan.objects.filter(sidang__in=[one.pk for one in sessions])
        .order_by("sidang_id", "target_id", "-pk")
        .distinct("sidang_id", "target_id")
    )
    return {(keputusan.sidang_id, keputusan.target_id): keputusan for keputusan in newest}


def with_progress(sidang: QuerySet[Sidang]) -> QuerySet[Sidang]:
    """Sessions with ``jumlah`` rows and ``diputuskan`` of them, for lists of urusan desks."""
    of_bidang = Target.objects.filter(
        rakortek=OuterRef("desk__rakortek"),
        daerah=OuterRef("daerah"),
        definisi__bidang__daftar_desk=OuterRef("desk"),
    )
    makro = Target.objects.filter(
        rakortek=OuterRef("desk__rakortek"),
        daerah=OuterRef("daerah"),
        definisi__kelompok=Kelompok.MAKRO,
    )
    return sidang.annotate(
        jumlah=Coalesce(_count(of_bidang), 0),
        jumlah_makro=Coalesce(_count(makro), 0),
        diputuskan=Coalesce(_count(of_bidang.exclude(hasil=HasilTarget.BELUM)), 0),
        diputuskan_makro=Coalesce(_count(makro.exclude(hasil=HasilTarget.BELUM)), 0),
    )


def _count(targets: QuerySet[Target]) -> Subquery:
    return Subquery(
        targets.order_by().values("daerah").annotate(total=Count("pk")).values("total")[:1]
    )


@context.as_system()
def running_session_of(target: Target) -> Sidang | None:
    """The running session that holds this row, whoever asks; there is one at most."""
    running = Sidang.objects.filter(
        desk__rakortek=target.rakortek_id,
        daerah=target.daerah_id,
        status=StatusSidang.BERLANGSUNG,
    ).select_related("desk__rakortek", "daerah")
    return next(
        (s for s in running if Target.objects.filter(rows_q(s), pk=target.pk).exists()), None
    )


def can_decide_now(actor: Actor, target: Target) -> Verdict:
    """The desk's answer for ``target.authority``: who may decide this row now."""
    sidang = running_session_of(target)
    if sidang is None:
        return deny("Tidak ada sidang yang berlangsung untuk baris ini; mulai sidangnya dahulu.")
    peran = peran_of(actor, sidang.desk)
    schedule = schedule_for(actor, sidang.desk.rakortek)
    return permissions.can_decide(actor, sidang, peran, schedule)


def can_decide_again_now(actor: Actor, target: Target) -> Verdict:
    """The desk's answer for ``target.authority``: what a desk left, the pleno decides again."""
    sidang = running_session_of(target)
    if sidang and sidang.desk.jenis != JenisDesk.PLENO:
        return deny(
            "Baris yang tidak disepakati atau ditunda diputuskan lagi oleh sidang pleno. Bila desk "
            "keliru mencatatnya, buka kembali barisnya dengan alasan."
        )
    return can_decide_now(actor, target)


def sessions_left_open(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``closing``: what becomes of sessions that run, wait, or were never held."""
    sessions = Sidang.objects.filter(desk__rakortek=rakortek)
    running = sessions.filter(status=StatusSidang.BERLANGSUNG).count()
    if running:
        yield Finding(f"{running} sidang masih berlangsung; tutup dahulu sidangnya.")
    scheduled = sessions.filter(status=StatusSidang.DIJADWALKAN).count()
    if scheduled:
        yield Finding(
            f"{scheduled} sidang belum dimulai; sidang itu dibatalkan.", is_blocking=False
        )


def bidang_without_desk(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: an indikator whose bidang has no desk would never be discussed."""
    rows = indikator_of(rakortek)
    missing = BidangUrusan.objects.filter(daftar_definisi__in=rows.values("definisi")).exclude(
        daftar_desk__rakortek=rakortek
    )
    for bidang in missing.distinct().order_by("kode"):
        yield Finding(f"Bidang urusan {bidang} belum mempunyai desk; tambahkan pada bagian Desk.")
    makro = rows.filter(definisi__kelompok=Kelompok.MAKRO).exists()
    has_desk = Desk.objects.filter(rakortek=rakortek, jenis=JenisDesk.KEWILAYAHAN).exists()
    if makro and not has_desk:
        yield Finding("Indikator makro belum mempunyai desk kewilayahan; tambahkan desknya.")


def desk_without_officers(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``preflight``: nobody who can act today could run these desks."""
    runs = PetugasDesk.objects.filter(
        desk=OuterRef("pk"),
        peran__in=permissions.RUNS,
        penugasan__in=acting_now(),
    )
    for desk in Desk.objects.filter(~Exists(runs), rakortek=rakortek):
        yield Finding(f"Desk {desk.kode} {desk.nama} belum mempunyai fasilitator atau notulis.")


@context.as_system()
def desks_of(rakortek: Rakortek) -> list[Desk]:
    """The desks of a Rakortek with their bidang, officers, and how many sessions there are at all."""
    return list(
        Desk.objects.filter(rakortek=rakortek)
        .prefetch_related("daftar_bidang", "daftar_petugas__penugasan__user")
        .annotate(jumlah_sidang=Count("daftar_sidang"))
        .order_by("kode")  # said again: a query that groups forgets the order of the model
    )


@context.as_system()  # who sits at a desk is told to whoever comes to it
def officers_of(desk: Desk) -> list[PetugasDesk]:
    """Who sits at a desk, with their names. One query."""
    return list(desk.daftar_petugas.select_related("penugasan__user"))


def desks_in(rakortek: Rakortek) -> QuerySet[Desk]:
    """The desks of a Rakortek, to choose among."""
    return Desk.objects.filter(rakortek=rakortek).order_by("kode")


def seats_in(rakortek: Rakortek) -> QuerySet[PetugasDesk]:
    """Everybody who sits at a desk of a Rakortek."""
    return PetugasDesk.objects.filter(desk__rakortek=rakortek)


def candidates_for(rakortek: Rakortek) -> QuerySet[Penugasan]:
    """Who may sit at a desk: officers of Bangda and Bappenas, or of the province that leads it."""
    held = acting_now()
    if rakortek.is_pusat:
        held = held.filter(role__in=(*OF_DESK, Role.BAPPENAS, Role.SUPERADMIN))
    else:
        held = held.filter(role=Role.BAPPEDA_PROVINSI, instansi__wilayah=rakortek.provinsi)
    return held.select_related("user", "instansi").order_by("user__nama", "pk")


def is_led_by_bappenas(desk: Desk) -> bool:
    """The desk kewilayahan of the centre is led by Bappenas."""
    return desk.jenis == JenisDesk.KEWILAYAHAN and desk.rakortek.is_pusat


ROLES_THAT_RUN = {
    Role.FASILITATOR: PeranDesk.FASILITATOR,
    Role.NOTULIS: PeranDesk.NOTULIS,
}


def seats_held(penugasan: Penugasan) -> QuerySet[PetugasDesk]:
    """The seats of a penugasan at desks of Rakortek that are prepared or running."""
    current = (StatusRakortek.DRAF, StatusRakortek.DIBUKA)
    return PetugasDesk.objects.filter(
        penugasan=penugasan, desk__rakortek__status__in=current
    ).select_related("desk__rakortek")


def seats_of(penugasan: Penugasan) -> Iterator[str]:
    """For ``handover``: at which desks a penugasan sits, in sentences."""
    for seat in seats_held(penugasan):
        yield f"{PeranDesk(seat.peran).label} desk {seat.desk.nama}, {seat.desk.rakortek}."
