"""Canonical JSON and SHA-256: the same facts always give the same bytes and the same hash."""

import hashlib
import json
from typing import Any


def canonical_json(facts: Any) -> str:
    """JSON with sorted keys, no spaces and plain UTF-8, so that equal facts are equal text.

    Floats are refused by construction of our snapshots: figures are strings of decimals.
    Source: RFC 8785 (JSON Canonicalization Scheme), for the subset without numbers other than int.
    """
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_hex(text: str | bytes) -> str:
    """SHA-256 of ``text`` (UTF-8) as 64 lower-case hex digits. Source: FIPS 180-4."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
