"""Reads of Berita Acara: who sees which, whose turn it is, what the public may know."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.audit import context
from erakortek.berita_acara.enums import PUBLIC, VOID, StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import (
    BeritaAcara,
    ButirBeritaAcara,
    Dokumen,
    Penandatangan,
)
from erakortek.berita_acara.permissions import OPEN, can_draft, next_approver
from erakortek.berita_acara.short_code import normalise
from erakortek.desk.enums import JenisDesk, PeranDesk, StatusSidang
from erakortek.desk.models import Keputusan, Sidang
from erakortek.desk.next_steps import NextStep
from erakortek.desk.selectors import sidang_for
from erakortek.lib.numbers_id import show_number
from erakortek.lib.verdict import ALLOWED, Verdict, deny
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.preflight import Finding
from erakortek.reference.models import DefinisiIndikator
from erakortek.target.enums import FOR_PLENO


def berita_acara_for(actor: Actor) -> QuerySet[BeritaAcara]:
    """Every Berita Acara of the sessions ``actor`` may see, and those they approve."""
    own = Penandatangan.objects.filter(penugasan=actor.penugasan_id).values("berita_acara")
    return (
        BeritaAcara.objects.filter(Q(sidang__in=sidang_for(actor).order_by()) | Q(pk__in=own))
        .defer("snapshot")
        .select_related("sidang__desk__rakortek__provinsi", "sidang__daerah")
        .prefetch_related(
            Prefetch("daftar_penandatangan", Penandatangan.objects.select_related("instansi"))
        )
        .order_by("-created_at", "nomor")
    )


def approvers_of(berita_acara: BeritaAcara) -> list[Penandatangan]:
    """The approvers in order, with their offices."""
    return list(berita_acara.daftar_penandatangan.all())


def waiting_for(actor: Actor) -> list[BeritaAcara]:
    """The Berita Acara whose next approval is that of ``actor``."""
    mine = berita_acara_for(actor).filter(
        status__in=OPEN,
        daftar_penandatangan__penugasan=actor.penugasan_id,
        daftar_penandatangan__status=StatusPersetujuan.MENUNGGU,
    )
    return [ba for ba in mine.distinct() if _is_turn_of(actor, approvers_of(ba))]


def _is_turn_of(actor: Actor, approvers: Sequence[Penandatangan]) -> bool:
    following = next_approver(approvers)
    return bool(following and following.penugasan_id == actor.penugasan_id)


@context.as_system()
def can_lock_now(actor: Actor, target_ids: Collection[int]) -> Verdict:
    """The answer for ``target.authority``: one Berita Acara holds all these rows.

    An approver moves their lock while it waits; the superadmin who has just revoked it lifts it.
    """
    waits = Q(
        berita_acara__status__in=OPEN,
        berita_acara__daftar_penandatangan__penugasan=actor.penugasan_id,
    )
    revoked = Q(berita_acara__status=StatusBA.DICABUT, berlaku=True)
    moving = waits | revoked if actor.is_superadmin else waits
    held = ButirBeritaAcara.objects.filter(moving, target__in=target_ids)
    if held.values("target").distinct().count() == len(set(target_ids)):
        return ALLOWED
    return deny("Target hanya dikunci atau dibuka oleh persetujuan Berita Acaranya.")


@context.as_system()
def public_by_code(kode: str) -> BeritaAcara | None:
    """A Berita Acara that was once sah, by the short code as somebody typed it."""
    normal = normalise(kode)
    if normal is None:
        return None
    daftar = BeritaAcara.objects.filter(kode=normal, status__in=sorted(PUBLIC))
    return daftar.select_related("sidang__desk__rakortek", "sidang__daerah").first()


@context.as_system()
def public_by_sha256(sha256: str) -> BeritaAcara | None:
    """The Berita Acara whose stored PDF has this hash."""
    document = Dokumen.objects.filter(
        sha256=sha256, is_final=True, berita_acara__status__in=sorted(PUBLIC)
    ).select_related("berita_acara")
    found = document.defer("isi").first()
    return found.berita_acara if found else None


def final_document(berita_acara: BeritaAcara) -> Dokumen | None:
    """The stored PDF, or None while it is being prepared."""
    return Dokumen.objects.filter(berita_acara=berita_acara, is_final=True).first()


def snapshot_of(berita_acara: BeritaAcara) -> dict[str, Any]:
    """The frozen facts."""
    return json.loads(berita_acara.snapshot)  # type: ignore[no-any-return]


def counts_of(berita_acara: QuerySet[BeritaAcara]) -> dict[str, int]:
    """How many stand where, and "semua". One query."""
    counts = {
        status.value: Count("pk", filter=Q(status=status), distinct=True) for status in StatusBA
    }
    return berita_acara.order_by().aggregate(semua=Count("pk", distinct=True), **counts)


@context.as_system()
def held_targets(berita_acara: BeritaAcara) -> list[int]:
    """The ids of the rows it holds, whoever asks."""
    rows = ButirBeritaAcara.objects.filter(berita_acara=berita_acara)
    return list(rows.order_by("target").values_list("target", flat=True))


def held_by(facts: dict[str, Any]) -> list[int]:
    """The ids of the rows that a snapshot holds: all but those that a desk leaves to the pleno."""
    rows = facts["disepakati"] + facts["belum_disepakati"]
    is_pleno = facts["desk"]["jenis"] == JenisDesk.PLENO
    return [row["id"] for row in rows if is_pleno or row["hasil"] not in FOR_PLENO]


def steps_of(actor: Actor, sidang: Sidang, peran: frozenset[PeranDesk]) -> Iterator[NextStep]:
    """For ``desk.next_steps``: open the Berita Acara of a session, or draft it."""
    current = BeritaAcara.objects.filter(sidang=sidang).exclude(status__in=sorted(VOID))
    found = current.only("pk", "nomor").first()
    if found:
        yield NextStep(
            f"Buka {found}", reverse("berita_acara:show", args=[found.pk]), is_post=False
        )
    elif can_draft(actor, sidang, peran):
        address = reverse("berita_acara:draft", args=[sidang.desk.rakortek.kunci, sidang.pk])
        yield NextStep("Susun Berita Acara", address, is_post=True)


def reasons_against_reopening(sidang: Sidang) -> Iterator[str]:
    """For ``desk.reopening``: what was drafted is refused, discarded or revoked first."""
    standing = BeritaAcara.objects.filter(sidang=sidang).exclude(status__in=sorted(VOID)).first()
    if standing:
        yield (
            f"{standing} sudah disusun dari sidang ini. Buang, tolak, atau cabut dahulu; sidangnya "
            "lalu terbuka kembali."
        )


def waiting_at_closing(rakortek: Rakortek) -> Iterator[Finding]:
    """For ``closing``: a Berita Acara that waits blocks; a session without one is told."""
    standing = BeritaAcara.objects.filter(sidang__desk__rakortek=rakortek)
    waiting = standing.filter(status__in=(StatusBA.DRAF, *OPEN)).count()
    if waiting:
        yield Finding(
            f"{waiting} Berita Acara masih draf atau menunggu persetujuan; selesaikan atau buang "
            "dahulu."
        )
    without = Sidang.objects.filter(desk__rakortek=rakortek, status=StatusSidang.DITUTUP).exclude(
        daftar_berita_acara__in=standing.exclude(status__in=sorted(VOID))
    )
    total = without.count()
    if total:
        yield Finding(
            f"{total} sidang sudah ditutup tetapi belum mempunyai Berita Acara; sesudah Rakortek "
            "ditutup, Berita Acaranya tidak dapat disusun lagi.",
            is_blocking=False,
        )


def approvals_awaited_of(penugasan: Penugasan) -> Iterator[str]:
    """For ``handover``: which Berita Acara wait for this officer, whose name is printed on them."""
    waiting = Penandatangan.objects.filter(
        penugasan=penugasan, status=StatusPersetujuan.MENUNGGU, berita_acara__status__in=OPEN
    ).select_related("berita_acara")
    for one in waiting:
        yield (
            f"Berita Acara {one.berita_acara.nomor} menunggu persetujuan {one.nama}; namanya "
            "tercetak di sana, jadi susun ulang sesudah serah terima."
        )


def _standing_on(indikator_ids: Collection[int]) -> QuerySet[BeritaAcara]:
    """Every Berita Acara that stands and holds a row of these indikator."""
    rows = Keputusan.objects.filter(target__indikator__in=indikator_ids)
    return BeritaAcara.objects.filter(sidang__in=rows.order_by().values("sidang")).exclude(
        status__in=VOID
    )


@context.as_system()
def keeps_version(row: IndikatorRakortek, _: DefinisiIndikator) -> list[str]:
    """For ``rakortek.taking_up``: what a Berita Acara says of a row was frozen when it was drafted."""
    standing = _standing_on([row.indikator_id]).filter(sidang__desk__rakortek=row.rakortek_id)
    nomor = standing.order_by("nomor").values_list("nomor", flat=True).first()
    if nomor is None:
        return []
    sentence = (
        f"Berita Acara {nomor} memuat indikator ini dengan versi yang sekarang. Versi baru dipakai "
        "mulai Rakortek berikutnya."
    )
    return [sentence]


@context.as_system()
def uses_of_indikator(indikator_ids: Collection[int]) -> list[str]:
    """For ``impact``: how many Berita Acara hold rows of these indikator."""
    total = _standing_on(indikator_ids).count()
    if not total:
        return []
    return [f"{show_number(total)} Berita Acara memuatnya, dengan isi yang dibekukan saat disusun."]
