"""The short code on every page of a Berita Acara: easy to read aloud, hard to mistype.

Nine random characters of 29 make 1.4e13 codes, so none can be guessed among the ~1,500 of a year.
"""

import secrets

# Without 0 O 1 I L, which are read for one another, and without U and Z. That leaves 29, a prime,
# so the check character notices every single wrong character and every two that changed places.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH = 9


def new_short_code() -> str:
    """A random code with a check character, grouped as ``K7QM-3XRD-92``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return _grouped(body + _check(body))


def normalise(text: str) -> str | None:
    """The code somebody typed (any case, any separators), or None when it cannot be one."""
    code = "".join(character for character in text.upper() if character.isalnum())
    if len(code) != LENGTH + 1 or set(code) - set(ALPHABET) or _check(code[:-1]) != code[-1]:
        return None
    return _grouped(code)


def _check(body: str) -> str:
    """The sum of the places, each weighted by its position, modulo the size of the alphabet."""
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(code: str) -> str:
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
