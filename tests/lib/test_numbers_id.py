"""Numbers: both notations read, one written, and a sentence for everything else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erakortek.lib.numbers_id import (
    UnreadableNumberError,
    decimals_of,
    plain,
    quote,
    read_number,
    show_number,
    show_rupiah,
)

numbers = st.decimals(
    min_value=Decimal(-(10**18) + 1), max_value=Decimal(10**18 - 1), places=6, allow_nan=False
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("72,8", "72.8"),
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234,5", "1234.5"),
        ("1\N{NARROW NO-BREAK SPACE}234", "1234"),
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("1234.567", "1234.567"),
        ("0.345", "0.345"),
        ("12.5", "12.5"),
        ("12.3456", "12.3456"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("5 000 000.25", "5000000.25"),
        ("\N{MINUS SIGN}0,37", "-0.37"),
        ("-0.37", "-0.37"),
        ("- 5", "-5"),
        ("\N{EN DASH}5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("007", "7"),
        ("70 %", "70"),
        ("70,50%", "70.5"),
        ("  71,2\n", "71.2"),
        ("1,2345670", "1.234567"),
        ("999999999999999999,999999", "999999999999999999.999999"),
        ("0000000000000000000001", "1"),
    ],
)
def test_a_number_is_read_in_either_notation(text, number):
    assert plain(read_number(text)) == number


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", "Nilai belum diisi. Tulis angkanya, misalnya 72,8."),
        (" %", "Nilai belum diisi. Tulis angkanya, misalnya 72,8."),
        (
            "72,8 jt",
            (
                "“72,8 jt” tidak dapat dibaca sebagai angka karena memuat “jt”. Tulis angkanya "
                "saja, misalnya 72,8. Satuan sudah tercantum pada indikator."
            ),
        ),
        (
            "Rp 5.000",
            (
                "“Rp 5.000” tidak dapat dibaca sebagai angka karena memuat “Rp”. Tulis angkanya "
                "saja, misalnya 5.000. Satuan sudah tercantum pada indikator."
            ),
        ),
        (
            "NaN",
            (
                "“NaN” tidak dapat dibaca sebagai angka karena memuat “NaN”. Tulis angkanya saja, "
                "misalnya 72,8. Satuan sudah tercantum pada indikator."
            ),
        ),
        (
            "(0,37)",
            (
                "“(0,37)” tidak dapat dibaca sebagai angka karena memakai tanda kurung. "
                "Tulis tanda minus di depan angka negatif."
            ),
        ),
        (
            "1,2,3",
            (
                "“1,2,3” tidak dapat dibaca sebagai angka karena memuat lebih dari satu tanda "
                "desimal. Tulis satu tanda desimal saja, misalnya 1.234,5."
            ),
        ),
        (
            "12,",
            (
                "“12,” tidak dapat dibaca sebagai angka karena tidak ada angka di belakang tanda "
                "desimal. Tulis angkanya lengkap, misalnya 72,8."
            ),
        ),
        (
            "5-",
            (
                "“5-” tidak dapat dibaca sebagai angka karena tanda plus atau minus tidak berada "
                "di depan. Tulis satu angka, misalnya −0,37."
            ),
        ),
        (
            "12 34",
            (
                "“12 34” tidak dapat dibaca sebagai angka karena letak tanda pemisahnya tidak "
                "lazim. Kelompokkan per tiga angka, misalnya 1.234.567,89."
            ),
        ),
        (
            "-",
            (
                "“-” tidak dapat dibaca sebagai angka karena tidak memuat angka. "
                "Tulis angkanya, misalnya 72,8."
            ),
        ),
        (
            "1000000000000000000",
            (
                "“1000000000000000000” tidak dapat dibaca sebagai angka karena lebih dari 18 angka "
                "di depan tanda desimal. Periksa kembali angka dan satuannya."
            ),
        ),
        (
            "0,1234567",
            (
                "“0,1234567” tidak dapat dibaca sebagai angka karena lebih dari 6 angka di "
                "belakang tanda desimal. Bulatkan menjadi paling banyak 6 angka di belakang koma."
            ),
        ),
        (
            "1" * 200,
            "“" + "1" * 39 + "…” tidak dapat dibaca sebagai angka karena terlalu panjang. "
            "Tulis angkanya saja, misalnya 72,8.",
        ),
    ],
)
def test_what_is_not_a_number_is_refused_with_the_sentence_that_says_why(text, sentences):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text)

    assert refusal.value.message == sentences
    assert refusal.value.http_status == 422


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3",
        "1.2,3.4",
        "0.123.456",
        "1.234 567",
        "1.23.456,7",
        "1e5",
        "Infinity",
        "12 ribu",
        "1,5 M",
        "½",
        "\N{ARABIC-INDIC DIGIT THREE}",
        "--5",
        "5%%",
        "1'000",
        "0x10",
        "1_000",
        "4,5-5,0",
    ],
)
def test_nothing_is_guessed(text):
    with pytest.raises(UnreadableNumberError):
        read_number(text)


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        ("0", None, "0"),
        ("-0.000", None, "0"),
        ("1234567.8900", None, "1.234.567,89"),
        ("-0.37", None, "−0,37"),
        ("1E+6", None, "1.000.000"),
        ("70", 2, "70,00"),
        ("0.125", 2, "0,13"),
        ("-0.125", 2, "−0,13"),
        ("-0.001", 2, "0,00"),
        ("999999999999999999999999999999.5", 0, "1.000.000.000.000.000.000.000.000.000.000"),
    ],
)
def test_a_number_is_written_the_indonesian_way(number, decimals, text):
    assert show_number(Decimal(number), decimals) == text


def test_a_count_is_written_like_any_number():
    assert show_number(12345) == "12.345"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("12000000000", "Rp 12.000.000.000"),
        ("0.5", "Rp 1"),
        ("-2500000", "−Rp 2.500.000"),
    ],
)
def test_rupiah_is_whole(amount, text):
    assert show_rupiah(Decimal(amount)) == text


@given(numbers)
def test_what_is_written_is_read_back(number):
    assert read_number(show_number(number)) == number


@given(numbers, st.integers(0, 6))
def test_rounding_moves_a_number_by_at_most_half_of_its_last_place(number, decimals):
    shown = show_number(number, decimals)

    assert abs(read_number(shown) - number) <= Decimal(5).scaleb(-decimals - 1)
    assert len(shown.partition(",")[2]) == decimals


@given(numbers)
def test_machines_get_one_text_for_each_number(number):
    assert plain(number) == plain(number.quantize(Decimal("0.000001")))
    assert Decimal(plain(number)) == number
    assert decimals_of(number) == len(plain(number).partition(".")[2])


@given(st.text(max_size=120))
def test_any_text_is_either_a_number_or_a_sentence(text):
    try:
        number = read_number(text)
    except UnreadableNumberError as refusal:
        assert refusal.message.endswith(".")
    else:
        assert number.is_finite()


def test_a_quotation_is_cut_before_it_swamps_the_sentence():
    assert quote("angka\n  kemiskinan") == "“angka kemiskinan”"
    assert quote("a" * 41) == "“" + "a" * 39 + "…”"
