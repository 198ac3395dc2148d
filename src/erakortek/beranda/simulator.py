"""Why may somebody (not): each verdict that the application would give them, with its reason.

It asks the same functions that guard the pages and services; nothing is decided here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.accounts.permissions import can_manage_accounts
from erakortek.accounts.register import Filter, narrowed, penugasan_for
from erakortek.accounts.selectors import actor_under
from erakortek.berita_acara import permissions as of_berita_acara
from erakortek.berita_acara.models import BeritaAcara
from erakortek.berita_acara.selectors import approvers_of, berita_acara_for
from erakortek.desk import permissions as of_desk
from erakortek.desk.models import Sidang
from erakortek.desk.selectors import peran_of, rows_q, sidang_for, undecided_in
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.numbers_id import read_id
from erakortek.lib.verdict import ALLOWED, Verdict, deny
from erakortek.rakortek import permissions as of_rakortek
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.schedule import Schedule
from erakortek.rakortek.selectors import schedule_for
from erakortek.target import permissions as of_target
from erakortek.target.models import Target
from erakortek.target.selectors import targets_for

MOST_PEOPLE = 30
UNSEEN = "Di luar cakupan penugasannya: halaman ini menjawab “tidak ada”."


@dataclass(frozen=True, slots=True)
class Question:
    """One thing somebody may want to do, and the answer they would get."""

    what: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Answers:
    """All questions about one thing, as one actor meets it."""

    thing: str
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was asked, whom it can be asked about, and the answers."""

    people: list[Penugasan]
    actor: Actor | None
    answers: list[Answers]


def simulate(asker: Actor, rakortek: Rakortek, query: Mapping[str, str]) -> Simulation:
    """The answers for the penugasan in ``query`` about its target (indikator × daerah).

    Only people of the asker's tier, and only things that the asker sees themselves. Raises
    ``InvalidInputError`` where the indikator or daerah is not one of them.
    """
    people = _people(asker, query.get("cari", ""))
    chosen = read_id(query.get("penugasan", ""))
    held = penugasan_for(asker).filter(pk=chosen).first() if chosen else None
    subject = actor_under(held.user_id, held.pk) if held else None
    if subject is None:
        return Simulation(people, None, [])
    schedule = schedule_for(subject, rakortek)
    answers = [_of_rakortek(subject, rakortek)]
    kodes = query.get("indikator", "").strip(), query.get("daerah", "").strip()
    if all(kodes):
        answers += _of_thing(asker, subject, rakortek, schedule, *kodes)
    return Simulation(people, subject, answers)


def _people(asker: Actor, cari: str) -> list[Penugasan]:
    found = narrowed(penugasan_for(asker), Filter.of({"cari": cari}))
    return list(found[:MOST_PEOPLE]) if cari.strip() else []


def _of_rakortek(subject: Actor, rakortek: Rakortek) -> Answers:
    return Answers(
        str(rakortek),
        [
            Question("Menyiapkan dan menjadwalkan", of_rakortek.can_schedule(subject, rakortek)),
            Question("Memilih indikator", of_rakortek.can_edit_draft(subject, rakortek)),
            Question("Menerbitkan akun", can_manage_accounts(subject)),
        ],
    )


def _of_thing(
    asker: Actor,
    subject: Actor,
    rakortek: Rakortek,
    schedule: Schedule,
    indikator: str,
    daerah: str,
) -> Iterator[Answers]:
    visible = targets_for(asker).filter(rakortek=rakortek, indikator__kode=indikator)
    target = visible.filter(daerah__kode=daerah).first()
    if target is None:
        message = (
            f"Tidak ada target {indikator} di daerah {daerah} pada {rakortek}; periksa kodenya."
        )
        raise InvalidInputError(message)
    yield Answers(
        f"Target {indikator} × {target.daerah}",
        list(_of_target(subject, target, rakortek, schedule)),
    )
    for sidang in sidang_for(asker).filter(desk__rakortek=rakortek, daerah=target.daerah_id):
        if Target.objects.filter(rows_q(sidang), pk=target.pk).exists():
            yield Answers(f"Sidang {sidang}", list(_of_sidang(subject, sidang, schedule)))
            for one in berita_acara_for(asker).filter(sidang=sidang):
                yield Answers(str(one), list(_of_document(subject, one, schedule)))


def _seen(is_seen: bool) -> Question:
    return Question("Melihat", ALLOWED if is_seen else deny(UNSEEN))


def _of_target(
    subject: Actor, target: Target, rakortek: Rakortek, schedule: Schedule
) -> Iterator[Question]:
    definisi = target.definisi
    yield _seen(targets_for(subject).filter(pk=target.pk).exists())
    yield Question(
        f"Mengisi {rakortek.sebutan_acuan.lower()}",
        of_target.can_set_acuan(subject, rakortek, definisi, schedule),
    )
    yield Question(
        f"Mengusulkan sebagai {rakortek.sebutan_pengampu}",
        of_target.can_offer(subject, target, rakortek, schedule),
    )
    yield Question("Mengisi usulan daerah", of_target.can_fill(subject, target, schedule))
    yield Question(
        "Memverifikasi atau mengembalikan", of_target.can_verify(subject, target, schedule)
    )
    yield Question("Memutuskan di sidang", of_target.can_decide(subject, target, schedule))


def _of_sidang(subject: Actor, sidang: Sidang, schedule: Schedule) -> Iterator[Question]:
    peran = peran_of(subject, sidang.desk)
    yield _seen(sidang_for(subject).filter(pk=sidang.pk).exists())
    yield Question("Memulai sidang", of_desk.can_start(subject, sidang, peran, schedule))
    yield Question("Memutuskan baris", of_desk.can_decide(subject, sidang, peran, schedule))
    yield Question("Menutup sidang", of_desk.can_close(subject, peran, undecided_in(sidang)))
    yield Question("Menjadwalkan lagi", of_desk.can_reschedule(subject, sidang, peran, schedule))
    yield Question("Membuka kembali", of_desk.can_reopen(subject, sidang, peran, schedule))
    yield Question("Memberi waktu tambahan", of_desk.can_prolong(subject, sidang, schedule))
    yield Question("Menyusun Berita Acara", of_berita_acara.can_draft(subject, sidang, peran))


def _of_document(subject: Actor, one: BeritaAcara, schedule: Schedule) -> Iterator[Question]:
    approvers = approvers_of(one)
    yield _seen(berita_acara_for(subject).filter(pk=one.pk).exists())
    yield Question("Menyetujui", of_berita_acara.can_approve(subject, one, approvers, schedule))
    yield Question("Menolak", of_berita_acara.can_refuse(subject, one, approvers, schedule))
    yield Question(
        "Membuang", of_berita_acara.can_discard(subject, peran_of(subject, one.sidang.desk))
    )
    yield Question("Mencabut", of_berita_acara.can_revoke(subject, one.sidang))
