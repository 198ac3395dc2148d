"""Issuing accounts and penugasan."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from erakortek.accounts.models import Penugasan, User
from erakortek.reference.models import BidangUrusan


@transaction.atomic
def issue_accounts(
    *, accounts: Sequence[tuple[User, Penugasan, Sequence[BidangUrusan]]], password: str
) -> int:
    """Issue many accounts that share one password, hashed once; for training, not production.

    Each is a person, their penugasan, and the bidang urusan it is narrowed to. Accounts that
    exist (by username) stay as they are. The number of new ones.
    """
    have = set(User.objects.values_list("username", flat=True))
    new = [account for account in accounts if account[0].username not in have]
    hashed = make_password(password)
    for user, _, _ in new:
        user.password = hashed
    User.objects.bulk_create([user for user, _, _ in new], batch_size=2000)
    for user, penugasan, _ in new:
        penugasan.user = user
    Penugasan.objects.bulk_create([penugasan for _, penugasan, _ in new], batch_size=2000)
    through = Penugasan.daftar_bidang.through
    through.objects.bulk_create(
        through(penugasan_id=penugasan.pk, bidangurusan_id=bidang.pk)
        for _, penugasan, scope in new
        for bidang in scope
    )
    return len(new)
