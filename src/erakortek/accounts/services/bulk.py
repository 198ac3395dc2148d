"""Issuing thousands of accounts in one transaction, from rows that have been checked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan, User, username_of
from erakortek.accounts.permissions import can_change_all, can_take_on_people
from erakortek.accounts.services.issuing import facts_of, refuse_over_quota, stream_of
from erakortek.accounts.tiers import foreign_people, running
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.reference.models import BidangUrusan, Instansi

Row = Mapping[str, str]
Key = tuple[str, str, str, str]  # username, role, kode of the office, first day
PERSON = ("nama", "nip", "email")
HELD = ("jenis", "jabatan", "nomor_surat", "mulai_on", "sampai_on")
BATCH = 2_000


@transaction.atomic
def keep_accounts(*, rows: Sequence[Row], actor: Actor | None) -> int:
    """Add or change accounts and penugasan as ``rows`` of the sheet say; the number of rows.

    No account gets a password here. The name and NIP of a person who also works outside the
    actor's tier stay as they are. ``actor`` is None for an operator's file, which has no quota.
    The history of who, when and why is the import itself; each new account is logged besides.
    """
    people, fresh = _people(rows, actor)
    offices = Instansi.objects.in_bulk({row["instansi"] for row in rows}, field_name="kode")
    have = running_of(people.values())
    new: list[tuple[Penugasan, Row]] = []
    changed: list[tuple[Penugasan, Row]] = []
    for row in rows:
        user, office = people[username_of(row["akun"])], offices[row["instansi"]]
        held = have.get(key_of(row))
        target = held or Penugasan(user=user, role=row["peran"], instansi=office)
        _fill(target, row)
        (changed if held else new).append((target, row))
    if actor:
        can_change_all(actor, [one.pk for one, _ in changed]).enforce()
        refuse_over_quota(actor, len(new))
        for penugasan, _ in new:
            penugasan.pemberi_id = actor.penugasan_id
    Penugasan.objects.bulk_create([one for one, _ in new], batch_size=BATCH)
    Penugasan.objects.bulk_update([one for one, _ in changed], HELD, batch_size=BATCH)
    _set_bidang([*new, *changed])
    _record(actor, "penugasan.diberikan", [one for one in new if one[0].user_id not in fresh])
    _record(actor, "penugasan.diubah", changed)
    return len(rows)


def _record(actor: Actor | None, event: str, pairs: Sequence[tuple[Penugasan, Row]]) -> None:
    """In the history of each account; a new one is told of by its issuing."""
    told = [(one.user, None, facts_of(one) | {"bidang": row["bidang"]}) for one, row in pairs]
    audit.record_many(by=actor, event=event, stream=stream_of(actor), objects=told)


def _people(rows: Sequence[Row], actor: Actor | None) -> tuple[dict[str, User], set[int]]:
    """Everybody the rows name: those that are there, changed where that may be, and new ones.

    With the ids of the new ones.
    """
    facts = {username_of(row["akun"]): row for row in rows}
    with context.as_system():  # rules stand below; whoever has the name is met by nobody else
        people = {one.username: one for one in User.objects.filter(username__in=facts)}
    ids = [one.pk for one in people.values()]
    if actor:
        can_take_on_people(actor, ids).enforce()
    foreign = foreign_people(actor, ids) if actor else set()
    kept = [one for one in people.values() if one.pk not in foreign]
    for user in kept:
        _name(user, facts[user.username])
    User.objects.bulk_update(kept, PERSON, batch_size=BATCH)
    fresh = [User(username=name) for name in facts if name not in people]
    for user in fresh:
        _name(user, facts[user.username])
        user.password = make_password(None)
    with context.as_system():  # no tier meets them before their first penugasan
        User.objects.bulk_create(fresh, batch_size=BATCH)
    audit.record_many(
        by=actor,
        event="akun.diterbitkan",
        stream=stream_of(actor),
        objects=[(user, None, {"akun": user.username, "nama": user.nama}) for user in fresh],
    )
    return people | {user.username: user for user in fresh}, {user.pk for user in fresh}


def _name(user: User, row: Row) -> None:
    user.nama, user.nip, user.email = row["nama"], row["nip"], row["surel"]


@context.as_system()  # one that lies outside the tier must be refused, not given a second time
def running_of(people: Iterable[User]) -> dict[Key, Penugasan]:
    """The running penugasan of ``people``, today's and those to come, by their key. One query."""
    held = Penugasan.objects.filter(running(), user__in=people).select_related("user", "instansi")
    return {
        (one.user.username, one.role, one.instansi.kode, one.mulai_on.isoformat()): one
        for one in held
    }


def key_of(row: Row) -> Key:
    """What makes a row one penugasan: somebody may hold the same again from a later day."""
    return username_of(row["akun"]), row["peran"], row["instansi"], row["mulai"]


def _fill(penugasan: Penugasan, row: Row) -> None:
    penugasan.jenis = row["jenis"]
    penugasan.jabatan = row["jabatan"]
    penugasan.nomor_surat = row["nomor_surat"]
    penugasan.mulai_on = date.fromisoformat(row["mulai"])
    penugasan.sampai_on = date.fromisoformat(row["sampai"]) if row["sampai"] else None


def _set_bidang(pairs: Sequence[tuple[Penugasan, Row]]) -> None:
    ids = dict(BidangUrusan.objects.values_list("kode", "pk"))
    through = Penugasan.daftar_bidang.through
    through.objects.filter(penugasan__in=[one.pk for one, _ in pairs]).delete()
    through.objects.bulk_create(
        (
            through(penugasan_id=one.pk, bidangurusan_id=ids[kode])
            for one, row in pairs
            for kode in bidang_codes(row["bidang"])
        ),
        batch_size=BATCH,
    )


def bidang_codes(text: str) -> list[str]:
    """The codes in a cell such as "1.02, 1.03"."""
    return [kode for part in text.split(",") if (kode := part.strip())]
