"""Days used and left against counting day by day with the holidays as announced."""

from datetime import date, timedelta

import pytest

from pipeline.deadlines import Day, working_days, working_days_left
from tests.deadlines.calendars import SHIPPED, before_notice


def test_the_running_numbers_of_nine_years() -> None:
    first, last = date(2018, 1, 1), date(2027, 1, 31)
    rows = working_days(SHIPPED, first, last).to_pylist()
    assert len(rows) == (last - first).days + 1
    work = unknown = 0
    for number, row in enumerate(rows):
        day = first + timedelta(days=number)
        work += SHIPPED.kind(day) is Day.WORK
        unknown += SHIPPED.kind(day) is Day.UNKNOWN
        assert row == {"day": day, "work": work, "unknown": unknown}
    assert unknown == 4 + 31


@pytest.mark.parametrize("days", [1, 2, 3, 4])
def test_both_ends_of_a_span_are_counted(days: int) -> None:
    first = date(2026, 11, 16)
    told = working_days(SHIPPED, first, first + timedelta(days=days - 1)).to_pylist()
    assert [row["work"] for row in told] == list(range(1, days + 1))


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        (date(2026, 2, 12), date(2026, 2, 28), 7),  # 13, 14 (made up for), 24–27 and 28 (made up for)
        (date(2026, 2, 14), date(2026, 2, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 10), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 19), date(2026, 11, 20), 1),
    ],
)
def test_working_days_left(today: date, due: date, left: int) -> None:
    assert working_days_left(SHIPPED, today, due) == left


def test_days_that_are_not_settled_count_as_work() -> None:
    assert working_days_left(before_notice(2026), date(2026, 1, 2), date(2026, 1, 4)) == 2
