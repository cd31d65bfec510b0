"""Grades for internal supervision (重庆 办法第四条: 不得随意对外披露或公示) are withheld; published ones are not."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.deciding import options_of
from pipeline.publicity import decide
from pipeline.settings import Settings, Site
from tests.publicity.tables import CATALOGUE, events_table, record, records_table, rows_of

GRADE = CATALOGUE["grade"]
CASES = {
    "tax": ({"system": "纳税信用等级", "grade": "A"}, True),
    "environment": ({"system": "企业环境信用评价", "grade": "环保黄色企业"}, True),
    "by-name": ({"system": "市场主体信用分类监管", "grade": "B"}, False),
    "by-colour": ({"system": "市场主体信用评价", "grade": "黑牌"}, False),
    "by-level": ({"system": "市场主体分类", "grade": "Ⅲ类监管等级"}, False),
    "by-basis": (
        {"system": "信用分类", "grade": "C", "basis": "工商企字131号对企业实行信用分类监管的意见"},
        False,
    ),
    "by-remark": ({"system": "信用分类", "grade": "D", "remarks": "仅供内部监督管理"}, False),
}


@pytest.mark.parametrize("name", CASES)
def test_a_grade_is_shown_unless_it_is_internal(name: str) -> None:
    values, shown = CASES[name]
    options = options_of(Settings(Path(), Site("", "", "")), CATALOGUE)
    table = records_table(GRADE, [record(**values)])
    decided = rows_of(decide(GRADE, table, events_table([]), date(2026, 6, 1), options))[0]
    assert (decided["state"] == "published") is shown
    assert (decided["rule"] == "internal-grade") is not shown
