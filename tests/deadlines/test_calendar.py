"""The three answers of the calendar, and that the shipped table is whole."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.deadlines import Calendar, Day, load_calendar
from pipeline.errors import SettingsError
from tests.deadlines.calendars import SHIPPED, before_notice


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2018, 12, 29), Day.WORK),  # Saturday, made a working day by 2019's notice
        (date(2018, 12, 31), Day.REST),
        (date(2019, 5, 4), Day.REST),  # by the second notice of 2019
        (date(2020, 1, 31), Day.REST),  # by the second notice of 2020
        (date(2020, 2, 3), Day.WORK),
        (date(2022, 12, 31), Day.REST),
        (date(2026, 2, 28), Day.WORK),
        (date(2026, 2, 23), Day.REST),
        (date(2026, 11, 20), Day.WORK),
        (date(2026, 11, 21), Day.REST),
        (date(2026, 12, 27), Day.REST),
        (date(2026, 12, 28), Day.UNKNOWN),
        (date(2026, 12, 31), Day.UNKNOWN),
        (date(2027, 1, 1), Day.UNKNOWN),
        (date(2017, 12, 31), Day.UNKNOWN),
    ],
)
def test_kind(day: date, kind: Day) -> None:
    assert SHIPPED.kind(day) is kind


def test_every_day_of_2018_to_2026_is_settled_but_the_last_four() -> None:
    first = date(2018, 1, 1)
    unknown = [first + timedelta(n) for n in range(3287) if SHIPPED.kind(first + timedelta(n)) is Day.UNKNOWN]
    assert unknown == [date(2026, 12, day) for day in (28, 29, 30, 31)]


def test_a_notice_never_reaches_days_that_were_settled_before_it() -> None:
    for year in range(2019, 2027):
        before = before_notice(year)
        last_year = [date(year - 1, 1, 1) + timedelta(n) for n in range(365)]
        settled = [day for day in last_year if before.kind(day) is not Day.UNKNOWN]
        assert len(settled) >= 361
        assert [before.kind(day) for day in settled] == [SHIPPED.kind(day) for day in settled]


def test_number_of_working_days_a_year() -> None:
    """261 weekdays less 11 days off by law to 2024, 13 since, and what falls on weekends."""
    for year in range(2018, 2026):
        days = [date(year, 1, 1) + timedelta(n) for n in range(365)]
        assert 246 <= sum(SHIPPED.kind(day) is Day.WORK for day in days) <= 252


def test_each_announced_day_names_its_notice() -> None:
    announced = SHIPPED.announced.values()
    assert all(re.match(r"https?://www\.gov\.cn/zhengce/", each.source) for each in announced)
    assert {each.year for each in announced} == set(range(2018, 2027)) == SHIPPED.years


def test_a_day_named_twice_in_one_notice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(
        '[[notice]]\nyear = 2027\nsource = "x"\n'
        'festivals = [{ name = "元旦", rest = [2027-01-01], work = [2027-01-01] }]\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError, match="2027-01-01"):
        load_calendar(path)


def test_a_broken_table_is_refused(tmp_path: Path) -> None:
    for text in ("[[notice]", '[[notice]]\nsource = "x"\nfestivals = []\n'):
        (tmp_path / "holidays.toml").write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError, match=r"holidays\.toml"):
            load_calendar(tmp_path / "holidays.toml")
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        load_calendar(tmp_path / "absent.toml")


def test_a_calendar_without_years_knows_nothing() -> None:
    calendar = Calendar(frozenset(), {})
    assert calendar.kind(date(2026, 3, 3)) is Day.UNKNOWN
    assert calendar.is_settled(date(2026, 3, 3)) is False
