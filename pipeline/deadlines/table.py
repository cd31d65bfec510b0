"""Last days in time for every decision day of a span, as a table that the stages join. Writes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa

from pipeline.deadlines.calendar import Calendar
from pipeline.deadlines.due import due
from pipeline.deadlines.rules import RuleSet

SCHEMA = pa.schema(
    [
        ("decided_on", pa.date32()),
        ("due_earliest", pa.date32()),
        ("due_latest", pa.date32()),
        ("rule", pa.string()),
        ("counting", pa.string()),
    ]
)


def due_table(rules: RuleSet, calendar: Calendar, dataset: str, first: date, last: date) -> pa.Table:
    """One row per day from `first` to `last` on which a decision of `dataset` has a deadline."""
    rows = list(_rows(rules, calendar, dataset, first, last))
    return pa.table([list(column) for column in zip(*rows, strict=True)] or [[]] * len(SCHEMA), schema=SCHEMA)


def _rows(
    rules: RuleSet, calendar: Calendar, dataset: str, first: date, last: date
) -> Iterator[tuple[date, date, date, str, str]]:
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        rule = rules.choose(dataset, day)
        if rule is not None:
            counted = due(rule, calendar, day)
            yield day, counted.earliest, counted.latest, rule.id, rule.counting.value
