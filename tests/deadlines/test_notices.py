"""From October on the missing notice of next year is told, with where it is announced."""

from datetime import date

import pytest

from pipeline.deadlines import calendar_findings
from tests.deadlines.calendars import SHIPPED, before_notice


@pytest.mark.parametrize(
    ("as_of", "number"),
    [(date(2026, 9, 30), 0), (date(2026, 10, 1), 1), (date(2026, 12, 31), 1), (date(2027, 1, 1), 1)],
)
def test_2027_is_missed_from_october_on(as_of: date, number: int) -> None:
    told = calendar_findings(as_of, SHIPPED)
    assert len(told) == number
    assert all("2027" in each and "gov.cn" in each and "holidays.toml" in each for each in told)


def test_a_complete_table_and_one_two_years_behind() -> None:
    assert calendar_findings(date(2025, 11, 20), SHIPPED) == ()
    this, following = calendar_findings(date(2027, 11, 20), SHIPPED)
    assert this.startswith("节假日表没有今年（2027 年）的放假安排")
    assert following.startswith("节假日表没有明年（2028 年）的放假安排")
    assert len(calendar_findings(date(2025, 11, 20), before_notice(2026))) == 1
