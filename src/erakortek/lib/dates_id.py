"""How days and instants are written in Indonesian, always with the name of the time zone.

An instant is stored in UTC and shown in the zone of the event or of its reader; which of the two is
the caller's choice, never the machine's. Numbers in words serve the opening of a Berita Acara.
"""

import re
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from erakortek.lib.errors import InvalidInputError
from erakortek.lib.numbers_id import quote, show_number

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

# Excel's calendar begins in 1900; a year beyond these is a slip of the finger, and one such day in a
# register would stop its export for everybody.
FIRST_YEAR, LAST_YEAR = 1900, 2200
DAY_EXAMPLE, INSTANT_EXAMPLE = "31-12-2027", "26-02-2027 23.59"
# A keypad of digits alone has no sign to put between them.
_TYPED_DAYS = (
    re.compile(r"(?P<day>\d{1,2})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
)
_TYPED_INSTANT = re.compile(
    r"(?P<day>\S{8,10}?)(?:T|,?\s+|(?<=\d{8}))(?P<hour>\d{1,2})(?P<sign>[.:]?)(?P<minute>\d\d)((?P=sign)00)?"
)

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
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"


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


def read_day(text: str) -> date:
    """The day that is typed as 31-12-2027, 31/12/2027, 31122027 or 2027-12-31, from 1900 to 2200.

    Raises ``InvalidInputError`` that says how to write it.
    """
    day = _day_of(text)
    if day is None:
        raise InvalidInputError(f"{quote(text)} bukan tanggal. Tulis misalnya {DAY_EXAMPLE}.")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = f"harus antara {FIRST_YEAR} dan {LAST_YEAR}"
        raise InvalidInputError(f"Tahun pada {quote(text)} {years}.")
    return day


def _day_of(text: str) -> date | None:
    try:
        for form in _TYPED_DAYS:
            if found := form.fullmatch(text.strip()):
                return date(*(int(found[part]) for part in ("year", "month", "day")))
    except ValueError:  # 31-02-2027
        pass
    return None


def read_instant(text: str, zona: Zona, alone: time | None = None) -> datetime:
    """The instant at which the clocks of ``zona`` show what is typed: a day, a space and 23.59.

    A day without time means ``alone`` where that is given. Raises ``InvalidInputError`` that says how to write it.
    """
    found = _TYPED_INSTANT.fullmatch(text.strip())
    day, clock = (found["day"], _time_of(found)) if found else (text, alone)
    if clock is not None and _day_of(day) is not None:
        return datetime.combine(read_day(day), clock, zona.tz)  # which says what years are taken
    or_day = "" if alone is None else ", atau tanggalnya saja"
    message = f"{quote(text)} bukan tanggal dan jam. Tulis misalnya {INSTANT_EXAMPLE}{or_day}."
    raise InvalidInputError(message)


def _time_of(found: re.Match[str]) -> time | None:
    try:
        return time(int(found["hour"]), int(found["minute"]))
    except ValueError:  # 25.00
        return None


def type_day(day: date) -> str:
    """``31-12-2027``, as a person types it."""
    return f"{day:%d-%m}-{day.year:04}"  # %Y writes the year 207 with three digits


def type_instant(instant: datetime, zona: Zona) -> str:
    """``26-02-2027 23.59`` on the clocks of ``zona``, as a person types it."""
    moment = local(instant, zona)
    return f"{type_day(moment.date())} {moment:%H.%M}"


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
