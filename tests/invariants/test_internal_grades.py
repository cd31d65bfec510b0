"""A whole build with grades for internal supervision: nothing of them is in the site (重庆 办法第四条)."""

from pathlib import Path

from tests import county
from tests.county import BIRCH, CEDAR, NAMES


def row(subject: str, system: str, grade: str, number: str) -> dict[str, str]:
    return {
        "主体名称": NAMES[subject], "主体类别": "法人及非法人组织", "统一社会信用代码": subject, "评价名称": system,
        "评价结果": grade, "评价年度": "2025", "评价文号": number, "评价机关": "测试县市场监督管理局",
        "评价日期": "2026-06-01", "数据来源单位": "测试县市场监督管理局", "提供日期": "2026-06-02",
    }  # fmt: skip


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
