"""How numbers are read from people and written for them, the Indonesian way.

Both notations are read (``1.234,5`` and ``1,234.5``), one is written (``1.234,5``). What could be
read in two ways is read as Indonesian: ``1.234`` is a thousand, ``1,234`` a little over one. What
cannot be read is refused with the sentence that says why and what to write instead, so that a
screen can show how a number was understood and nothing is ever guessed.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from erakortek.lib.errors import InvalidInputError

MAX_INTEGER_DIGITS = 18
MAX_DECIMALS = 6
MAX_TEXT = 100
MINUS = "\N{MINUS SIGN}"

# Wide enough for any sum of the numbers that can be entered; the default of 28 digits is not.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)

# What keyboards, Excel and word processors produce for one and the same character.
_SPACES = dict.fromkeys(map(ord, "\t\n\r\u00a0\u2007\u2009\u202f"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"), "-")
_LOOKALIKES = _SPACES | _DASHES

_FOREIGN = re.compile(r"[^0-9., +-]+(?:[^0-9]*[^0-9., +-])?")
_SIGNED = re.compile(r"([+-]?) ?([^+-]*)")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")
_PLAIN = re.compile(r"[0-9]+")
_LONGEST_QUOTE = 40


class UnreadableNumberError(InvalidInputError):
    """The text is not one number. ``message`` says why and what to write."""


def read_number(text: str) -> Decimal:
    """The number that ``text`` means, without trailing zeros behind the decimal sign.

    A trailing ``%`` is ignored: percent is entered as 0-100. At most 18 digits before and 6 behind
    the decimal sign, which is what the database holds.

    Raises ``UnreadableNumberError`` for anything else, units and currency included, since those
    belong to the indikator and an ignored "jt" would be wrong by a factor of a million.
    """
    cleaned = uniform(text).removesuffix("%").rstrip()
    if not cleaned:
        raise UnreadableNumberError("Nilai belum diisi. Tulis angkanya, misalnya 72,8.")
    _refuse_shapeless(text, cleaned)
    _refuse_foreign(text, cleaned)
    sign, body = _split_sign(text, cleaned)
    whole, decimals = _split_decimals(text, body)
    _refuse_oversize(text, whole, decimals)
    number = Decimal(f"{whole or '0'}.{decimals or '0'}")
    # ``copy_negate`` would make a negative zero, which compares equal but is written differently.
    return _stripped(-number if sign == "-" and number else number)


def read_id(text: str) -> int | None:
    """The row that an address or a form names by its number; None for what can be no such number.

    ``isdigit`` alone takes "²", of which ``int`` makes nothing; more than 18 digits fit no column.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= MAX_INTEGER_DIGITS
    return int(text) if is_number else None


def is_id(text: str) -> bool:
    """Whether ``text`` can name a row by its number."""
    return read_id(text) is not None


def show_number(value: Decimal | int, decimals: int | None = None) -> str:
    """``value`` as ``1.234.567,89``, a negative one with a true minus.

    With ``decimals`` it is rounded half away from zero to that many places, trailing zeros
    included; without, every digit is shown and trailing zeros are not.
    """
    number = Decimal(value)
    if decimals is None:
        number = _stripped(number)
    else:
        number = number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    text = f"{abs(number):,f}".translate({ord(","): ".", ord("."): ","})
    return MINUS + text if number < 0 else text


def show_rupiah(value: Decimal | int) -> str:
    """``value`` rupiah as ``Rp 12.000.000.000``, rounded to whole rupiah."""
    amount = show_number(value, 0)
    if amount.startswith(MINUS):
        return f"{MINUS}Rp {amount.removeprefix(MINUS)}"
    return f"Rp {amount}"


def plain(value: Decimal) -> str:
    """``value`` for machines (``1234.5``): one text for each number, however it was entered."""
    return f"{_stripped(value):f}"


def decimals_of(value: Decimal) -> int:
    """How many digits ``value`` needs behind the decimal sign."""
    return len(plain(value).partition(".")[2])


def uniform(text: str) -> str:
    """``text`` trimmed, with one kind of space and one kind of dash."""
    return text.translate(_LOOKALIKES).strip()


