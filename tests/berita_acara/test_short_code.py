"""Short codes: read aloud, typed by hand, and caught when mistyped."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erakortek.berita_acara.short_code import ALPHABET, LENGTH, new_short_code, normalise

codes = st.builds(lambda _: new_short_code(), st.integers())


def test_a_code_is_grouped_and_made_of_signs_that_nobody_confuses():
    code = new_short_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 2]
    assert set(code) <= set(ALPHABET) | {"-"}
    assert not set("0O1ILU") & set(ALPHABET)


def test_a_new_code_is_not_an_old_one():
    assert len({new_short_code() for _ in range(1000)}) == 1000


@given(codes, st.sampled_from(["", " ", "-", " - ", "."]))
def test_a_code_is_found_however_it_is_typed(code, separator):
    assert normalise(code.lower().replace("-", separator)) == code


@given(codes, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code, place, sign):
    signs = list(code.replace("-", ""))
    is_same = signs[place] == sign
    signs[place] = sign

    assert normalise("".join(signs)) == (code if is_same else None)


@given(codes)
def test_two_characters_that_changed_places_are_always_noticed(code):
    signs = code.replace("-", "")[:LENGTH]
    check = code[-1]

    for place, (first, second) in enumerate(pairwise(signs)):
        turned = signs[:place] + second + first + signs[place + 2 :] + check
        assert normalise(turned) == (code if first == second else None)


@pytest.mark.parametrize(
    "text", ["", "K7QM", "K7QM-3XRD-9", "K7QM-3XRD-9O", "'; DROP TABLE", "ß" * 5]
)
def test_what_cannot_be_a_code_is_none(text):
    assert normalise(text) is None
