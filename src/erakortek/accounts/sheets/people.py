"""Accounts as a workbook: what one office keeps, with the rules of its tier."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import JenisPenugasan, Role
from erakortek.accounts.models import Penugasan, User, username_of, wrong_name
from erakortek.accounts.permissions import (
    BEYOND,
    ONESELF,
    STRANGER,
    can_grant_in,
    can_manage_accounts,
)
from erakortek.accounts.register import Quota, quota_for
from erakortek.accounts.services import keep_accounts
from erakortek.accounts.services.bulk import Key, bidang_codes, key_of, running_of
from erakortek.accounts.services.issuing import MORE_QUOTA
from erakortek.accounts.sheets.keepers import Found, acting, closed, verdict_for
from erakortek.accounts.tiers import (
    GRANTS,
    can_be_held,
    foreign_people,
    offices_of,
    penugasan_of_tier,
    running,
    strangers_to,
)
from erakortek.audit import context
from erakortek.audit.services import ActsAs
from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Keeper, Read, Sheet, Values
from erakortek.lib.numbers_id import quote
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.reference.permissions import can_take_on
from erakortek.reference.sheets.offices import FOREVER


def _values_of(daftar: QuerySet[Penugasan]) -> Iterator[Values]:
    rows = (
        daftar.filter(running())
        .select_related("user", "instansi")
        .prefetch_related("daftar_bidang")
        .order_by("instansi__kode", "user__username", "role")
    )
    for one in rows.iterator(chunk_size=2_000):
        yield {
            "akun": one.user.username,
            "peran": one.role,
            "instansi": one.instansi.kode,
            "nama": one.user.nama,
            "nip": one.user.nip,
            "surel": one.user.email,
            "jabatan": one.jabatan,
            "bidang": ", ".join(bidang.kode for bidang in one.daftar_bidang.all()),
            "jenis": one.jenis,
            "nomor_surat": one.nomor_surat,
            "mulai": one.mulai_on.isoformat(),
            "sampai": one.sampai_on.isoformat() if one.sampai_on else "",
        }


def _all() -> Iterator[Values]:
    return _values_of(Penugasan.objects.all())


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a file are held against, read once."""

    actor: Actor | None
    offices: dict[str, Instansi]
    in_tier: frozenset[str]
    bidang: dict[str, int]
    foreign: dict[str, User]  # by username: people whose name the actor may not change
    strangers: frozenset[str]  # usernames of people who work outside the tier only
    running: dict[Key, Penugasan]  # of the people that are named
    ended: frozenset[str]  # kode of offices that have ended
    beyond: frozenset[Key]  # running penugasan that reach further than the actor may give
    own: list[Values]  # what the actor holds, as it stands
    quota: Quota | None


def _check(reads: Sequence[Read], actor: Actor | None = None) -> Iterator[Found]:
    """Office, role, bidang and letter of each row; one name per account within the file."""
    known = _known(reads, actor)
    names: dict[str, str] = {}
    keys: set[Key] = set()
    for place, read in enumerate(reads):
        key = key_of(read.values)
        if key in keys:
            message = f"Akun {key[0]} sudah ditulis di baris lain dengan ejaan lain."
            yield place, _finding(read, "akun", "ganda", message, "Hapus salah satu barisnya.")
        keys.add(key)
        for rule in (_wrong_office, _wrong_bidang, _wrong_dates, _wrong_person, _foreign_name):
            yield from ((place, finding) for finding in rule(read, known))
        name = names.setdefault(username_of(read.values["akun"]), read.values["nama"])
        if name != read.values["nama"]:
            message = f"Akun {read.values['akun']} di baris lain bernama {quote(name)}."
            yield place, _finding(read, "nama", "ganda nama", message, "Samakan namanya.")
    yield from _overlapping(reads, known)
    yield from _over_quota(reads, known)


@transaction.atomic  # an upload is read by a job, outside of any other
@context.as_system()  # whoever has a name that is typed, to say that it cannot be had
def _known(reads: Sequence[Read], actor: Actor | None) -> _Known:
    wanted = {read.values["instansi"] for read in reads}
    offices = Instansi.objects.select_related("wilayah").filter(kode__in=wanted)
    tier = offices_of(actor).filter(kode__in=wanted) if actor else offices
    names = {username_of(read.values["akun"]) for read in reads}
    people = {one.pk: one for one in User.objects.filter(username__in=names)}
    foreign = foreign_people(actor, list(people)) if actor else set()
    strangers = strangers_to(actor, list(people)) if actor else set()
    held = running_of(people.values())
    return _Known(
        actor=actor,
        offices={one.kode: one for one in offices},
        in_tier=frozenset(tier.values_list("kode", flat=True)),
        bidang=dict(BidangUrusan.objects.values_list("kode", "pk")),
        foreign={people[pk].username: people[pk] for pk in foreign},
        strangers=frozenset(people[pk].username for pk in strangers),
        running=held,
        ended=frozenset(one.kode for one in offices if not can_take_on(one)),
        beyond=_beyond(actor, held) if actor else frozenset(),
        own=list(_values_of(Penugasan.objects.filter(user=actor.user_id))) if actor else [],
        quota=quota_for(actor) if actor else None,
    )


