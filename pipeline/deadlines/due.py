"""Counts the last day in time, and compares an arrival with it. Reads nothing, asks no clock.

Where the calendar does not know a day, the answer is an interval: `earliest` takes every unknown day as work,
`latest` takes unknown weekends, and the first MOST_REST_WEEKDAYS unknown weekdays, as rest. Whatever is
announced later, the true last day lies between them, and nobody is called late inside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipeline.deadlines.calendar import Calendar, Day
from pipeline.deadlines.rules import Counting, Rule

MOST_REST_WEEKDAYS = 10
"""Weekdays that notices take off in one deadline at most; 8 in any 60 days of 2018–2026 (a test counts)."""
_ONE = timedelta(days=1)
_SATURDAY = 5


class Result(StrEnum):
    """What an arrival is worth."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Due:
    """The last day in time lies between the two, both included; they are equal when the calendar is known."""

    earliest: date
    latest: date


def due(rule: Rule, calendar: Calendar, decided_on: date) -> Due:
    """The last day in time; the day of the decision itself is not counted (民法典第二百零一条)."""
    match rule.counting:
        case Counting.FIXED:
            fixed = rule.last_day
            return Due(fixed, fixed)
        case Counting.CALENDAR_DAYS:
            day = decided_on + timedelta(days=rule.days)
            return Due(day, day)
        case Counting.CALENDAR_DAYS_ROLLED:
            day = decided_on + timedelta(days=rule.days)
            return Due(_roll(day, _soonest(calendar)), _roll(day, _slowest(calendar)))
        case Counting.WORKING_DAYS:
            soonest = _count(decided_on, rule.days, _soonest(calendar))
            return Due(soonest, _count(decided_on, rule.days, _slowest(calendar)))


def result(due_day: Due, arrival: date | None, as_of: date) -> Result:
    """In time up to `earliest`, late after `latest`, undetermined between.

    What has not arrived by `as_of` is late when `as_of` is after `latest`, else undetermined, never in time.
    """
    if arrival is None or arrival > as_of:
        return Result.LATE if as_of > due_day.latest else Result.UNDETERMINED
    if arrival <= due_day.earliest:
        return Result.IN_TIME
    return Result.LATE if arrival > due_day.latest else Result.UNDETERMINED


def _soonest(calendar: Calendar) -> Callable[[date], bool]:
    return lambda day: calendar.kind(day) is not Day.REST


def _slowest(calendar: Calendar) -> Callable[[date], bool]:
    """For days asked in order: spends the unknown weekdays that may be taken off as it meets them."""
    left = MOST_REST_WEEKDAYS

    def works(day: date) -> bool:
        nonlocal left
        kind = calendar.kind(day)
        if kind is not Day.UNKNOWN:
            return kind is Day.WORK
        if day.weekday() >= _SATURDAY:
            return False
        left -= 1
        return left < 0

    return works


def _count(day: date, days: int, works: Callable[[date], bool]) -> date:
    left = days
    while left > 0:
        day += _ONE
        left -= works(day)
    return day


def _roll(day: date, works: Callable[[date], bool]) -> date:
    while not works(day):
        day += _ONE
    return day