def quote(text: str) -> str:
    """``text`` in Indonesian quotation marks, cut where it would swamp the sentence around it."""
    shown = " ".join(text.split())
    if len(shown) > _LONGEST_QUOTE:
        shown = shown[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return f"“{shown}”"


def _stripped(number: Decimal) -> Decimal:
    """``number`` without trailing zeros, never in exponent notation, and zero without a sign."""
    if not number:
        return Decimal(0)
    normal = number.normalize(_WIDE)
    exponent = normal.as_tuple().exponent
    is_round = isinstance(exponent, int) and exponent > 0
    return normal.quantize(Decimal(1), context=_WIDE) if is_round else normal


def _refuse_shapeless(text: str, cleaned: str) -> None:
    """Refuse what has no digit at all, and pasted prose before any pattern has to work on it."""
    if len(cleaned) > MAX_TEXT:
        raise _unreadable(text, "karena terlalu panjang", "Tulis angkanya saja, misalnya 72,8")
    if not _PLAIN.search(cleaned) and not _FOREIGN.search(cleaned):
        raise _unreadable(text, "karena tidak memuat angka", "Tulis angkanya, misalnya 72,8")


def _refuse_foreign(text: str, cleaned: str) -> None:
    """Refuse letters and other signs, naming them and proposing the number without them."""
    if "(" in cleaned and ")" in cleaned:
        raise _unreadable(
            text, "karena memakai tanda kurung", "Tulis tanda minus di depan angka negatif"
        )
    found = _FOREIGN.search(cleaned)
    if found:
        raise _unreadable(
            text,
            f"karena memuat {quote(found[0])}",
            f"Tulis angkanya saja, misalnya {_example(cleaned)}",
            "Satuan sudah tercantum pada indikator.",
        )


def _example(cleaned: str) -> str:
    """The number that is left when everything foreign is taken away, or one of our own."""
    digits = _FOREIGN.sub(" ", cleaned).strip()
    try:
        return show_number(read_number(digits))
    except UnreadableNumberError:
        return "72,8"


def _split_sign(text: str, cleaned: str) -> tuple[str, str]:
    found = _SIGNED.fullmatch(cleaned)
    if found is None:
        raise _unreadable(
            text,
            "karena tanda plus atau minus tidak berada di depan",
            "Tulis satu angka, misalnya −0,37",
        )
    return found[1], found[2]


def _split_decimals(text: str, body: str) -> tuple[str, str]:
    """Digits before and behind the decimal sign of ``body``, thousands signs removed."""
    at = max(body.rfind("."), body.rfind(","))
    if at < 0 or _is_grouped(body):
        return _whole(text, body), ""
    before, mark, behind = body[:at], body[at], body[at + 1 :]
    if not behind:
        raise _unreadable(
            text,
            "karena tidak ada angka di belakang tanda desimal",
            "Tulis angkanya lengkap, misalnya 72,8",
        )
    if not _PLAIN.fullmatch(behind):
        raise _irregular(text)
    if mark in before:
        raise _unreadable(
            text,
            "karena memuat lebih dari satu tanda desimal",
            "Tulis satu tanda desimal saja, misalnya 1.234,5",
        )
    return _whole(text, before) if before else "", behind


def _is_grouped(body: str) -> bool:
    """Whether all signs in ``body`` separate thousands: ``1.234``, ``1,234,567``, not ``1,234``.

    A single comma is always the decimal sign, as the language has it.
    """
    return bool(_GROUPED.fullmatch(body)) and body.count(",") != 1


def _whole(text: str, body: str) -> str:
    """The digits of a whole number, grouped by thousands or not grouped at all."""
    if _GROUPED.fullmatch(body):
        return re.sub(r"[., ]", "", body)
    if _PLAIN.fullmatch(body):
        return body
    raise _irregular(text)


def _refuse_oversize(text: str, whole: str, decimals: str) -> None:
    if len(whole.lstrip("0")) > MAX_INTEGER_DIGITS:
        raise _unreadable(
            text,
            f"karena lebih dari {MAX_INTEGER_DIGITS} angka di depan tanda desimal",
            "Periksa kembali angka dan satuannya",
        )
    if len(decimals.rstrip("0")) > MAX_DECIMALS:
        raise _unreadable(
            text,
            f"karena lebih dari {MAX_DECIMALS} angka di belakang tanda desimal",
            f"Bulatkan menjadi paling banyak {MAX_DECIMALS} angka di belakang koma",
        )


def _irregular(text: str) -> UnreadableNumberError:
    return _unreadable(
        text,
        "karena letak tanda pemisahnya tidak lazim",
        "Kelompokkan per tiga angka, misalnya 1.234.567,89",
    )


def _unreadable(text: str, why: str, instead: str, more: str = "") -> UnreadableNumberError:
    sentence = f"{quote(text)} tidak dapat dibaca sebagai angka {why}. {instead}. {more}"
    return UnreadableNumberError(sentence.strip())
