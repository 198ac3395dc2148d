"""The accounts that one office keeps: found, counted, and each with how it stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import KeadaanAkun, Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.tiers import (
    foreign_people,
    issued_by,
    penugasan_of_tier,
    quota_of,
    running,
)
from erakortek.audit.models import AuditEntry
from erakortek.lib import clock

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Keadaan(TypedDict):
        keadaan: str

    Told = WithAnnotations[Penugasan, _Keadaan]

DORMANT_AFTER = timedelta(days=90)
LETTERS_PER_FILE = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; each empty for all."""

    cari: str = ""
    peran: str = ""
    keadaan: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        """From the query of an address; what is no role or state is ignored."""
        peran, keadaan = query.get("peran", ""), query.get("keadaan", "")
        return cls(
            cari=query.get("cari", "").strip()[:120],
            peran=peran if peran in Role.values else "",
            keadaan=keadaan if keadaan in KeadaanAkun.values else "",
        )

    def parameters(self, **changed: str) -> dict[str, str]:
        """For an address with the same filter but for ``changed``."""
        facts = {"cari": self.cari, "peran": self.peran, "keadaan": self.keadaan} | changed
        return {name: value for name, value in facts.items() if value}


def penugasan_for(actor: Actor) -> "QuerySet[Told]":
    """Every penugasan ``actor`` may see, with its person and how the account stands. One query.

    Those of one's tier; an auditor reads all.
    """
    daftar = Penugasan.objects.all() if actor.role == Role.AUDITOR else penugasan_of_tier(actor)
    return (
        daftar.select_related("user", "instansi")
        .annotate(keadaan=_keadaan())
        .order_by("instansi__kode", "user__nama", "pk")
    )


def _keadaan() -> Case:
    """The first that holds; one penugasan ended does not make a person dormant elsewhere."""
    since = clock.now() - DORMANT_AFTER
    waits = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX, user__last_login__isnull=True)
    sleeps = Q(user__last_login__lt=since) | Q(user__last_login__isnull=True)
    return Case(
        When(user__is_active=False, then=Value(KeadaanAkun.DITUTUP.value)),
        When(~running(), then=Value(KeadaanAkun.BERAKHIR.value)),
        When(waits, then=Value(KeadaanAkun.BELUM_AKTIF.value)),
        When(sleeps, then=Value(KeadaanAkun.TIDUR.value)),
        default=Value(KeadaanAkun.AKTIF.value),
        output_field=CharField(),
    )


def narrowed(daftar: "QuerySet[Told]", chosen: Filter) -> "QuerySet[Told]":
    """``daftar`` as the filter says; every word of the search stands somewhere."""
    for word in chosen.cari.split():
        daftar = daftar.filter(
            Q(user__nama__icontains=word)
            | Q(user__username__icontains=word)
            | Q(user__nip__icontains=word)
            | Q(instansi__nama__icontains=word)
            | Q(instansi__kode__istartswith=word)
        )
    if chosen.peran:
        daftar = daftar.filter(role=chosen.peran)
    return daftar.filter(keadaan=chosen.keadaan) if chosen.keadaan else daftar


def counts_of(daftar: "QuerySet[Told]") -> dict[str, int]:
    """How many stand where, by state; every state is named. One query."""
    found = dict(daftar.order_by().values_list("keadaan").annotate(Count("pk")))
    return {one.value: found.get(one.value, 0) for one in KeadaanAkun}


@dataclass(frozen=True, slots=True)
class Quota:
    """How many running penugasan an office has issued, of how many it may."""

    dipakai: int
    batas: int


def quota_for(actor: Actor) -> Quota | None:
    """The quota of the actor's office; None where there is no limit."""
    limit = quota_of(actor)
    return None if limit is None else Quota(issued_by(actor).count(), limit)


def people_for(actor: Actor) -> QuerySet[User]:
    """Everybody of whom ``actor`` may see at least one penugasan."""
    mine = penugasan_for(actor).filter(user=OuterRef("pk")).order_by()
    return User.objects.filter(Exists(mine))


def letter_files(actor: Actor, chosen: Filter) -> dict[int, list[int]]:
    """Who has not activated their account yet: the user ids of each numbered file of letters.

    Cut over everybody of the filter, oldest account first, whether they wait or not: so a file keeps
    its number and its people while others activate, and nobody falls between two files. Whose
    account another tier keeps gets their letter there. Two queries.
    """
    everybody = narrowed(penugasan_for(actor), replace(chosen, keadaan=""))
    waits: dict[int, bool] = {}
    for user_id, keadaan in everybody.order_by("user_id").values_list("user_id", "keadaan"):
        waits[user_id] = waits.get(user_id, False) or keadaan == KeadaanAkun.BELUM_AKTIF
    elsewhere = foreign_people(actor, [one for one, is_waiting in waits.items() if is_waiting])
    files: dict[int, list[int]] = defaultdict(list)
    for place, (user_id, is_waiting) in enumerate(waits.items()):
        if is_waiting and user_id not in elsewhere:
            files[place // LETTERS_PER_FILE + 1].append(user_id)
    return dict(files)


def seats_for_letters(actor: Actor, user_ids: Sequence[int]) -> list[Penugasan]:
    """One penugasan of each of these people, by office: what their letter says. One query."""
    seats: dict[int, Penugasan] = {}
    waiting = penugasan_for(actor).filter(keadaan=KeadaanAkun.BELUM_AKTIF)
    for one in waiting.filter(user__in=user_ids):
        seats.setdefault(one.user_id, one)
    return list(seats.values())


def history_of(user: User) -> QuerySet[AuditEntry]:
    """What was done to an account, newest first."""
    return AuditEntry.objects.filter(
        object_kind=User._meta.label_lower,  # noqa: SLF001 -- Django's documented Meta API
        object_id=user.pk,
    ).order_by("-pk")
