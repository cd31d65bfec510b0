"""Whole builds: the duty list as an office sends it, and a year announced after its first days."""

import json
from pathlib import Path

import pytest

from pipeline.deadlines import Calendar
from tests import county
from tests.bundling.test_deadlines import announced
from tests.county import BIRCH, CEDAR
from tests.deadlines.calendars import SHIPPED

MARKET = "测试县市场监督管理局"


def duty(about: str, **more: str) -> county.Row:
    """A row under the headings of the contract."""
    return {
        "部门": MARKET, "部门统一社会信用代码": county.OFFICE, "数据类别": about, "报送依据": "目录",
        "起始日期": "2026-01-01", "应报数": "", "统计月份": "", **more,
    }  # fmt: skip


def timeliness(root: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(
        (root / "output/data/v1/timeliness.json").read_text(encoding="utf-8")
    )["rows"]
    return rows


def test_the_duty_list_is_the_denominator(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    county.write(inbox, "信息报送清单.csv", [
        duty("行政许可", 应报数="5", 统计月份="2026-10"),
        duty("行政处罚", 应报数="2", 统计月份="2026-11"),
        duty("守信激励名单", 起始日期="2026-08-01"),
        duty("市场主体", 起始日期="2026-11-01"),
    ])  # fmt: skip
    county.write(inbox, "honour.csv", [{
        "主体名称": county.NAMES[CEDAR], "统一社会信用代码": CEDAR, "主体类别": "法人及非法人组织",
        "荣誉名称": "守信单位", "认定文号": "测信〔2026〕1号", "认定机关": MARKET,
        "认定机关统一社会信用代码": county.OFFICE, "认定日期": "2026-09-10", "提供日期": "2026-09-12",
        "数据来源单位": MARKET, "数据来源单位统一社会信用代码": county.OFFICE,
    }])  # fmt: skip
    assert county.build(tmp_path, inbox) == 0
    rows = {(row["dataset"], row["month"]): row for row in timeliness(tmp_path)}
    october = rows["permit", "2026-10"]
    assert (october["expected"], october["reported"], october["missing"], october["awaited"]) == (5, 2, 3, 0)
    november = rows["penalty", "2026-11"]
    assert (november["expected"], november["missing"], november["awaited"]) == (2, 0, 2)
    gaps = [rows["honour", month]["gaps"] for month in ("2026-08", "2026-09", "2026-10")]
    assert gaps == [1, 0, 1]
    # A list without a deadline counts too; the register was sent in November by nobody of that name.
    assert rows["entity", "2026-11"]["periods"] == 0
    page = (tmp_path / "output/compliance/index.html").read_text(encoding="utf-8")
    assert "上报率" in page
    assert "2026-10、2026-08" in page
    feed = (tmp_path / "output/feeds/due/market.ics").read_text(encoding="utf-8").replace("\n ", "")
    assert "行政处罚 2026年11月" in feed
    assert (tmp_path / "output/compliance/market/index.html").is_file()


def build(
    root: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> list[dict[str, object]]:
    monkeypatch.setattr("pipeline.prepare.load_calendar", lambda: calendar)
    assert county.build(root, inbox, as_of="2027-01-15") == 0
    return [row for row in timeliness(root) if row["month"] == "2026-12"]


def test_a_year_announced_later_is_recomputed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = tmp_path / "inbox"
    county.write(inbox, "entity.csv", [county.entity(each) for each in (CEDAR, BIRCH)])
    county.write(inbox, "permit.csv", [
        county.permit(CEDAR, "测市许〔2026〕91号", "2026-12-24", "2027-01-05"),
        county.permit(BIRCH, "测市许〔2026〕92号", "2026-12-24", "2027-01-13"),
    ])  # fmt: skip
    (held,) = build(tmp_path / "one", inbox, monkeypatch, SHIPPED)
    assert (held["received"], held["undetermined"], held["late"]) == (2, 2, 0)
    recomputed = build(tmp_path / "one", inbox, monkeypatch, announced())
    assert recomputed == build(tmp_path / "two", inbox, monkeypatch, announced())
    assert (recomputed[0]["in_time"], recomputed[0]["late"]) == (1, 1)
