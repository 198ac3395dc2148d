"""Who issues, changes and ends accounts: verdicts with their reason."""

from collections.abc import Collection

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.tiers import GRANTS, can_be_held, keeps_person, offices_of
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.reference.models import Instansi


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
    in_tier = offices_of(actor).filter(pk=instansi.pk).exists()
    return can_grant_in(actor, role, instansi, bidang_ids, in_tier=in_tier)


def can_grant_in(
    actor: Actor, role: Role, instansi: Instansi, bidang_ids: Collection[int], *, in_tier: bool
) -> Verdict:
    """As ``can_grant``, where it is known whether the office lies in the tier. No query.

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


def can_change(actor: Actor, penugasan: Penugasan) -> Verdict:
    """Whether ``actor`` may end this penugasan: it must be one that they could give."""
    bidang = penugasan.daftar_bidang.values_list("pk", flat=True) if actor.is_narrowed else ()
    return can_grant(actor, Role(penugasan.role), penugasan.instansi, list(bidang))


def can_keep_person(actor: Actor, user: User) -> Verdict:
    """Whether ``actor`` may rename a person, send them a new link, or shut their account.

    Only where every running penugasan of theirs lies in the actor's tier: otherwise whoever may
    issue one small penugasan could take over a bigger account.
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
    """The Directorate looks at a page as somebody meets it, to help them; never as one of its own."""
    if not actor.is_superadmin:
        return deny("Hanya superadmin yang dapat melihat sebagai orang lain.")
    if user.pk == actor.user_id:
        return deny("Anda sudah melihat sebagai diri sendiri.", InvalidInputError)
    return ALLOWED
