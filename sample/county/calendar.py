"""When the county decides and reports: months of uneven weight, mostly on weekdays, mostly in time."""

import random
from datetime import date, timedelta

from sample.county.model import AS_OF

FIRST = date(2024, 12, 2)
# Share of a year's decisions by month: Spring Festival is quiet, June, November and December are busy.
_WEIGHT = (0.9, 0.5, 1.1, 1.0, 0.9, 1.3, 1.0, 0.9, 1.1, 0.8, 1.3, 1.2)


def _days() -> tuple[tuple[date, ...], tuple[float, ...]]:
    days = tuple(FIRST + timedelta(days=n) for n in range((AS_OF - FIRST).days - 2))
    return days, tuple(_WEIGHT[day.month - 1] * (1.0 if day.weekday() < 5 else 0.03) for day in days)


_DAYS, _WEIGHTS = _days()


def decision_day(rng: random.Random) -> date:
    """A day of the last two years on which something was decided."""
    return rng.choices(_DAYS, _WEIGHTS)[0]


def arrival(decided_on: date, rng: random.Random) -> date:
    """First arrival on the platform: 4 in 100 late (at least 25 days), the rest within 6 calendar days.

    7 working days are never fewer than 7 and, over the longest holiday, never more than 20 calendar days.
    """
    lag = rng.randint(25, 70) if rng.random() < 0.04 else rng.randint(1, 6)
    return min(decided_on + timedelta(days=lag), AS_OF)


def years_later(day: date, years: int) -> date:
    """The day before the same day `years` later, as certificates write their last day."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day) - timedelta(days=0 if leap else 1)
