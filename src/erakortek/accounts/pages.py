"""What the pages of accounts show."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.core.paginator import Paginator
from django.db.models import QuerySet

from erakortek.accounts import handover, permissions, register
from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import JenisPenugasan, KeadaanAkun, Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.register import Filter
from erakortek.accounts.selectors import names_of
from erakortek.accounts.tiers import GRANTS, SEATS, offices_of
from erakortek.lib import clock
from erakortek.lib.verdict import Verdict
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.reference.selectors import in_force_on

if TYPE_CHECKING:
    from erakortek.accounts.register import Told

PER_PAGE = 60

# What the log calls an event, in words.
EVENTS = {
    "akun.diterbitkan": "Akun diterbitkan",
    "akun.diubah": "Data orang diubah",
    "akun.tautan_dibuat": "Tautan aktivasi dibuat",
    "akun.diaktifkan": "Kata sandi dibuat oleh pemilik akun",
    "akun.sesi_diakhiri": "Semua sesi diakhiri",
    "akun.ditutup": "Akun ditutup",
    "akun.dibuka_kembali": "Akun dibuka kembali",
    "akun.dilihat_sebagai": "Halaman dilihat sebagai orang ini",
    "penugasan.diberikan": "Penugasan diberikan",
    "penugasan.diubah": "Penugasan diubah lewat lembar",
    "penugasan.dimajukan": "Penugasan dimulai lebih awal",
    "penugasan.diakhiri": "Penugasan diakhiri",
    "penugasan.diserahterimakan": "Penugasan diserahterimakan",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One penugasan on the page of its person, and what may be done to it."""

    penugasan: Penugasan
    role: Role
    jenis: JenisPenugasan
    keadaan: KeadaanAkun
    open_work: list[str]
    can_hand_over: Verdict
    can_end: Verdict


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an account's history."""

    at: Any
    what: str
    who: str
    alasan: str


def list_page(actor: Actor, chosen: Filter, number: str | None) -> dict[str, Any]:
    """The accounts of one's tier, with the counts of each state under the rest of the filter."""
    visible = register.penugasan_for(actor)
    in_any_state = Filter(cari=chosen.cari, peran=chosen.peran)
    rows = register.narrowed(visible, chosen)
    counts = register.counts_of(register.narrowed(visible, in_any_state))
    page = Paginator(rows, PER_PAGE).get_page(number)
    shown: list[Told] = list(page.object_list)
    files = register.letter_files(actor, chosen) if counts[KeadaanAkun.BELUM_AKTIF.value] else {}
    return {
        "filter": chosen,
        "page": page,
        "rows": [(one, Role(one.role), KeadaanAkun(one.keadaan)) for one in shown],
        "states": [(one, counts[one.value]) for one in KeadaanAkun],
        "total": sum(counts.values()),
        "waiting": sum(len(people) for people in files.values()),
        "letter_files": [(number, len(people)) for number, people in files.items()],
        "roles": roles_of(actor),
        "quota": register.quota_for(actor),
        "can_issue": permissions.can_manage_accounts(actor),
        "can_set_quota": permissions.can_set_quota(actor),
    }


def roles_of(actor: Actor) -> list[Role]:
    """The roles that ``actor`` can give, in the order of the enum; an auditor reads all."""
    grants = GRANTS.get(actor.role, frozenset(Role) if actor.role == Role.AUDITOR else frozenset())
    return [one for one in Role if one in grants]


def offices_for(actor: Actor, role: Role) -> QuerySet[Instansi]:
    """The offices in force of one's tier in which ``role`` can be held."""
    seat = SEATS[role]
    offices = offices_of(actor).filter(in_force_on(clock.today()), jenis__in=seat.jenis)
    if seat.is_provinsi is None:
        return offices
    return offices.filter(wilayah__induk__isnull=seat.is_provinsi)


def bidang_for(actor: Actor) -> QuerySet[BidangUrusan]:
    """The bidang urusan to which ``actor`` can narrow what they give."""
    taking_part = BidangUrusan.objects.filter(ikut_rakortek=True).order_by("kode")
    return taking_part.filter(pk__in=actor.bidang_ids) if actor.is_narrowed else taking_part


def person_page(actor: Actor, user: User) -> dict[str, Any]:
    """One person: what they hold that ``actor`` may see, their sessions, what was done."""
    held = register.penugasan_for(actor).filter(user=user).prefetch_related("daftar_bidang")
    return {
        "person": user,
        "held": [_held(actor, one) for one in held],
        "sessions": UserSession.objects.filter(user=user).count(),
        "history": _history(user),
        "can_keep": permissions.can_keep_person(actor, user),
        "can_view_as": permissions.can_view_as(actor, user),
        "roles": roles_of(actor) if permissions.can_manage_accounts(actor) else [],
        "secret": "",
    }


def _held(actor: Actor, one: "Told") -> Held:
    return Held(
        penugasan=one,
        role=Role(one.role),
        jenis=JenisPenugasan(one.jenis),
        keadaan=KeadaanAkun(one.keadaan),
        open_work=handover.held_by(one),
        can_hand_over=permissions.can_change(actor, one),
        can_end=permissions.can_end(actor, one),
    )


def _history(user: User) -> list[Happening]:
    entries = list(register.history_of(user)[:100])
    names = names_of(one.user_id for one in entries if one.user_id)
    return [
        Happening(
            at=one.at,
            what=EVENTS.get(one.event, one.event),
            who=names.get(one.user_id or 0, "sistem"),
            alasan=json.loads(one.isi)["after"].get("alasan", ""),
        )
        for one in entries
    ]
