"""Who issues, changes and ends accounts: verdicts with their reason."""

from collections.abc import Collection

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_BAPPEDA, Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.tiers import (
    GRANTS,
    can_be_held,
    keeps_person,
    offices_of,
    penugasan_of_tier,
    strangers_to,
)
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import IllegalTransitionError, InvalidInputError
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi, Wilayah
from erakortek.reference.permissions import can_take_on


def can_manage_accounts(actor: Actor) -> Verdict:
    """The Directorate, K/L and Bappeda issue accounts; nobody else does."""
    if actor.role in GRANTS:
        return ALLOWED
    return deny("Akun diterbitkan oleh Ditjen Bina Pembangunan Daerah, admin K/L, dan Bappeda.")


def can_see_accounts(actor: Actor) -> Verdict:
    """Who issues accounts sees those of their tier; an auditor reads all."""
    return ALLOWED if actor.role == Role.AUDITOR else can_manage_accounts(actor)


def can_grant(
    actor: Actor, role: Role, instansi: Instansi, bidang_ids: Collection[int] = ()
) -> Verdict:
    """Whether ``actor`` may give this role, in this office, for these bidang urusan. One query."""
    in_tier = _is_in_tier(actor, instansi)
    verdict = can_grant_in(actor, role, instansi, bidang_ids, in_tier=in_tier)
    return first_denied(verdict, can_take_on(instansi))


def _is_in_tier(actor: Actor, instansi: Instansi) -> bool:
    return offices_of(actor).filter(pk=instansi.pk).exists()


def can_grant_in(
    actor: Actor, role: Role, instansi: Instansi, bidang_ids: Collection[int], *, in_tier: bool
) -> Verdict:
    """As ``can_grant``, where it is known whether the office lies in the tier. No query.

    It does not ask whether the office has ended: what was given there before still stands.

    Nobody grants what they do not hold: whoever is narrowed to some bidang grants within them.
    """
    return first_denied(
        can_manage_accounts(actor),
        _grants_role(actor, role),
        ALLOWED if in_tier else deny(_FOREIGN.format(instansi.nama)),
        _fits(role, instansi),
        _within_own_bidang(actor, bidang_ids),
    )


_FOREIGN = "{} di luar jenjang Anda; mintalah kepada jenjang yang membawahinya."


def _grants_role(actor: Actor, role: Role) -> Verdict:
    grants = GRANTS.get(actor.role, frozenset())
    if role in grants:
        return ALLOWED
    mine = ", ".join(one.label for one in Role if one in grants)
    return deny(f"Anda tidak dapat memberi peran {role.label}. Yang dapat Anda beri: {mine}.")


def _fits(role: Role, instansi: Instansi) -> Verdict:
    if can_be_held(role, instansi):
        return ALLOWED
    return deny(f"Peran {role.label} tidak ada di {instansi.nama}.", InvalidInputError)


def _within_own_bidang(actor: Actor, bidang_ids: Collection[int]) -> Verdict:
    if not actor.is_narrowed or (bidang_ids and set(bidang_ids) <= actor.bidang_ids):
        return ALLOWED
    return deny(
        "Penugasan Anda terbatas pada bidang urusan tertentu; beri penugasan di dalamnya saja, dan "
        "sebutkan bidangnya."
    )


def can_take_on_people(actor: Actor, user_ids: Collection[int]) -> Verdict:
    """Whether ``actor`` may give a penugasan to these people at all. Two queries.

    Who stands elsewhere only is not theirs to see, so a known account name must not make them so.
    Nobody gives themselves anything: an acting officer would stay, and an account could be put out
    of the reach of those who keep it.
    """
    if actor.user_id in user_ids:
        return deny(ONESELF)
    return deny(STRANGER) if strangers_to(actor, user_ids) else ALLOWED


ONESELF = (
    "Anda tidak dapat memberi atau mengubah penugasan Anda sendiri; mintalah penerbit akun lain di "
    "jenjang Anda atau di atasnya."
)
STRANGER = (
    "Akun ini milik orang di luar jenjang Anda. Mintalah Ditjen Bina Pembangunan Daerah menambah "
    "penugasannya, atau pakai nama akun lain bila orangnya bukan yang Anda maksud."
)


def can_change_all(actor: Actor, penugasan_ids: Collection[int]) -> Verdict:
    """As ``can_change``, of many at once: each is one that they could give. One query."""
    mine = penugasan_of_tier(actor).filter(pk__in=penugasan_ids).count()
    return ALLOWED if mine == len(set(penugasan_ids)) else deny(BEYOND)


