"""Grades for internal supervision (重庆 办法第四条: 不得随意对外披露或公示) never reach the site; published ones do."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.deciding import options_of
from pipeline.publicity import decide
from pipeline.settings import Settings, Site
from tests import county
from tests.county import BIRCH, CEDAR, NAMES
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


def row(subject: str, system: str, grade: str, number: str) -> dict[str, str]:
    return {
        "主体名称": NAMES[subject], "主体类别": "法人及非法人组织", "统一社会信用代码": subject, "评价名称": system,
        "评价结果": grade, "评价年度": "2025", "评价文号": number, "评价机关": "测试县市场监督管理局",
        "评价日期": "2026-06-01", "数据来源单位": "测试县市场监督管理局", "提供日期": "2026-06-02",
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_grade_is_shown_unless_it_is_internal(name: str) -> None:
    values, shown = CASES[name]
    options = options_of(Settings(Path(), Site("", "", "")), CATALOGUE)
    table = records_table(GRADE, [record(**values)])
    decided = rows_of(decide(GRADE, table, events_table([]), date(2026, 6, 1), options))[0]
    assert (decided["state"] == "published") is shown
    assert (decided["rule"] == "internal-grade") is not shown


def test_nothing_of_an_internal_grade_is_in_the_site(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    grades = [
        row(CEDAR, "纳税信用等级", "甲等", "测税评〔2026〕1号"),
        row(CEDAR, "市场主体信用分类监管等级", "黑牌", "测市评〔2026〕2号"),
        row(BIRCH, "市场主体信用分类监管等级", "Ⅳ类", "测市评〔2026〕3号"),
    ]
    county.write(inbox, "grade.csv", grades)
    assert county.build(tmp_path, inbox) == 0
    tree = county.tree(tmp_path / "output")

    def holding(text: str) -> list[str]:
        return [name for name, data in tree.items() if text.encode() in data]

    assert f"e/{CEDAR}/index.html" in holding("甲等")
    assert holding("信用分类监管") == holding("黑牌") == holding("测市评") == []
