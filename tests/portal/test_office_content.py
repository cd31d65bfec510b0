"""The office's own tables: what is wrong with them is said by name; days of yearly activities; the calendar's text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.portal.office_content import Activity, OfficeContent, read_office_content
from pipeline.portal.office_pages import next_day, office_links

CONTENT = Path(__file__).parent / "content"
JOINT = (CONTENT / "joint.toml").read_text(encoding="utf-8")


def test_no_files_are_no_pages(tmp_path: Path) -> None:
    assert read_office_content(tmp_path) == OfficeContent()
    assert office_links(OfficeContent()) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('side = "惩戒"\nforce', 'side = "处罚"\nforce', "C-01 的 side 应为激励或惩戒"),
        ('force = "推荐性"', 'force = "建议"', "J-01 的 force 应为强制性或推荐性"),
        ('basis = "国发〔2016〕33号"', 'basis = " "', "J-01 没有依据"),
        ('measures = ["C-01"]', 'measures = ["C-09"]', "措施 C-09 不在清单中"),
        ('object = "守信主体"', 'objects = "守信主体"', "无法识别的设置 objects"),
        ('unit = "测试县财政局"\n[[measure]]', "[[measure]]", "缺少设置"),
        ("[[case]]", "[[case", "无法读取"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in JOINT
    (tmp_path / "joint.toml").write_text(JOINT.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        read_office_content(tmp_path)


@pytest.mark.parametrize(
    ("day", "as_of", "expected"),
    [
        ("2024-06-14", "2026-06-14", "2026-06-14"),
        ("2024-06-14", "2026-06-15", "2027-06-14"),
        ("2024-06-14", "2023-01-01", "2024-06-14"),
        ("2024-02-29", "2026-01-01", "2026-02-28"),
        ("2024-02-29", "2027-03-01", "2028-02-29"),
    ],
)
def test_next_day_of_a_yearly_activity(day: str, as_of: str, expected: str) -> None:
    activity = Activity("a", date.fromisoformat(day), "题", "单位", yearly=True)
    assert next_day(activity, date.fromisoformat(as_of)) == date.fromisoformat(expected)
    assert next_day(replace(activity, yearly=False), date.fromisoformat(as_of)) == activity.day


def test_pages_and_calendar_of_the_toy(site: Path) -> None:
    joint = (site / "joint/index.html").read_text(encoding="utf-8")
    assert "失信惩戒 · 强制性措施" in joint
    assert "测试县&lt;b&gt;审批&lt;/b&gt;局" in joint
    assert joint.index("<strong>发起") < joint.index("<strong>响应") < joint.index("<strong>反馈")
    calendar = (site / "feeds/activities.ics").read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20240614\nDTEND;VALUE=DATE:20240615\nRRULE:FREQ=YEARLY\n" in calendar
    assert "DESCRIPTION:逗号\\,分号\\;都要转义" in calendar
    page = (site / "activities/index.html").read_text(encoding="utf-8")
    assert page.index("2027-06-14") < page.index("往期活动") < page.index("2026-11-02")