def _beyond(actor: Actor, held: Mapping[Key, Penugasan]) -> frozenset[Key]:
    ids = [one.pk for one in held.values()]
    mine = set(penugasan_of_tier(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return frozenset(key for key, one in held.items() if one.pk not in mine)


def _wrong_office(read: Read, known: _Known) -> Iterator[Finding]:
    kode, role = read.values["instansi"], Role(read.values["peran"])
    office = known.offices.get(kode)
    # What lies outside the tier is answered as what does not exist: codes of others are not told.
    if office is None or kode not in known.in_tier:
        message = f"Instansi {quote(kode)} tidak ada di jenjang Anda."
        yield _finding(read, "instansi", "rujukan", message, "Periksa kodenya.")
        return
    bidang = [known.bidang[one] for one in _bidang(read) if one in known.bidang]
    verdict = _verdict(known, role, office, bidang)
    if kode not in known.ended or key_of(read.values) not in known.running:
        verdict = first_denied(verdict, can_take_on(office))
    if not verdict:
        yield _finding(read, "peran", "jenjang", verdict.reason, "")


def _verdict(known: _Known, role: Role, office: Instansi, bidang: list[int]) -> Verdict:
    if known.actor:
        return can_grant_in(known.actor, role, office, bidang, in_tier=True)
    fits = can_be_held(role, office)
    return ALLOWED if fits else deny(f"Peran {role.label} tidak ada di {office.nama}.")


def _wrong_bidang(read: Read, known: _Known) -> Iterator[Finding]:
    unknown = [one for one in _bidang(read) if one not in known.bidang]
    if unknown:
        message = f"Bidang urusan {quote(', '.join(unknown))} tidak ada di data induk."
        yield _finding(read, "bidang", "rujukan", message, "Tulis kodenya, misalnya 1.02, 1.03.")


def _wrong_dates(read: Read, _: _Known) -> Iterator[Finding]:
    values = read.values
    if values["sampai"] and values["sampai"] < values["mulai"]:
        yield _finding(read, "sampai", "urutan", "Penugasan berakhir sebelum dimulai.", "")
    is_acting = values["jenis"] != JenisPenugasan.DEFINITIF
    if is_acting and not (values["nomor_surat"] and values["sampai"]):
        message = "Plt. dan Plh. memerlukan nomor surat dan tanggal berakhir."
        yield _finding(read, "nomor_surat", "surat", message, "Isi kedua selnya.")


def _wrong_person(read: Read, known: _Known) -> Iterator[Finding]:
    name = username_of(read.values["akun"])
    if problem := wrong_name(name):
        yield _finding(read, "akun", "nama akun", problem, "")
    if (surel := read.values["surel"]) and not _is_email(surel):
        message = f"Surel {quote(surel)} tidak lengkap."
        yield _finding(read, "surel", "surel", message, "Tulis seperti nama@contoh.go.id.")
    if read.values not in known.own and name in {one["akun"] for one in known.own}:
        yield _finding(read, "akun", "diri sendiri", ONESELF, "")
    elif key_of(read.values) in known.beyond:
        yield _finding(read, "bidang", "jenjang", BEYOND, "")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _overlapping(reads: Sequence[Read], known: _Known) -> Iterator[Found]:
    """The same role in the same office is held once at a time."""
    ends = {key: str(one.sampai_on or FOREVER) for key, one in known.running.items()}
    ends |= {key_of(read.values): read.values["sampai"] or FOREVER for read in reads}
    spans: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for (*held, begin), end in ends.items():
        spans[tuple(held)].append((begin, end))
    for place, read in enumerate(reads):
        *held, begin = key_of(read.values)
        end = read.values["sampai"] or FOREVER
        others = [one for one in spans[tuple(held)] if one[0] != begin]
        if any(first <= end and begin <= last for first, last in others):
            message = "Orang ini sudah memegang peran itu di instansi itu pada masa itu."
            saran = "Pakai tanggal mulai yang tersimpan, atau akhiri dahulu yang lama."
            yield place, _finding(read, "mulai", "tumpang tindih", message, saran)


def _over_quota(reads: Sequence[Read], known: _Known) -> Iterator[Found]:
    """Rows beyond what the office may still issue, in the order of the file."""
    if known.quota is None:
        return
    new = [place for place, read in enumerate(reads) if key_of(read.values) not in known.running]
    limit, used = known.quota.batas, known.quota.dipakai
    for place in new[max(limit - used, 0) :]:
        message = f"Kuota akun instansi Anda {limit}, sudah terpakai {used}; baris ini melebihinya."
        yield place, _finding(reads[place], "akun", "kuota", message, MORE_QUOTA)


def _foreign_name(read: Read, known: _Known) -> Iterator[Finding]:
    name = username_of(read.values["akun"])
    if name in known.strangers:
        yield _finding(read, "akun", "jenjang", STRANGER, "")
        return
    user = known.foreign.get(name)
    if user and (read.values["nama"], read.values["nip"], read.values["surel"]) != (
        user.nama,
        user.nip,
        user.email,
    ):
        message = "Akun ini juga dipakai di luar jenjang Anda; nama, NIP, dan surelnya tetap."
        yield replace(_finding(read, "nama", "tetap", message, ""), is_blocking=False)


def _bidang(read: Read) -> list[str]:
    return bidang_codes(read.values["bidang"])


def _finding(read: Read, name: str, aturan: str, pesan: str, saran: str) -> Finding:
    return Finding(AKUN.column(name).label, read.cells.get(name, ""), aturan, pesan, saran)


def _write(rows: Sequence[Values], keeper: Keeper | None) -> None:
    keep_accounts(rows=rows, actor=acting(keeper) if keeper else None)


def _can_import(keeper: Keeper) -> Verdict:
    return verdict_for(keeper, can_manage_accounts)


def _narrow(sheet: Sheet, by: ActsAs) -> Sheet:
    """The sheet of one office: its people, its roles, its rules."""
    actor = acting(by)
    if actor is None:
        return closed(sheet)
    grants = GRANTS.get(actor.role, frozenset())
    columns = tuple(
        replace(column, choices={one.label: one.value for one in Role if one in grants})
        if column.name == "peran"
        else column
        for column in sheet.columns
    )
    check: Callable[[Sequence[Read]], Iterator[Found]] = partial(_check, actor=actor)
    present = partial(_values_of, penugasan_of_tier(actor))
    return replace(sheet, columns=columns, present=present, check=check)


AKUN = Sheet(
    kode="akun",
    judul="Akun dan penugasan",
    keterangan="Orang, perannya, dan instansinya; kata sandi dibuat sendiri lewat tautan aktivasi.",
    columns=(
        Column(
            "akun",
            "Nama akun",
            is_key=True,
            longest=150,
            synonyms=("Username", "NIP atau surel"),
            example="contoh.11.1.02",
            hint="NIP, surel kedinasan, atau nama lain yang hanya miliknya.",
        ),
        Column(
            "peran",
            "Peran",
            Kind.CHOICE,
            is_key=True,
            choices={one.label: one.value for one in Role},
            example=Role.PD_PROVINSI.label,
        ),
        Column("instansi", "Kode instansi", is_key=True, longest=40, example="PD-11-1.02"),
        Column("nama", "Nama", is_required=True, longest=160, example="Orang Contoh"),
        Column("nip", "NIP", longest=32, example="00000000 000000 0 000"),
        Column("surel", "Surel", longest=254, example="contoh@contoh.invalid"),
        Column("jabatan", "Jabatan", example="Kepala Bidang Contoh"),
        Column("bidang", "Bidang urusan", example="1.02", hint="Kosong: semua bidang instansi."),
        Column(
            "jenis",
            "Jenis penugasan",
            Kind.CHOICE,
            choices={one.label: one.value for one in JenisPenugasan},
            example=JenisPenugasan.DEFINITIF.label,
            default=JenisPenugasan.DEFINITIF,
        ),
        Column("nomor_surat", "Nomor surat", longest=120, example=""),
        Column("mulai", "Mulai", Kind.DATE, is_key=True, example="01-01-2027"),
        Column("sampai", "Sampai", Kind.DATE, example="", hint="Kosong selama masih berjalan."),
    ),
    present=_all,
    write=_write,
    can_import=_can_import,
    check=_check,
    narrow=_narrow,
)
