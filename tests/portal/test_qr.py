"""The quick QR codes against segno's own, module by module, and the path read back into modules."""

import re

import pyarrow as pa
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
@given(st.lists(CODES, max_size=4))
def test_the_modules_are_those_of_segno(codes: list[str]) -> None:
    made = page_code(BEFORE, AFTER)
    paths = made.paths(pa.array(codes, pa.string())).to_pylist()
    assert [drawn(path, made.size) for path in paths] == [
        expected(f"{BEFORE}{code}{AFTER}", 3) for code in codes
    ]


def test_a_longer_address_takes_a_larger_code() -> None:
    before = "https://credit.example.gov.cn/a/rather/long/folder/of/the/host/e/"
    made = page_code(before, AFTER)
    code = "914399997314528012"
    assert made.size == 37
    assert drawn(made.paths(pa.array([code]))[0].as_py(), made.size) == expected(f"{before}{code}{AFTER}", 5)
