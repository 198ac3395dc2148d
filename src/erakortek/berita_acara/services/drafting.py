"""From a closed session to a frozen draft."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.berita_acara import permissions
from erakortek.berita_acara.enums import VOID
from erakortek.berita_acara.models import BeritaAcara, ButirBeritaAcara, Penandatangan
from erakortek.berita_acara.parties import Approver, approvers_of_session, officials_for
from erakortek.berita_acara.selectors import held_by, snapshot_of
from erakortek.berita_acara.short_code import new_short_code
from erakortek.berita_acara.snapshot import Material, freeze, material_of
from erakortek.desk.models import Sidang
from erakortek.desk.selectors import peran_of, sidang_for
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona, roman_month
from erakortek.lib.errors import DomainError
from erakortek.lib.hashing import canonical_json, sha256_hex
from erakortek.rakortek.services import lock_rakortek


def stream_of(berita_acara: BeritaAcara) -> str:
    """The audit chain of a Berita Acara is that of its session."""
    return f"sidang:{berita_acara.sidang_id}"


def draft_berita_acara(*, sidang_id: int, actor: Actor) -> BeritaAcara:
    """Freeze one closed session into a snapshot and name its approvers; see ``draft_many``.

    A session that ``actor`` may not see does not exist: ``Sidang.DoesNotExist``.
    """
    sidang = sidang_for(actor).get(pk=sidang_id)
    (made,) = draft_many(sidang_ids=[sidang.pk], actor=actor)
    return made


@transaction.atomic
def draft_many(*, sidang_ids: Sequence[int], actor: Actor) -> list[BeritaAcara]:
    """Freeze closed sessions of one Rakortek, all or none; the queries do not grow with them.

    A snapshot is canonical JSON and never changes; what it says wrongly is mended by refusing it
    (which reopens the session) or, once sah, by an adendum. Raises ``DomainError`` when a session
    has a Berita Acara already or a party has nobody who could approve, ``AccessDeniedError`` when
    ``actor`` is no officer of the desk or the session is not closed.
    """
    _lock_sessions(sidang_ids, actor)
    sessions = list(sidang_for(actor).filter(pk__in=sidang_ids))
    _refuse(sessions, actor)
    material = material_of(sessions, actor)
    rows = [row for daftar in material.rows.values() for row in daftar]
    officials = officials_for(sessions, rows)
    at = clock.now()
    numbers = _next_numbers(sessions, at)
    drafts, approvers = [], []
    for sidang, nomor in zip(sessions, numbers, strict=True):
        chosen = approvers_of_session(sidang, material.rows[sidang.pk], officials)
        draft = _draft(sidang, nomor, chosen, material, at)
        drafts.append(draft)
        approvers += [_row(draft, approver) for approver in chosen]
    BeritaAcara.objects.bulk_create(drafts)
    Penandatangan.objects.bulk_create(approvers, batch_size=2000)
    _hold_rows(drafts)
    for draft in drafts:
        audit.record(
            by=actor,
            event="berita_acara.disusun",
            obj=draft,
            stream=stream_of(draft),
            after={"nomor": draft.nomor, "sha256": draft.sha256},
        )
    return drafts


def _lock_sessions(sidang_ids: Sequence[int], actor: Actor) -> None:
    """Lock the Rakortek, then its sessions: it is not closed meanwhile, and numbers do not clash."""
    first = sidang_for(actor).filter(pk__in=sidang_ids).first()
    if first:
        lock_rakortek(first.desk.rakortek_id)
    list(Sidang.objects.select_for_update().filter(pk__in=sidang_ids).order_by("pk").values("pk"))


@context.as_system()  # nobody but the Berita Acara itself writes what it holds
def _hold_rows(drafts: Sequence[BeritaAcara]) -> None:
    ButirBeritaAcara.objects.bulk_create(
        (
            ButirBeritaAcara(berita_acara=draft, target_id=target_id)
            for draft in drafts
            for target_id in held_by(snapshot_of(draft))
        ),
        batch_size=2000,
    )


def _refuse(sessions: Sequence[Sidang], actor: Actor) -> None:
    """Refuse what may not be drafted; one verdict per desk, one look for what is there already."""
    peran = {one.desk_id: peran_of(actor, one.desk) for one in _one_per_desk(sessions)}
    for sidang in sessions:
        permissions.can_draft(actor, sidang, peran[sidang.desk_id]).enforce()
    current = BeritaAcara.objects.filter(sidang__in=sessions).exclude(status__in=VOID).first()
    if current:
        message = f"Sidang ini sudah mempunyai {current}; buka yang ada."
        raise DomainError(message)


def _one_per_desk(sessions: Sequence[Sidang]) -> list[Sidang]:
    return list({one.desk_id: one for one in sessions}.values())


def _draft(
    sidang: Sidang, nomor: str, approvers: Sequence[Approver], material: Material, at: datetime
) -> BeritaAcara:
    kode = new_short_code()
    facts = freeze(sidang, nomor=nomor, kode=kode, approvers=approvers, material=material, at=at)
    text = canonical_json(facts)
    return BeritaAcara(
        sidang=sidang,
        nomor=nomor,
        kode=kode,
        snapshot=text,
        sha256=sha256_hex(text),
        created_at=at,
    )


def _next_numbers(sessions: Sequence[Sidang], at: datetime) -> list[str]:
    """The next numbers of the Rakortek, by its pattern; the caller holds its lock."""
    if not sessions:
        return []
    rakortek = sessions[0].desk.rakortek
    with context.as_system():  # those of every desk, not of this officer's only
        taken = BeritaAcara.objects.filter(sidang__desk__rakortek=rakortek).count()
    day = at.astimezone(Zona(rakortek.zona).tz).date()
    return [
        rakortek.pola_nomor.format(
            urut=urut,
            kode_desk=sidang.desk.kode,
            kode_daerah=sidang.daerah.kode,
            bulan_romawi=roman_month(day),
            tahun=day.year,
            tahun_rencana=rakortek.tahun,
        )
        for urut, sidang in enumerate(sessions, start=taken + 1)
    ]


def _row(draft: BeritaAcara, approver: Approver) -> Penandatangan:
    return Penandatangan(
        berita_acara=draft,
        urutan=approver.urutan,
        pihak=approver.pihak,
        instansi_id=approver.instansi_id,
        penugasan_id=approver.penugasan_id,
        nama=approver.nama,
        jabatan=approver.jabatan,
        nip=approver.nip,
    )
