"""What the public may read of a finding: what to do, never what a row holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.codes import ALL, Check
from pipeline.findings import advice


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("代码 X 登记的名称与“某公司”不同。请核对名称和代码。", "请核对名称和代码。"),
        ("“许可类别”为空，请按模板填写。", "请按模板填写。"),
        ("“勿公示，请删除张某”无法识别。请填写日期，如 2026-01-05。", "请填写日期，如 2026-01-05。"),
        ("代码是 。请删除张某：不对。请更正。", "请更正。"),
        ("“数据类别”为“x。请删除张某”，没有这种数据。", ""),
        ("请看“某公司”。", ""),
        ("没有这种数据。", ""),
    ],
)
def test_advice(message: str, told: str) -> None:
    assert advice(message) == told


@given(st.text(alphabet="张某。，请“”x1 \n", max_size=30), st.sampled_from(ALL))
def test_no_value_of_a_row_gets_through(value: str, check: Check) -> None:
    """A message is told to its end, so a value that got in would bring the mark after it."""
    marked = check.message.replace("{value}", f"{value}⟂").replace("{also}", f"{value}⟂")
    assert "⟂" not in advice(marked)
