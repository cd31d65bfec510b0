"""The quick QR codes against segno's own, module by module, and the path read back into modules."""

import re

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.portal.qr import page_code

BEFORE, AFTER = "https://credit.example.gov.cn/e/", "/"
CODES = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18)


def drawn(path: str, size: int) -> list[list[int]]:
    rows = [[0] * size for _ in range(size)]
    x = y = 0
    for kind, first, second in re.findall(r"([hm])(-?\d+)(?: (\d+))?", path.removeprefix("M0 .5")):
        if kind == "h":
            for _ in range(int(first)):
                rows[y][x] = 1
                x += 1
        else:
            x, y = x + int(first), y + int(second)
    return rows


def expected(text: str, version: int) -> list[list[int]]:
    made = segno.make(text, error="l", version=version, mask=2, mode="byte", boost_error=False)
    return [list(row) for row in made.matrix]


@settings(deadline=None)
@given(CODES)
def test_the_modules_are_those_of_segno(code: str) -> None:
    made = page_code(BEFORE, AFTER)
    assert drawn(made.path(code), made.size) == expected(f"{BEFORE}{code}{AFTER}", 3)


def test_a_longer_address_takes_a_larger_code() -> None:
    before = "https://credit.example.gov.cn/a/rather/long/folder/of/the/host/e/"
    made = page_code(before, AFTER)
    code = "914399997314528012"
    assert made.size == 37
    assert drawn(made.path(code), made.size) == expected(f"{before}{code}{AFTER}", 5)