BEYOND = (
    "Penugasan yang berjalan itu menjangkau lebih dari yang Anda pegang, jadi tidak dapat Anda ubah. "
    "Mintalah penerbit yang menjangkau semua bidangnya."
)


def can_change(actor: Actor, penugasan: Penugasan) -> Verdict:
    """Whether ``actor`` may end this penugasan: one that they could give while its office was there."""
    bidang = penugasan.daftar_bidang.values_list("pk", flat=True) if actor.is_narrowed else ()
    role, instansi = Role(penugasan.role), penugasan.instansi
    return can_grant_in(actor, role, instansi, list(bidang), in_tier=_is_in_tier(actor, instansi))


def can_end(actor: Actor, penugasan: Penugasan) -> Verdict:
    """Whether ``actor`` may let this penugasan end: it still runs, and they do not act under it."""
    return first_denied(
        can_change(actor, penugasan), _not_acted_under(actor, penugasan), _still_runs(penugasan)
    )


def _not_acted_under(actor: Actor, penugasan: Penugasan) -> Verdict:
    if penugasan.pk != actor.penugasan_id:
        return ALLOWED
    reason = "Anda sedang bertindak dengan penugasan ini, jadi tidak dapat diakhiri."
    return deny(reason, IllegalTransitionError)


def _still_runs(penugasan: Penugasan) -> Verdict:
    last = penugasan.sampai_on
    if last is None or last >= clock.today():
        return ALLOWED
    return deny(f"Penugasan ini sudah berakhir {show_date(last)}.", IllegalTransitionError)


def has_ended(penugasan: Penugasan) -> bool:
    """Whether its last day is over."""
    return not _still_runs(penugasan)


def can_keep_offices(actor: Actor) -> Verdict:
    """Who keeps Bappeda and PD; nobody who reaches only some bidang of their office."""
    if actor.role not in {Role.SUPERADMIN, *OF_BAPPEDA}:
        return deny(
            "Bappeda dan perangkat daerah dirawat Bappeda di jenjangnya dan superadmin Ditjen Bina "
            "Pembangunan Daerah."
        )
    if actor.is_narrowed:
        return deny(
            "Penugasan Anda terbatas pada bidang urusan tertentu; instansi dirawat pemegang penugasan "
            "Bappeda yang menjangkau semua bidang."
        )
    return ALLOWED


def can_keep_office(actor: Actor, jenis: JenisInstansi, wilayah: Wilayah) -> Verdict:
    """One's own Bappeda and PD; a province also the Bappeda of its kab/kota. No query."""
    return first_denied(can_keep_offices(actor), _keeps_in(actor, jenis, wilayah))


def _keeps_in(actor: Actor, jenis: JenisInstansi, wilayah: Wilayah) -> Verdict:
    if actor.is_superadmin or wilayah.pk == actor.daerah_id:
        return ALLOWED
    if actor.role != Role.BAPPEDA_PROVINSI or wilayah.induk_id != actor.daerah_id:
        return deny(_FOREIGN.format(f"Instansi {wilayah.nama}"))
    if jenis == JenisInstansi.BAPPEDA:
        return ALLOWED
    return deny(f"Perangkat daerah {wilayah.nama} dirawat Bappeda-nya sendiri.")


def can_keep_person(actor: Actor, user: User) -> Verdict:
    """Whether ``actor`` may rename a person, send them a new link, or shut their account.

    Only where every running penugasan of theirs (else the last) lies in the actor's tier:
    otherwise whoever may issue one small penugasan could take over a bigger account.
    """
    verdict = can_manage_accounts(actor)
    if not verdict or keeps_person(actor, user):
        return verdict
    return deny(
        f"{user.nama} juga memegang penugasan di luar jenjang Anda; akunnya dirawat oleh jenjang itu."
    )


def can_set_quota(actor: Actor) -> Verdict:
    """Only the Directorate gives an office more accounts."""
    if actor.is_superadmin:
        return ALLOWED
    return deny("Kuota akun ditetapkan Ditjen Bina Pembangunan Daerah.")


def can_view_as(actor: Actor, user: User) -> Verdict:
    """The Directorate looks at a page as somebody else meets it, to help them."""
    if not actor.is_superadmin:
        return deny("Hanya superadmin yang dapat melihat sebagai orang lain.")
    if user.pk == actor.user_id:
        return deny("Anda sudah melihat sebagai diri sendiri.", InvalidInputError)
    return ALLOWED
