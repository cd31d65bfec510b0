"""The half-year report: figures of its own half, the ledger's comings and goings, what is missing; the same bytes."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from pipeline.compliance.circular import Circular
from pipeline.compliance.figures import figures, of_department
from pipeline.compliance.ground import grounds
from pipeline.compliance.half_report import HalfYear, half_report
from pipeline.compliance.news_quota import Delivery, quota
from pipeline.compliance.news_rules import load_news_rules
from pipeline.compliance.periods import period
from pipeline.compliance.word import write_word
from pipeline.ledger import Entry
from tests.compliance.ground import Row, bundle_of, record
from tests.portal.building import SITE
from tests.toy import AS_OF

LATE: Row = {"result": "late", "first_arrival": date(2026, 6, 2), "days_used": 17}
ROWS = [record(), record(department="乙局", **LATE), record(department="乙局", month="2026-07")]
LEDGER = (
    Entry("a", "permit", "shown", "2026-05-09"),
    Entry("b", "penalty", "shown", "2026-05-09"),
    Entry("b", "penalty", "withdrawn", "2026-06-30", "repaired"),
    Entry("c", "permit", "withdrawn", "2026-07-01", "expired"),
)
CLASSES = ("动态类", "制度类", "诚信典型类", "特色创新类")
SENT = [
    Delivery("甲局", date(2026, 5, 3), "动态类"),
    Delivery("甲局", date(2026, 6, 3), "制度类"),
    Delivery("乙局", date(2026, 6, 4), "动态类"),
    Delivery("乙局", date(2026, 7, 4), "动态类"),
]


def made(folder: Path, department: str = "") -> Circular:
    bundle = bundle_of(folder / "bundle", ROWS)
    counted = quota(SENT, ["甲局", "乙局"], load_news_rules("monthly"), AS_OF, "2026-05")
    found = figures(bundle)
    if department:
        found, counted = of_department(found, department), counted.only(department)
    ((about, ground),) = grounds(bundle, found, SITE, [period("2026-H1")])
    return half_report(HalfYear(about, ground, counted, LEDGER, CLASSES, department))


def words(report: Circular) -> str:
    return "\n".join(block.text for block in report.blocks)


def test_the_offices_report(tmp_path: Path) -> None:
    report = made(tmp_path)
    text = words(report)
    assert report.title == "2026年上半年社会信用体系建设工作情况报告"
    assert report.addressee == "测试县社会信用体系建设工作联席会议办公室："
    assert "2个单位共报送2026年上半年作出决定的信用信息2条" in text
    assert "新公示信用信息2条，其中行政处罚1条、行政许可1条。" in text
    assert "依规停止公示1条：已信用修复1条。" in text
    assert "公示台账自2026年5月9日开始" in text
    assert "共采用信用信息稿件3篇：动态类2篇（66.7%）、制度类1篇（33.3%）" in text
    assert "及时率未达到100%的：乙局（0%）。" in text
    assert "缺报信息稿件的：乙局2026年5月。" in text
    (table,) = [block.table for block in report.blocks if block.table is not None]
    assert table.rows == (("乙局", "1", "0", "0", "0", "1"), ("甲局", "1", "1", "0", "0", "2"))


def test_a_departments_report_has_nothing_of_the_others(tmp_path: Path) -> None:
    report = made(tmp_path, "甲局")
    text = words(report)
    assert report.signed_by == "甲局"
    assert "乙局" not in text
    assert "新公示" not in text
    assert "共采用信用信息稿件2篇" in text


def test_word_with_headings_numbered_in_order(tmp_path: Path) -> None:
    report = made(tmp_path)
    for name in ("a.docx", "b.docx"):
        write_word(report, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    lines = [each.text for each in Document(str(tmp_path / "a.docx")).paragraphs]
    assert [line[:2] for line in lines if line[1:2] == "、"] == [
        "一、",
        "二、",
        "三、",
        "四、",
        "五、",
        "六、",
    ]


@pytest.mark.parametrize("half", ["2026-H2"])
def test_a_half_that_is_not_over_says_so(tmp_path: Path, half: str) -> None:
    bundle = bundle_of(tmp_path / "bundle", ROWS)
    counted = quota(
        [*SENT, Delivery("甲局", date(2026, 11, 3), "动态类", accepted=False)],
        ["甲局"],
        load_news_rules("monthly"),
        AS_OF,
    )
    ((about, ground),) = grounds(bundle, figures(bundle), SITE, [period(half)])
    text = words(half_report(HalfYear(about, ground, counted, (), CLASSES)))
    assert "本期尚未结束" in text
    assert "公示台账中还没有记录" in text
    # The month under way can still bring it.
    assert "缺报信息稿件的：甲局2026年7月、2026年8月、2026年9月、2026年10月。" in text
