"""Opening an uploaded file that is no table but JSON, and refusing what cannot be trusted."""

import json
import re
from decimal import Decimal

from erakortek.lib.errors import InvalidInputError

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 16
MOST_DIGITS = 40
TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)  # "?": one that never ends is passed once
BRACKET = re.compile(rb"[\[\]{}]")


def open_json(content: bytes, name: str) -> object:
    """What a JSON file holds; numbers are exact.

    Raises ``InvalidInputError`` with one sentence for an empty or oversized file, for one that is
    nested too deeply, and for what is no JSON.
    """
    if not content.strip():
        raise InvalidInputError(f"Berkas “{name}” kosong.")
    if len(content) > MAX_BYTES:
        raise InvalidInputError(
            f"Berkas “{name}” melebihi {MAX_BYTES // 1024 // 1024} MB; bagi menjadi beberapa berkas."
        )
    _refuse_deep(content, name)
    try:
        return json.loads(
            content.decode("utf-8-sig"), parse_float=_exact, parse_int=_exact, parse_constant=_no
        )
    except (UnicodeDecodeError, ValueError):
        raise InvalidInputError(
            f"Berkas “{name}” bukan JSON yang dapat dibaca; minta ekspor yang utuh, lalu unggah lagi."
        ) from None


def _refuse_deep(content: bytes, name: str) -> None:
    """Counted before anything is built of it, so that no depth can exhaust the reader."""
    depth = 0
    for bracket in BRACKET.finditer(TEXT.sub(b"", content)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise InvalidInputError(
                f"Berkas “{name}” bersarang lebih dari {MAX_DEPTH} tingkat, jadi tidak dibaca; "
                "periksa apakah ini berkas yang dimaksud."
            )


def _exact(digits: str) -> Decimal | str:
    """The number as it was written; one that no database holds stays text, to be found fault with."""
    number = Decimal(digits) if len(digits) <= MOST_DIGITS else None
    is_sane = number is not None and abs(number.adjusted()) <= MOST_DIGITS
    return number if number is not None and is_sane else digits


def _no(constant: str) -> object:
    raise ValueError(constant)  # NaN and Infinity are no JSON
