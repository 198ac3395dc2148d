"""The Berita Acara as a PDF: a pure function of its frozen snapshot and of its approvals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from erakortek.berita_acara import wording
from erakortek.lib import typesetting
from erakortek.lib.qr_code import qr_svg

# Raised whenever the template or the wording changes what is printed.
TEMPLATE_VERSION = "1"
TEMPLATE = Path(__file__).parent / "typst" / "berita_acara.typ"


@dataclass(frozen=True, slots=True)
class Approval:
    """What one official answered in the application, ``at`` an aware instant.

    ``urutan`` is the place in the snapshot's ``penandatangan``; ``status`` a ``StatusPersetujuan``.
    """

    urutan: int
    at: datetime
    nama: str
    status: str


def render_berita_acara(
    snapshot: Mapping[str, Any],
    *,
    sha256: str,
    approvals: Sequence[Approval],
    verification_url: str,
) -> bytes:
    """The PDF/A-2a and PDF/UA-1 file of ``snapshot``, byte for byte the same for the same input.

    ``sha256`` is the hash of the canonical snapshot, printed as fingerprint; ``verification_url``
    is where anyone with the paper checks it, printed and in the QR code of every page.
    Bytes are equal for equal ``toolchain()``. Source of the contents: Permendagri 86/2017 (record
    of the coordination meeting) and UU 23/2014 Pasal 259.
    """
    answers = {
        approval.urutan: wording.Answer(approval.at, approval.nama, approval.status)
        for approval in approvals
    }
    content = wording.compose(snapshot, answers)
    proof = wording.proof(snapshot, sha256=sha256, verification_url=verification_url)
    return typesetting.typeset(
        TEMPLATE, {**content, **proof}, drawings={"qr": qr_svg(verification_url)}
    )


def toolchain() -> dict[str, Any]:
    """What made the bytes: versions of template, typst and segno, and the SHA-256 of each font."""
    return {"template": TEMPLATE_VERSION, **typesetting.toolchain_facts(TEMPLATE)}
