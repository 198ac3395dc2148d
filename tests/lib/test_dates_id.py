"""Days and instants in Indonesian, each in a named zone; numbers in words."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erakortek.lib.dates_id import (
    Zona,
    days_left,
    read_day,
    read_instant,
    roman_month,
    show_date,
    show_day,
    show_instant,
    show_instant_long,
    show_time,
    type_day,
    type_instant,
    words,
)
from erakortek.lib.errors import InvalidInputError

DEADLINE = datetime(2027, 2, 26, 16, 59, tzinfo=UTC)  # 23.59 WIB, the next day in WITA and WIT


@pytest.mark.parametrize(
    ("zona", "text"),
    [
        (Zona.WIB, "Jumat, 26 Februari 2027, 23.59 WIB"),
        (Zona.WITA, "Sabtu, 27 Februari 2027, 00.59 WITA"),
        (Zona.WIT, "Sabtu, 27 Februari 2027, 01.59 WIT"),
    ],
)
def test_one_instant_has_its_own_day_and_hour_in_each_zone(zona, text):
    assert show_instant_long(DEADLINE, zona) == text
    assert show_instant(DEADLINE, zona) == text.partition(", ")[2]
    assert show_time(DEADLINE, zona) == text.rpartition(", ")[2]


def test_the_zone_that_an_instant_came_in_does_not_matter():
    elsewhere = DEADLINE.astimezone(timezone(timedelta(hours=-8)))

    assert show_instant(elsewhere, Zona.WIB) == "26 Februari 2027, 23.59 WIB"


@pytest.mark.parametrize("show", [show_time, show_instant, show_instant_long])
def test_an_instant_without_zone_is_refused(show):
    naive = DEADLINE.replace(tzinfo=None)

    with pytest.raises(ValueError, match="without time zone"):
        show(naive, Zona.WIB)


def test_days_are_written_in_full():
    assert show_date(date(2027, 2, 26)) == "26 Februari 2027"
    assert show_day(date(2027, 8, 1)) == "Minggu, 1 Agustus 2027"


def test_an_instant_is_not_taken_for_a_day():
    with pytest.raises(TypeError, match="show_instant"):
        show_date(DEADLINE)


@pytest.mark.parametrize(
    ("month", "roman"), [(1, "I"), (3, "III"), (4, "IV"), (9, "IX"), (12, "XII")]
)
def test_letter_numbers_have_roman_months(month, roman):
    assert roman_month(date(2027, month, 1)) == roman


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(0), "hari ini"),
        (timedelta(hours=23), "hari ini"),
        (timedelta(days=1), "besok"),
        (timedelta(days=2), "2 hari lagi"),
        (timedelta(days=11), "11 hari lagi"),
        (timedelta(days=1234), "1.234 hari lagi"),
        (timedelta(seconds=-1), "sudah lewat"),
    ],
)
def test_days_left_are_counted_on_the_calendar(before, text):
    assert days_left(DEADLINE - before, DEADLINE, Zona.WIB) == text


def test_the_same_hour_can_be_tomorrow_further_east():
    evening = datetime(2027, 2, 26, 14, 30, tzinfo=UTC)  # 21.30 WIB, 23.30 WIT

    assert days_left(evening, DEADLINE, Zona.WIB) == "hari ini"
    assert days_left(evening, DEADLINE, Zona.WIT) == "besok"


@pytest.mark.parametrize(
    "text", ["26-02-2027", " 26/2/2027 ", "26.02.2027", "26022027", "2027-02-26"]
)
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == date(2027, 2, 26)


@pytest.mark.parametrize(
    "text",
    [
        "26-02-2027 23.59",
        " 26/02/2027 23:59 ",
        "26-2-2027, 23.59",
        "2027-02-26T23:59",
        "2027-02-26 23:59:00",
        "260220272359",
        "26022027 2359",
    ],
)
def test_an_instant_is_read_as_people_write_it(text):
    assert read_instant(text, Zona.WIB) == DEADLINE
    assert read_instant(text, Zona.WIT) == DEADLINE - timedelta(hours=2)


@pytest.mark.parametrize(
    "text",
    ["", "besok", "31-02-2027", "02/26/2027", "26-02-27", "26-02/2027", "20270226", "1112027"],
)
def test_what_is_no_day_is_refused_with_how_to_write_it(text):
    with pytest.raises(InvalidInputError, match=r"bukan tanggal\. Tulis misalnya 31-12-2027\.$"):
        read_day(text)


@pytest.mark.parametrize(
    "text", ["01-01-0001", "31-12-1899", "01-01-2201", "31129999", "0207-02-26"]
)
def test_a_day_of_a_year_that_nobody_means_is_refused_with_the_years_that_are_taken(text):
    message = f"Tahun pada “{text}” harus antara 1900 dan 2200."
    with pytest.raises(InvalidInputError) as day:
        read_day(text)
    with pytest.raises(InvalidInputError) as instant:
        read_instant(f"{text} 23.59", Zona.WIB)

    assert day.value.message == message
    assert instant.value.message == message


@pytest.mark.parametrize("text", ["01-01-1900", "31-12-2200"])
def test_the_first_and_the_last_day_that_are_taken(text):
    assert type_day(read_day(text)) == text


def test_an_early_year_is_written_with_its_four_digits():
    early = datetime(207, 2, 26, 5, tzinfo=UTC)

    assert type_day(early.date()) == "26-02-0207"
    assert type_instant(early, Zona.WIB).startswith("26-02-0207 ")
    assert show_date(early.date()) == "26 Februari 0207"


@pytest.mark.parametrize(
    "text",
    [
        "", "26-02-2027", "26-02-2027 24.00", "31-02-2027 23.59", "02/26/2027 11:59 PM",
        "26-02-202723.59", "26-02-20272359", "2027-02-26T23:59Z", "2027-02-26T23:59:30", "26-02-2027 11",
    ],
)  # fmt: skip
def test_what_is_no_instant_is_refused_with_how_to_write_it(text):
    words = r"bukan tanggal dan jam\. Tulis misalnya 26-02-2027 23\.59\.$"
    with pytest.raises(InvalidInputError, match=words):
        read_instant(text, Zona.WIB)


def test_a_day_without_time_is_read_where_it_means_one():
    end = time(23, 59)

    assert read_instant("26-02-2027", Zona.WIB, end) == DEADLINE
    assert read_instant("26-02-2027 08.00", Zona.WIB, end) == DEADLINE.replace(hour=1, minute=0)
    for text in ("26-02-2027 24.00", "31-02-2027", ""):
        words = r"bukan tanggal dan jam\. Tulis misalnya 26-02-2027 23\.59, atau tanggalnya saja\.$"
        with pytest.raises(InvalidInputError, match=words):
            read_instant(text, Zona.WIB, end)


@given(st.integers(0, 10**8), st.sampled_from(Zona))
def test_what_is_typed_is_read_back(minutes, zona):
    instant = datetime.fromtimestamp(minutes * 60, UTC)

    assert read_day(type_day(instant.date())) == instant.date()
    assert read_instant(type_instant(instant, zona), zona) == instant


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "nol"),
        (9, "sembilan"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (31, "tiga puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2027, "dua ribu dua puluh tujuh"),
        (11_000, "sebelas ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (81_600_000_000_000, "delapan puluh satu triliun enam ratus miliar"),
    ],
)
def test_numbers_in_words(number, text):
    assert words(number) == text


@pytest.mark.parametrize("number", [-1, 10**15])
def test_numbers_without_words_are_refused(number):
    with pytest.raises(ValueError, match="no words for"):
        words(number)


VALUE_OF = {
    **{
        word: n
        for n, word in enumerate(["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh"])
    },
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}
SCALE_OF = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def value_of(text: str) -> int:
    """Reads words back by the grammar of the language, not by the tables of the writer."""
    total = group = digit = 0
    for word in text.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        if word in VALUE_OF:
            digit = VALUE_OF[word]
        elif word == "belas":
            digit += 10
        elif word in {"puluh", "ratus"}:
            group, digit = group + digit * {"puluh": 10, "ratus": 100}[word], 0
        else:
            total, group, digit = total + (group + digit) * SCALE_OF[word], 0, 0
    return total + group + digit


@given(st.integers(0, 10**15 - 1))
def test_words_name_exactly_one_number(number):
    assert value_of(words(number)) == number
