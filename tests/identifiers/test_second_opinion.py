"""The identifiers against python-stdnum, written by others, where it is right: what both know they judge alike."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_2, mod_11_10

from pipeline.identifiers import credit_code, registration_number, resident_id
from tests.identifiers.test_identifiers import RESIDENT_BODIES, VALID_CREDIT_CODES

DIGITS = "0123456789"
HEADS = st.text("123456789", min_size=2, max_size=2)
DIVISIONS = st.text(DIGITS, min_size=6, max_size=6)
LAST = st.sampled_from(credit_code.ALPHABET)


@given(HEADS, DIVISIONS, st.text(credit_code.ALPHABET, min_size=9, max_size=9), LAST)
def test_credit_codes(head: str, division: str, own: str, last: str) -> None:
    body = head + division + own
    assert credit_code.check_digit(body) == uscc.calc_check_digit(body)
    assert credit_code.is_valid(body + last) == uscc.is_valid(body + last)
    assert uscc.is_valid(body + credit_code.check_digit(body))


def test_codes_that_begin_with_a_letter_are_valid_though_the_other_refuses_them() -> None:
    lettered = {each for each in VALID_CREDIT_CODES if each[0] in "ANY"}
    assert {each[0] for each in lettered} == {"A", "N", "Y"}
    assert all(map(credit_code.is_valid, lettered))
    assert not any(map(uscc.is_valid, lettered))
    assert all(map(uscc.is_valid, set(VALID_CREDIT_CODES) - lettered))


@given(RESIDENT_BODIES, st.sampled_from(DIGITS + "X"))
def test_resident_numbers(body: str, last: str) -> None:
    assert resident_id.check_digit(body) == mod_11_2.calc_check_digit(body)
    assert resident_id.is_valid(body + last) == mod_11_2.is_valid(body + last)
    number = body + resident_id.check_digit(body)
    assert resident_id.birth_date(number) == ric.get_birth_date(number)


@given(st.text(DIGITS, min_size=15, max_size=15))
def test_registration_numbers(number: str) -> None:
    assert registration_number.check_digit(number[:14]) == mod_11_10.calc_check_digit(number[:14])
    assert registration_number.is_valid(number) == mod_11_10.is_valid(number)
