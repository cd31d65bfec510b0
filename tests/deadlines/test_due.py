"""Last days in time: the vectors, a brute-force counter over nine years, and years not yet announced."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deadlines import (
    Calendar,
    Counting,
    Day,
    Due,
    Result,
    Rule,
    due,
    due_table,
    load_rule_set,
    result,
)
from pipeline.deadlines.due import MOST_REST_WEEKDAYS
from pipeline.deadlines.rules import load_rule_sets
from tests.deadlines.calendars import SHIPPED, before_notice

FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)
SPAN = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
COUNTINGS = (Counting.WORKING_DAYS, Counting.CALENDAR_DAYS, Counting.CALENDAR_DAYS_ROLLED)
REST = {day for day, each in SHIPPED.announced.items() if each.day is Day.REST}
WORK = {day for day, each in SHIPPED.announced.items() if each.day is Day.WORK}
VECTORS = list(
    csv.DictReader(Path(__file__).with_name("vectors.csv").read_text(encoding="utf-8").splitlines())
)


def _rule(counting: Counting, days: int = 7) -> Rule:
    return Rule("test", ("permit",), "test", counting, days)


def _works(day: date) -> bool:
    return day in WORK or (day.isoweekday() <= 5 and day not in REST)


def _brute(counting: Counting, days: int, decided_on: date) -> date:
    """Every day after the decision is listed, then picked from."""
    after = [decided_on + timedelta(n) for n in range(1, 80)]
    if counting is Counting.WORKING_DAYS:
        return [day for day in after if _works(day)][days - 1]
    if counting is Counting.CALENDAR_DAYS:
        return after[days - 1]
    return next(day for day in after[days - 1 :] if _works(day))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each["decision_date"])
def test_vectors(vector: dict[str, str]) -> None:
    decided_on = date.fromisoformat(vector["decision_date"])
    columns = ("7_working_days", "7_calendar_days", "7_calendar_days_rolled_to_working_day")
    for counting, column in zip(COUNTINGS, columns, strict=True):
        last = date.fromisoformat(vector[column])
        assert due(_rule(counting), SHIPPED, decided_on) == Due(last, last)


@pytest.mark.parametrize("counting", COUNTINGS)
@pytest.mark.parametrize("days", [1, 7, 15, 20])
def test_brute_force_on_every_day(counting: Counting, days: int) -> None:
    settled = [day for day in SPAN if _brute(counting, days, day) < date(2026, 12, 28)]
    assert len(settled) > 3200
    for day in settled:
        last = _brute(counting, days, day)
        assert due(_rule(counting, days), SHIPPED, day) == Due(last, last)


@pytest.mark.parametrize("name", list(load_rule_sets()))
def test_table_of_every_shipped_set(name: str) -> None:
    rules = load_rule_set(name)
    table = due_table(rules, SHIPPED, "penalty", FIRST, LAST)
    assert table["decided_on"].to_pylist() == SPAN
    for row in table.to_pylist():
        rule = rules.choose("penalty", row["decided_on"])
        assert rule is not None
        assert (row["rule"], row["counting"]) == (rule.id, rule.counting)
        last = rule.due_on or _brute(rule.counting, rule.days, row["decided_on"])
        if last < date(2026, 12, 28) or rule.counting is Counting.CALENDAR_DAYS:
            assert (row["due_earliest"], row["due_latest"]) == (last, last)
        else:
            assert row["due_earliest"] <= row["due_latest"]


@pytest.mark.parametrize("days", [1, 2, 3, 4])
def test_both_ends_of_a_span_belong_to_the_table(days: int) -> None:
    table = due_table(load_rule_set("national"), SHIPPED, "permit", SPAN[0], SPAN[days - 1])
    assert table["decided_on"].to_pylist() == SPAN[:days]


def test_table_without_a_rule_is_empty_and_typed() -> None:
    table = due_table(load_rule_set("national"), SHIPPED, "honour", FIRST, LAST)
    assert table.num_rows == 0
    assert [str(kind) for kind in table.schema.types] == ["date32[day]"] * 3 + ["string"] * 2


@pytest.mark.parametrize("year", range(2019, 2027))
@pytest.mark.parametrize("counting", [Counting.WORKING_DAYS, Counting.CALENDAR_DAYS_ROLLED])
@pytest.mark.parametrize("days", [7, 20])
def test_the_truth_lies_in_the_interval_of_a_year_not_yet_announced(
    year: int, counting: Counting, days: int
) -> None:
    """Every year is forgotten in turn; what its notice then said was always within what was held possible."""
    before, rule, intervals = before_notice(year), _rule(counting, days), 0
    for day in (date(year - 1, 11, 1) + timedelta(n) for n in range(420)):
        truth, held = due(rule, SHIPPED, day), due(rule, before, day)
        if day.year <= 2026 and truth.latest < date(2026, 12, 28):
            assert held.earliest <= truth.earliest == truth.latest <= held.latest
            intervals += held.earliest != held.latest
    assert intervals > 50


def test_the_bound_on_unknown_weekdays_is_above_all_that_was_announced() -> None:
    off = [day for day in REST if day.isoweekday() <= 5]
    most = max(sum(start <= day < start + timedelta(60) for day in off) for start in SPAN)
    assert most == 8 < MOST_REST_WEEKDAYS


def test_the_interval_over_days_not_settled_is_this_one() -> None:
    """Counted by hand: 25 December; then unknown days as work, or ten weekdays and all weekends off, to 8 January."""
    held = due(_rule(Counting.WORKING_DAYS), SHIPPED, date(2026, 12, 24))
    assert held == Due(date(2027, 1, 2), date(2027, 1, 18))
    rolled = due(_rule(Counting.CALENDAR_DAYS_ROLLED), SHIPPED, date(2026, 12, 24))
    assert rolled == Due(date(2026, 12, 31), date(2027, 1, 14))


def test_new_year_2027_unknown_then_announced() -> None:
    """Nobody is late inside an interval; once announced, the answer is one day and lies within it."""
    moved = SHIPPED.announced | {
        date(2027, 1, 1): SHIPPED.announced[date(2026, 1, 1)],
        date(2026, 12, 31): SHIPPED.announced[date(2026, 1, 2)],
        date(2027, 1, 3): SHIPPED.announced[date(2026, 1, 4)],
    }
    announced = Calendar(SHIPPED.years | {2027}, moved)
    rule = _rule(Counting.WORKING_DAYS)
    for day in (date(2026, 12, 1) + timedelta(n) for n in range(46)):
        held, known = due(rule, SHIPPED, day), due(rule, announced, day)
        assert known.earliest == known.latest
        assert held.earliest <= known.earliest <= held.latest
        for arrival in (
            held.earliest + timedelta(n) for n in range(1, (held.latest - held.earliest).days + 1)
        ):
            assert result(held, arrival, date(2027, 3, 1)) is Result.UNDETERMINED
    assert due(rule, announced, date(2026, 12, 24)) == Due(date(2027, 1, 5), date(2027, 1, 5))


@given(st.dates(FIRST, date(2028, 1, 1)), st.sampled_from(COUNTINGS), st.integers(1, 30))
def test_later_decisions_are_never_due_earlier(day: date, counting: Counting, days: int) -> None:
    rule = _rule(counting, days)
    today, tomorrow = due(rule, SHIPPED, day), due(rule, SHIPPED, day + timedelta(1))
    assert day < today.earliest <= today.latest
    assert today.earliest <= tomorrow.earliest
    assert today.latest <= tomorrow.latest


EARLIEST, LATEST = date(2026, 12, 30), date(2027, 1, 8)


@pytest.mark.parametrize(
    ("arrival", "as_of", "expected"),
    [
        (date(2026, 12, 30), date(2027, 2, 1), Result.IN_TIME),
        (date(2026, 12, 31), date(2027, 2, 1), Result.UNDETERMINED),
        (date(2027, 1, 8), date(2027, 2, 1), Result.UNDETERMINED),
        (date(2027, 1, 9), date(2027, 2, 1), Result.LATE),
        (None, date(2026, 12, 1), Result.UNDETERMINED),
        (None, date(2027, 1, 8), Result.UNDETERMINED),
        (None, date(2027, 1, 9), Result.LATE),
        (date(2026, 12, 30), date(2026, 12, 29), Result.UNDETERMINED),
        (date(2026, 12, 30), date(2026, 12, 30), Result.IN_TIME),
    ],
)
def test_result(arrival: date | None, as_of: date, expected: Result) -> None:
    assert result(Due(EARLIEST, LATEST), arrival, as_of) is expected
