"""Every way a Berita Acara changes."""

from erakortek.berita_acara.services.approving import (
    approve,
    discard,
    refuse,
    revoke,
    send,
)
from erakortek.berita_acara.services.documents import preview, store_document
from erakortek.berita_acara.services.drafting import draft_berita_acara, draft_many
from erakortek.berita_acara.services.history import load_signed

__all__ = [
    "approve",
    "discard",
    "draft_berita_acara",
    "draft_many",
    "load_signed",
    "preview",
    "refuse",
    "revoke",
    "send",
    "store_document",
]
