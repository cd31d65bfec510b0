"""Identity numbers: found in every written form, replaced everywhere, and nothing else is touched."""

import random
from collections.abc import Callable

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue import load_catalogue
from pipeline.identifiers import credit_code, registration_number, resident_id
from pipeline.identity_pattern import is_identity, plain, spans
from pipeline.personal import MARK, redact, redact_text, token
from pipeline.private_text import mask
from pipeline.sources.raw import ROW

KEY = b"k" * 32
PENALTY = load_catalogue()["penalty"].by_id
PERMIT = load_catalogue()["permit"].by_id


def numbers(dice: random.Random, count: int) -> list[str]:
    """Identity numbers of adults, with a right check character."""
    made = []
    for _ in range(count):
        body = f"{dice.choice(sorted(resident_id.PROVINCES))}{dice.randrange(10**4):04}"
        body += f"{dice.randint(1940, 2008)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{dice.randrange(1000):03}"
        made.append(body + resident_id.check_digit(body))
    return made


def as_is(number: str) -> str:
    return number


def lower_x(number: str) -> str:
    body = "430102199003070000"[:14] + number[14:17]
    while resident_id.check_digit(body) != "X":
        body = body[:14] + f"{(int(body[14:]) + 1) % 1000:03}"
    return body + "x"


def full_width(number: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in number)


def spaced(number: str) -> str:
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def every_digit_spaced(number: str) -> str:
    return " ".join(number)


def hyphens(number: str) -> str:
    return f"{number[:6]}-{number[6:14]}-{number[14:]}"


def wide_hyphens(number: str) -> str:
    return f"{number[:6]}－{number[6:14]}－{number[14:]}"


def date_apart(number: str) -> str:
    return f"{number[:6]} {number[6:10]}-{number[10:12]}-{number[12:14]} {number[14:]}"


