"""How days and instants are written in Indonesian, always with the name of the time zone.

An instant is stored in UTC and shown in the zone of the event or of its reader; which of the two is
the caller's choice, never the machine's. Numbers in words serve the opening of a Berita Acara.
"""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from erakortek.lib.numbers_id import show_number

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_TWENTY, _HUNDRED = 20, 100
# Size, its word, and the word for exactly one of it (only a thousand has its own).
_GROUPS = (
    (10**12, "triliun", "satu triliun"),
    (10**9, "miliar", "satu miliar"),
    (10**6, "juta", "satu juta"),
    (10**3, "ribu", "seribu"),
)
_TOO_LARGE = 10**15


class Zona(StrEnum):
    """The three time zones of Indonesia, by the names that people use.

    Source: Keputusan Presiden Nomor 41 Tahun 1987.
    """

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def tz(self) -> ZoneInfo:
        """The zone to compute with."""
        return _TZ[self]


_TZ = {
    Zona.WIB: ZoneInfo("Asia/Jakarta"),
    Zona.WITA: ZoneInfo("Asia/Makassar"),
    Zona.WIT: ZoneInfo("Asia/Jayapura"),
}


def show_date(day: date) -> str:
    """``26 Februari 2027``. Takes a day, not an instant: an instant needs a zone to have a day."""
    if isinstance(day, datetime):
        msg = "an instant has a day only in a zone: use show_instant"
        raise TypeError(msg)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def show_day(day: date) -> str:
    """``Jumat, 26 Februari 2027``."""
    return f"{DAYS[day.weekday()]}, {show_date(day)}"


def show_time(instant: datetime, zona: Zona, *, seconds: bool = False) -> str:
    """``23.59 WIB``; ``23.59.07 WIB`` for a receipt."""
    clock = "%H.%M.%S" if seconds else "%H.%M"
    return f"{local(instant, zona):{clock}} {zona}"


def show_instant(instant: datetime, zona: Zona) -> str:
    """``26 Februari 2027, 23.59 WIB``."""
    return f"{show_date(local(instant, zona).date())}, {show_time(instant, zona)}"


def show_instant_long(instant: datetime, zona: Zona) -> str:
    """``Jumat, 26 Februari 2027, 23.59 WIB``."""
    return f"{show_day(local(instant, zona).date())}, {show_time(instant, zona)}"


def local(instant: datetime, zona: Zona) -> datetime:
    """``instant`` on the clocks of ``zona``.

    Raises ``ValueError`` for an instant without zone, which Python would take as the machine's.
    """
    if instant.tzinfo is None:
        msg = "an instant without time zone has no place on a clock"
        raise ValueError(msg)
    return instant.astimezone(zona.tz)


def days_left(now: datetime, deadline: datetime, zona: Zona) -> str:
    """How far away ``deadline`` is on the calendar of ``zona``: ``11 hari lagi``, ``besok``."""
    if deadline < now:
        return "sudah lewat"
    days = (local(deadline, zona).date() - local(now, zona).date()).days
    near = ("hari ini", "besok")
    return near[days] if days < len(near) else f"{show_number(days)} hari lagi"


def roman_month(day: date) -> str:
    """The month as official letter numbers write it: ``III`` for March."""
    return ROMAN_MONTHS[day.month - 1]


def words(number: int) -> str:
    """``number`` in words: ``dua ribu dua puluh tujuh``. From 0 to below a thousand trillion."""
    if not 0 <= number < _TOO_LARGE:
        msg = f"no words for {number}"
        raise ValueError(msg)
    if number == 0:
        return _UNITS[0]
    parts = []
    for size, name, exactly_one in _GROUPS:
        count, number = divmod(number, size)
        if count:
            parts.append(exactly_one if count == 1 else f"{_below_thousand(count)} {name}")
    if number:
        parts.append(_below_thousand(number))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, _HUNDRED)
    parts = []
    if hundreds:
        parts.append("seratus" if hundreds == 1 else f"{_UNITS[hundreds]} ratus")
    if rest:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    if number < _TWENTY:
        return f"{_UNITS[number - 10]} belas"
    tens, units = divmod(number, 10)
    return f"{_UNITS[tens]} puluh" + (f" {_UNITS[units]}" if units else "")
