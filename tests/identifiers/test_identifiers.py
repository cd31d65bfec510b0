"""The four identifiers: conformance cases, structure, and that one wrong symbol never passes."""

import datetime
import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import (
    credit_code,
    organisation_code,
    registration_number,
    resident_id,
    text,
)
from pipeline.identifiers.errors import IdentifierError, Reason

VALID_CREDIT_CODES = (
    "114310270062345K02",
    "N2431027MF123456X4",
    "A1110000000000123E",
    "Y1110000MB00000011",
    "92431027MA4LXYWT5A",
    "31430000MD0123456G",
    "91650100ABCDEF123K",
    "91110000600037341L",
    "91330382716170216T",
)
READ_AS = (
    " 9111 0000 6000 3734 1L ",
    "91110000600037341l",
    "９１１１００００６０００３７３４１Ｌ",
    "'91110000600037341L",
)
INVALID_CREDIT_CODES = (
    ("91411200MA3X9BKD59", Reason.CHECK),
    ("9.11E+17", Reason.DAMAGED),
    ("91110000600037341", Reason.LENGTH),
    ("911100006000373410L", Reason.LENGTH),
    ("91110000600037341O", Reason.SYMBOL),
    ("", Reason.EMPTY),
    ("B1110000600037341L", Reason.STRUCTURE),
    ("911100MA600037341L", Reason.STRUCTURE),
)


@pytest.mark.parametrize("code", VALID_CREDIT_CODES)
def test_valid_credit_codes_pass(code: str) -> None:
    assert credit_code.validate(code) == code
    assert organisation_code.compact(credit_code.parts(code).organisation_code) == code[8:17]


@pytest.mark.parametrize("written", READ_AS)
def test_spellings_are_read_as_the_code(written: str) -> None:
    assert credit_code.validate(written) == "91110000600037341L"


@pytest.mark.parametrize(("written", "reason"), INVALID_CREDIT_CODES)
def test_invalid_credit_codes_are_refused_with_the_reason(written: str, reason: Reason) -> None:
    with pytest.raises(IdentifierError) as caught:
        credit_code.validate(written)
    assert caught.value.reason == reason
    assert not credit_code.is_valid(written)


def test_parts_of_a_credit_code() -> None:
    parts = credit_code.parts("N2431027MF123456X4")
    assert (parts.authority, parts.category, parts.division) == ("N", "2", "431027")
    assert parts.organisation_code == "MF123456X"
    assert organisation_code.is_valid("60003734-1")


def _bodies(alphabet: str, length: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=length, max_size=length)


CREDIT_BODIES = st.tuples(
    st.sampled_from(credit_code.AUTHORITIES),
    st.sampled_from("1239"),
    _bodies("0123456789", 6),
    _bodies(credit_code.ALPHABET, 9),
).map("".join)


def _resident_bodies(last_year: int) -> st.SearchStrategy[str]:
    born = st.dates(datetime.date(1900, 1, 1), datetime.date(last_year, 12, 31))
    parts = (
        st.sampled_from(sorted(resident_id.PROVINCES)),
        _bodies("0123456789", 4),
        born.map("{:%Y%m%d}".format),
        _bodies("0123456789", 3),
    )
    return st.tuples(*parts).map("".join)


RESIDENT_BODIES = _resident_bodies(2099)
CASES = (
    (credit_code, CREDIT_BODIES, credit_code.ALPHABET),
    (organisation_code, _bodies(organisation_code.ALPHABET, 8), organisation_code.ALPHABET),
    (registration_number, _bodies("0123456789", 14), "0123456789"),
    (resident_id, RESIDENT_BODIES, "0123456789"),
)


@pytest.mark.parametrize(
    ("module", "bodies", "alphabet"), CASES, ids=lambda each: getattr(each, "__name__", "")
)
def test_made_numbers_are_valid_and_one_wrong_symbol_is_not(
    module: ModuleType, bodies: st.SearchStrategy[str], alphabet: str
) -> None:
    @given(body=bodies, data=st.data())
    def holds(body: str, data: st.DataObject) -> None:
        number = body + module.check_digit(body)
        assert module.validate(number) == number
        assert module.validate(" " + number.lower()) == number
        assert module.compact(module.format(number)) == number
        place = data.draw(st.integers(0, len(number) - 1))
        # Σ mod 11 over 36 symbols cannot tell symbols 11 apart: GB 11714 promises digits only.
        choice = "0123456789" if module is organisation_code else alphabet
        if number[place] not in choice:
            return
        other = data.draw(st.sampled_from([symbol for symbol in choice if symbol != number[place]]))
        assert not module.is_valid(number[:place] + other + number[place + 1 :])

    holds()


@given(_resident_bodies(1999))
def test_an_old_resident_number_is_the_new_one(body: str) -> None:
    number = body + resident_id.check_digit(body)
    assert resident_id.validate(number[:6] + number[8:17]) == number
    assert f"{resident_id.birth_date(number):%Y%m%d}" == number[6:14]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("11010519490231002X", Reason.DATE),
        ("00010519491231002X", Reason.STRUCTURE),
        ("110105194912310021", Reason.CHECK),
        ("1101051949", Reason.LENGTH),
        ("1101051949123100AX", Reason.SYMBOL),
        ("1101054912310AX", Reason.SYMBOL),
    ],
)
def test_wrong_resident_numbers_are_refused_without_showing_them(number: str, reason: Reason) -> None:
    with pytest.raises(IdentifierError) as caught:
        resident_id.validate(number)
    assert caught.value.reason == reason
    assert number not in str(caught.value)


@given(st.text())
def test_any_text_is_refused_or_valid_and_never_breaks(written: str) -> None:
    for module in (credit_code, organisation_code, registration_number, resident_id):
        if module.is_valid(written):
            assert module.is_valid(module.validate(written))


@pytest.mark.parametrize(
    "module",
    [credit_code, organisation_code, registration_number, resident_id, text],
    ids=lambda m: m.__name__,
)
def test_examples_in_docstrings(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
