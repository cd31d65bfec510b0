"""Department × month: delivered, late, refused, missing; a second way of counting; reminders and reports to come."""

from collections import Counter
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compliance.news_machine import news_csv, news_data
from pipeline.compliance.news_quota import Delivery, Quota, Standing, quota
from pipeline.compliance.news_reminders import as_data, calendar_events, reminder
from pipeline.compliance.news_rules import NewsRules, load_news_rules, next_reports
from pipeline.compliance.periods import months_between
from pipeline.errors import SettingsError

AS_OF = date(2026, 11, 20)
RULES = load_news_rules("monthly")


def sent(department: str, day: str, accepted: bool = True) -> Delivery:
    return Delivery(department, date.fromisoformat(day), "动态类", accepted)


def standings(made: Quota, department: str) -> list[str]:
    return [each.standing.value for each in reversed(made.row(department))]


def test_each_standing_once() -> None:
    sent_in = [
        *(sent("甲局", day) for day in ("2026-08-31", "2026-09-01", "2026-10-30", "2026-11-20")),
        *(sent("乙局", day) for day in ("2026-09-02", "2026-09-20", "2026-11-01")),
        sent("丙局", "2026-09-10", accepted=False),
        sent("丙局", "2026-11-10", accepted=False),
        sent("丁局", "2026-11-21"),  # tomorrow: not counted today
        sent("志愿社", "2026-10-02"),
    ]
    made = quota(sent_in, ["甲局", "乙局", "丙局", "丁局"], RULES, AS_OF, "2026-08")
    assert made.months == ("2026-11", "2026-10", "2026-09", "2026-08")
    assert standings(made, "甲局") == ["delivered"] * 4
    assert standings(made, "乙局") == ["late", "delivered", "missing", "delivered"]
    assert standings(made, "丙局") == ["missing", "refused", "missing", "refused"]
    assert standings(made, "丁局") == ["missing", "missing", "missing", "awaited"]
    assert standings(made, "志愿社") == ["none", "none", "delivered", "none"]
    assert sum(number for (name, _, _), number in made.kinds.items() if name == "甲局") == 4
    assert made.only("乙局").departments == ("乙局",)


def test_without_a_first_month_it_begins_with_the_first_article() -> None:
    assert quota([sent("甲局", "2026-09-30")], ["甲局"], RULES, AS_OF).months[-1] == "2026-09"
    assert quota([], ["甲局"], RULES, AS_OF).months == ("2026-11",)


@given(st.lists(st.tuples(st.integers(1, 7), st.booleans()), max_size=9), st.integers(1, 2))
def test_no_other_way_of_making_good_fills_more_months(given: list[tuple[int, bool]], reach: int) -> None:
    """Brute force: every article is counted for its own month or for one before, in every possible way."""
    rules = NewsRules("t", "t", 1, reach, "t")
    sent_in = [sent("甲局", f"2026-{month:02d}-15", accepted) for month, accepted in given]
    made = quota(sent_in, ["甲局"], rules, date(2026, 7, 31), "2026-01")
    filled = sum(each.standing in (Standing.DELIVERED, Standing.LATE) for each in made.row("甲局"))
    # An article of its own month is never taken away from it, so only the further ones can go elsewhere.
    counts = Counter(month for month, accepted in given if accepted)
    spare = [month for month, number in counts.items() for _ in range(number - 1)]
    choices = [[month - back for back in range(reach + 1) if month - back >= 1] for month in spare]
    best = max(len({*counts, *chosen}) for chosen in product(*choices))
    assert filled == best
    assert sum(each.late for each in made.row("甲局")) <= len(spare)


def test_reminders_name_who_is_behind_and_until_when() -> None:
    made = quota(
        [sent("甲局", "2026-11-02"), sent("乙局", "2026-11-05", accepted=False)],
        ["甲局", "乙局", "丙局"],
        RULES,
        AS_OF,
        "2026-09",
    )
    text = reminder(made, "2026-11")
    assert "应报送 3 个单位，已完成 1 个" in text
    assert "请在 2026-11-30 前各报送至少 1 篇（还有 10 天）" in text
    assert "乙局：退回 1 篇，请修改后重报" in text
    assert "甲局：2026年10月，补报至 2026-11-30" in text
    assert "2026年9月" not in text  # can no longer be made good
    assert "2026年下半年贯彻落实情况报告：2026-12-25 前报送（还有 35 天）" in text
    told = as_data(made, "2026-11")
    assert [(each["department"], each["standing"]) for each in told["open"]] == [  # type: ignore[attr-defined]
        ("丙局", "awaited"),
        ("乙局", "refused"),
    ]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-06-25", ["2026-06-25", "2026-12-25"]),
        ("2026-06-26", ["2026-12-25", "2027-06-25"]),
        ("2026-12-26", ["2027-06-25", "2027-12-25"]),
    ],
)
def test_reports_of_the_half_years(day: str, due: list[str]) -> None:
    coming = next_reports(RULES, date.fromisoformat(day))
    assert [each.due_on.isoformat() for each in coming] == due
    assert coming[0].period == f"{due[0][:4]}-H{1 if due[0][5:7] == '06' else 2}"


def test_an_office_without_a_number_asks_for_nothing() -> None:
    rules = load_news_rules("none")
    made = quota([], ["甲局"], rules, AS_OF, "2026-10")
    assert standings(made, "甲局") == ["none", "none"]
    assert "没有规定稿件数量" in reminder(made, "2026-11")
    with pytest.raises(SettingsError, match=r"\[news\] quota：没有“weekly”这套规则；可用的有：.*monthly"):
        load_news_rules("weekly")


def test_months_between() -> None:
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert months_between("2026-03", "2026-02") == []


def test_a_calendar_tells_a_department_its_own_last_days() -> None:
    made = quota([sent("甲局", "2026-11-02")], ["甲局", "乙局"], RULES, AS_OF)
    days = {name: [each.uid for each in calendar_events(made, name)] for name in ("甲局", "乙局", "丙局")}
    reports = ["report-2026-h2", "report-2027-h1"]
    assert days == {
        "甲局": ["news-2026-12", *reports],
        "乙局": ["news-2026-11", "news-2026-12", *reports],
        "丙局": [],
    }


def test_data_for_programs_are_the_same_rows_and_no_formula() -> None:
    made = quota([sent("=甲局", "2026-11-02")], ["=甲局"], RULES, AS_OF, "2026-10")
    assert news_csv(made).splitlines() == [
        "department,month,standing,accepted,refused,late",
        "'=甲局,2026-10,missing,0,0,0",
        "'=甲局,2026-11,delivered,1,0,0",
    ]
    rows = news_data(made)["rows"]
    assert [list(row.values()) for row in rows] == [  # type: ignore[attr-defined]
        ["=甲局", "2026-10", "missing", 0, 0, 0],
        ["=甲局", "2026-11", "delivered", 1, 0, 0],
    ]
