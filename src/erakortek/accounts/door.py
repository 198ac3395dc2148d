"""What a request may read before it is known who asks: the account it names, and nothing else.

Who knocks shows a session, a bearer token, or types a name. The transaction carries that proof, and
row level security opens the one account that it names.
"""

from erakortek.accounts.models import username_of
from erakortek.audit import context
from erakortek.database.lingkup import Lingkup
from erakortek.lib.hashing import sha256_hex

BEARER = "bearer "


def open_for_proof(*, user_id: int | None, authorization: str) -> None:
    """The account of a session or of the header ``Authorization``; with neither of them none."""
    token = None
    if authorization[: len(BEARER)].lower() == BEARER:
        token = sha256_hex(authorization[len(BEARER) :].strip())
    context.bind(lingkup=Lingkup.PUBLIK, user=user_id, token=token)


def open_for_name(username: str) -> None:
    """The account of a name typed at the sign-in, however it is spelled."""
    context.bind(lingkup=Lingkup.PUBLIK, masuk=username_of(username))