def wrong_check(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


def old(number: str) -> str:
    return number[:6] + number[8:17]


def no_break_blanks(number: str) -> str:
    return f"{number[:6]}\u00a0{number[6:14]}\u3000{number[14:]}"


def broken_line(number: str) -> str:
    return f"{number[:10]}\n{number[10:]}"


def invisible(number: str) -> str:
    return f"{number[:9]}\u200b{number[9:]}"


def chinese(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


FORMS: tuple[Callable[[str], str], ...] = (
    as_is,
    lower_x,
    full_width,
    spaced,
    every_digit_spaced,
    hyphens,
    wide_hyphens,
    date_apart,
    wrong_check,
    old,
    no_break_blanks,
    broken_line,
    invisible,
    chinese,
)
CONTEXTS = (
    "{}",
    "当事人张某（身份证号：{}）未经许可",
    "{}于2025年1月5日",
    "见{}，罚款5000元",
    "ID{}。面积1380平方米",
)


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.__name__)
def test_each_form_is_replaced_in_text_and_in_cells(form: Callable[[str], str]) -> None:
    written = [form(number) for number in numbers(random.Random(1), 40)]
    texts = [context.format(each) for each in written for context in CONTEXTS]
    expected = [context.format(MARK) for _ in written for context in CONTEXTS]
    assert [redact_text(text) for text in texts] == expected
    rows = pa.array(range(7, 7 + len(texts)), pa.int32())
    clean, found = redact(pa.table({ROW: rows, "违法事实": texts}), {"违法事实": PENALTY["facts"]}, KEY)
    assert clean["违法事实"].to_pylist() == expected
    assert [(each.code, each.row, each.field) for each in found] == [
        ("S-001", row, "facts") for row in rows.to_pylist()
    ]
    assert not any(each in str(found) for each in written)


CLEAN = (
    "2026年1月5日至2027年1月4日，罚款50000元（伍万元整）",
    "账号 6222021234567890123",
    "示市监罚〔2025〕430102号",
    "联系电话13800138000，0735-1234567",
    "20260105123456789012",
    "施工许可证431027202601050108号",
    "91110000600037341L",
    "92431027MA4LXYWT5A、91330382716170216T",
    "430102000012340",
    "二〇二六年一月五日",
    "1.234567890123456789",
    "13812345678 13987654321 13700001111",
    "",
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_left_alone(text: str) -> None:
    assert redact_text(text) == text


def test_one_in_a_thousand_clean_texts_at_most_is_touched() -> None:
    dice = random.Random(2)
    shapes = ("罚款{}元", "许可证编号{}", "案号（{}）", "〔{}〕第{}号", "编号{}-{}", "{}/{}/{}")
    texts = [
        dice.choice(shapes).replace("{}", str(dice.randrange(10 ** dice.randint(1, 14))))
        for _ in range(20_000)
    ]
    assert sum(redact_text(text) != text for text in texts) <= 20


@given(st.text(), st.text())
def test_text_around_a_number_survives(before: str, after: str) -> None:
    clean = redact_text(before + "。11010519491231002X。" + after)
    assert MARK in clean
    assert redact_text(clean) == clean
    assert spans(redact_text(before)) == []


@given(st.text(alphabet="0123456789Xx -－０１９abc", max_size=60))
def test_a_bounded_identity_number_is_always_found(text: str) -> None:
    """Against a second reading: every 18 characters between non-digits, written plainly."""
    for start in range(len(text) - 17):
        piece = text[start : start + 18]
        alone = not text[start - 1 : start].strip("Xx -－abc") and not text[start + 18 : start + 19].strip(
            "Xx -－abc"
        )
        if piece[:17].isascii() and piece[:17].isdigit() and piece[17] in "0123456789Xx" and alone:
            assert not is_identity(piece.upper(), apart=True) or piece not in redact_text(text)


def _one(value: str | None, heading: str, field_id: str | None, fields: object = PENALTY) -> str | None:
    cells = pa.table({ROW: pa.array([2], pa.int32()), heading: pa.array([value], pa.string())})
    field = None if field_id is None else fields[field_id]  # type: ignore[index]
    clean, _ = redact(cells, {heading: field}, KEY)
    result: str | None = clean[heading].to_pylist()[0]
    return result


NUMBER = "11010519491231002X"


def test_an_identity_column_holds_tokens_whatever_was_in_it() -> None:
    assert _one(NUMBER, "证件号码", "id_number") == token(NUMBER, KEY)
    assert token(NUMBER, KEY).endswith(":1949")
    assert str(_one("E12345678", "证件号码", "id_number")).endswith(":0000")
    assert _one("", "证件号码", "id_number") == ""
    assert _one(None, "证件号码", "id_number") is None
    assert str(_one(NUMBER, "联系人身份证号", None)).startswith("pid:")


@pytest.mark.parametrize(
    "written", ["11010519491231002x", " 110105 19491231 002X", full_width(NUMBER), "110105491231002"]
)
def test_one_person_has_one_token(written: str) -> None:
    assert token(written, KEY) == token(NUMBER, KEY)
    assert token(written, b"other") != token(NUMBER, KEY)


def test_codes_in_their_own_column_stay() -> None:
    # A code whose division and organisation code read like a birth date; its last symbol is no identity check.
    body = next(
        f"5111011990010{serial:04}"
        for serial in range(1000, 1999)
        if credit_code.check_digit(f"5111011990010{serial:04}").isdigit()
        and credit_code.check_digit(f"5111011990010{serial:04}")
        != resident_id.check_digit(f"5111011990010{serial:04}")
    )
    code = body + credit_code.check_digit(body)
    assert is_identity(code, apart=True)
    assert _one(code, "统一社会信用代码", "subject_code") == code
    assert _one(code, "备注", "remarks") == MARK
    number = "430102900101123"
    number = number[:14] + registration_number.check_digit(number)
    assert _one(number, "工商注册号", "registration_number") == number
    assert _one(number, "备注", "remarks") == MARK
    permit = "43102720260105010"
    permit += resident_id.check_digit(permit)
    assert _one(permit, "许可编号", "certificate_number", PERMIT) == permit


def test_an_identity_number_in_a_code_column_is_replaced() -> None:
    assert _one(NUMBER, "统一社会信用代码", "subject_code") == MARK
    assert _one(NUMBER, "许可编号", "certificate_number", PERMIT) == MARK
    assert _one(NUMBER, "处罚决定日期", "decided_on") == MARK


@pytest.mark.parametrize(
    "written", [NUMBER + "01", "92" + NUMBER, "110105491231002" + "01", wrong_check(NUMBER) + "00"]
)
def test_tax_numbers_made_of_identity_numbers_are_replaced(written: str) -> None:
    clean = str(_one(written, "税务登记号", "tax_number"))
    assert MARK in clean
    assert NUMBER[:14] not in clean
    assert "110105491231" not in clean


def test_rows_and_order_stay_as_they_were() -> None:
    rows = pa.chunked_array([pa.array([9], pa.int32()), pa.array([3, 5], pa.int32())])
    cells = pa.table({ROW: rows, "备注": pa.chunked_array([["甲", NUMBER], [None]])})
    clean, found = redact(cells, {}, KEY)
    assert clean.to_pydict() == {ROW: [9, 3, 5], "备注": ["甲", MARK, None]}
    assert [each.row for each in found] == [3]


def test_plain_reads_every_form() -> None:
    for form in (as_is, full_width, spaced, chinese, wide_hyphens):
        assert plain(form(NUMBER)) == NUMBER


PIECES = (
    "110105",
    "19491231",
    "002",
    "X",
    "x",
    "1949",
    "12",
    "31",
    "491231",
    "0",
    "９",
    " ",
    "-",
    "－",
    "。",
    "甲",
)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=1, max_size=5))
def test_the_column_and_the_single_text_are_read_alike(texts: list[str]) -> None:
    cells = pa.table({ROW: pa.array(range(len(texts)), pa.int32()), "备注": texts})
    clean, _ = redact(cells, {}, KEY)
    assert clean["备注"].to_pylist() == [mask(redact_text(text))[0] for text in texts]
