"""Days used (用时) and days left (剩余), as the rule counts them. Reads nothing, asks no clock."""

from datetime import date, timedelta

import pyarrow as pa

from pipeline.deadlines.calendar import Calendar, Day

SCHEMA = pa.schema([("day", pa.date32()), ("work", pa.int32()), ("unknown", pa.int32())])
_ONE = timedelta(days=1)


def working_days(calendar: Calendar, first: date, last: date) -> pa.Table:
    """For each day the number of working days, and of days that are not settled, from `first` to it."""
    days, work, unknown = [], [0], [0]
    for offset in range((last - first).days + 1):
        day = first + offset * _ONE
        kind = calendar.kind(day)
        days.append(day)
        work.append(work[-1] + (kind is Day.WORK))
        unknown.append(unknown[-1] + (kind is Day.UNKNOWN))
    return pa.table([days, work[1:], unknown[1:]], schema=SCHEMA)


def working_days_left(calendar: Calendar, today: date, due_earliest: date) -> int:
    """Working days after `today` up to the last sure day; 0 on that day and after it. Unknown days count as work."""
    days = (today + offset * _ONE for offset in range(1, (due_earliest - today).days + 1))
    return sum(calendar.kind(day) is not Day.REST for day in days)
