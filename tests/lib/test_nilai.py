"""Values: a number, a range or a word, and never anything between them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erakortek.lib.errors import InvalidInputError
from erakortek.lib.nilai import Nilai, read_nilai, show_nilai

PREDIKAT = ("Sangat Baik", "Baik", "Cukup")

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False)
values = st.tuples(numbers, numbers).map(lambda ends: Nilai(min(ends), max(ends)))


@pytest.mark.parametrize(
    ("text", "shown", "facts"),
    [
        ("71,20", "71,2", {"bawah": "71.2", "atas": "71.2"}),
        ("4,5-5,0", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4.5 – 5.0", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5 s.d. 5,0", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5 s/d 5", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5 sd 5", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5 sampai 5,0", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5 sampai dengan 5,0", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5 Hingga 5", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("4,5%-5%", "4,5–5,0", {"bawah": "4.5", "atas": "5"}),
        ("1.234 - 1.300", "1.234–1.300", {"bawah": "1234", "atas": "1300"}),
        ("-2", "−2", {"bawah": "-2", "atas": "-2"}),
        ("-2--1", "−2 s.d. −1", {"bawah": "-2", "atas": "-1"}),
        ("−2 – −1", "−2 s.d. −1", {"bawah": "-2", "atas": "-1"}),
        ("-2-1", "−2 s.d. 1", {"bawah": "-2", "atas": "1"}),
        ("5,0-5", "5", {"bawah": "5", "atas": "5"}),
    ],
)
def test_a_number_or_range_is_read_and_shown_as_understood(text, shown, facts):
    nilai = read_nilai(text)

    assert show_nilai(nilai) == shown
    assert nilai.as_json() == facts


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "5,0-4,5",
            (
                "Batas bawah 5 lebih besar daripada batas atas 4,5. "
                "Tulis dari yang kecil ke yang besar, misalnya 4,5–5,0."
            ),
        ),
        (
            "4,5-5 jt",
            (
                "“5 jt” tidak dapat dibaca sebagai angka karena memuat “jt”. "
                "Tulis angkanya saja, misalnya 5. Satuan sudah tercantum pada indikator."
            ),
        ),
        ("s.d. 5", "Nilai belum diisi. Tulis angkanya, misalnya 72,8."),
        (
            "5-",
            (
                "“5-” tidak dapat dibaca sebagai angka karena tanda plus atau minus tidak berada "
                "di depan. Tulis satu angka, misalnya −0,37."
            ),
        ),
        (
            "1-" * 100,
            "“" + "1-" * 19 + "1…” tidak dapat dibaca sebagai angka karena terlalu panjang. "
            "Tulis angkanya saja, misalnya 72,8.",
        ),
    ],
)
def test_a_bad_range_is_refused_with_the_sentence_that_says_why(text, sentences):
    with pytest.raises(InvalidInputError) as refusal:
        read_nilai(text)

    assert refusal.value.message == sentences


def test_a_range_is_refused_where_the_indikator_takes_one_number():
    with pytest.raises(InvalidInputError) as refusal:
        read_nilai("4,5-5,0", ranges=False)

    assert refusal.value.message == (
        "“4,5-5,0” adalah rentang, sedangkan indikator ini memerlukan satu angka. "
        "Tulis satu angka, misalnya 4,5."
    )
    assert read_nilai("-5", ranges=False) == Nilai.of_number(Decimal(-5))


@pytest.mark.parametrize("text", ["Sangat Baik", "sangat baik", "  SANGAT   BAIK "])
def test_a_word_is_found_whatever_its_case(text):
    nilai = read_nilai(text, choices=PREDIKAT)

    assert nilai == Nilai(None, None, "Sangat Baik")
    assert show_nilai(nilai) == "Sangat Baik"
    assert nilai.as_json() == {"pilihan": "Sangat Baik"}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", "Nilai belum dipilih. Pilih salah satu: Sangat Baik, Baik, Cukup."),
        (
            "5",
            "“5” tidak termasuk pilihan indikator ini. Pilih salah satu: Sangat Baik, Baik, Cukup.",
        ),
    ],
)
def test_another_word_is_refused_with_the_list(text, sentences):
    with pytest.raises(InvalidInputError) as refusal:
        read_nilai(text, choices=PREDIKAT)

    assert refusal.value.message == sentences


@pytest.mark.parametrize(
    "ends",
    [
        (None, None, ""),
        (Decimal(1), None, ""),
        (None, Decimal(1), ""),
        (Decimal(2), Decimal(1), ""),
        (Decimal(1), Decimal(1), "Baik"),
    ],
)
def test_nothing_between_number_range_and_word_can_be_made(ends):
    with pytest.raises(ValueError, match="neither a number, a range nor a word"):
        Nilai(*ends)


@given(values)
def test_what_is_shown_is_read_back(nilai):
    assert read_nilai(show_nilai(nilai)) == nilai


@given(values | st.sampled_from(PREDIKAT).map(lambda word: Nilai(None, None, word)))
def test_json_keeps_the_value(nilai):
    assert Nilai.from_json(nilai.as_json()) == nilai


def test_equal_values_have_equal_json():
    assert Nilai.of_number(Decimal("4.50")).as_json() == Nilai.of_number(Decimal("4.5")).as_json()


@given(st.text(alphabet="0123456789.,-– %sdhinga", max_size=20))
def test_any_text_is_either_a_value_or_a_sentence(text):
    try:
        nilai = read_nilai(text)
    except InvalidInputError as refusal:
        assert refusal.message.endswith(".")
    else:
        assert read_nilai(show_nilai(nilai)) == nilai
