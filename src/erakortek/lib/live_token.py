"""A signed ticket to the live stream: which topics its holder may hear, without a look-up."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.core import signing

SALT = "siaran"
# Seconds, of a long meeting. A ticket outlives a sign-out, so it opens nothing for a whole day; after
# it a stream that was cut is opened again by a reload.
MAX_AGE = 4 * 60 * 60


def stream_url(topics: Sequence[str]) -> str:
    """The address of the stream of ``topics``, for the page of somebody who may hear them."""
    return "/siaran/?" + urlencode({"token": signing.dumps({"topics": list(topics)}, salt=SALT)})


def topics_of(token: str) -> list[str] | None:
    """The topics of a ticket; None when it is forged or too old."""
    try:
        return signing.loads(token, salt=SALT, max_age=MAX_AGE)["topics"]  # type: ignore[no-any-return]
    except signing.BadSignature:
        return None
