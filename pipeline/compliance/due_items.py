"""What is overdue and what falls due (逾期与即将到期): lists for pages, feeds and reminders. Writes nothing.

Two kinds: a record refused by the checks and not yet sent again (correction), and a month of the duty list that is
short (report). No content of a record is in them, so that they may be shown to anyone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pyarrow.compute as pc

from pipeline.bundle import Bundle
from pipeline.compliance.duties import Standing
from pipeline.compliance.figures import Figures
from pipeline.deadlines import Calendar, RuleSet, due, load_calendar, working_days_left

LOOK_BACK = 60
"""Days of decisions whose last day may still be to come; 20 working days over the longest holiday are 36."""
SOON = 3
"""Working days before the last day from which a thing is told as soon due."""


class Matter(StrEnum):
    """What is to be done."""

    CORRECTION = "correction"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class DueItem:
    """`records` things of one kind with the same last day. `left`: working days left, None once `due_earliest` is over.

    `overdue` is False inside an interval (待定): neither in time nor late. `month`: that of the decisions.
    """

    department: str
    dataset: str
    matter: Matter
    month: str
    records: int
    due_earliest: date
    due_latest: date
    left: int | None
    overdue: bool


def _item(
    key: tuple[str, str, Matter, str], records: int, due: tuple[date, date], as_of: date, calendar: Calendar
) -> DueItem:
    department, dataset, matter, month = key
    left = working_days_left(calendar, as_of, due[0]) if as_of <= due[0] else None
    return DueItem(department, dataset, matter, month, records, due[0], due[1], left, as_of > due[1])


def _corrections(bundle: Bundle, calendar: Calendar) -> Iterable[DueItem]:
    keys = ["department", "dataset", "month", "due_earliest", "due_latest"]
    rows = bundle.deadlines([*keys, "compliant"])
    refused = rows.filter(pc.invert(rows.column("compliant"))).drop_columns(["compliant"])
    for row in refused.group_by(keys).aggregate([([], "count_all")]).to_pylist():
        key = (row["department"] or "", row["dataset"], Matter.CORRECTION, row["month"])
        due = (row["due_earliest"], row["due_latest"])
        yield _item(key, row["count_all"], due, bundle.meta.as_of, calendar)


def _reports(figures: Figures, as_of: date, calendar: Calendar) -> Iterable[DueItem]:
    for each in figures.duties:
        if each.standing is not Standing.MET:
            key = (each.department, each.dataset, Matter.REPORT, each.month)
            yield _item(key, each.short, (each.due_earliest, each.due_latest), as_of, calendar)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last sure day in time for the decisions of these days; `latest` differs where it is not settled (待定)."""

    day: date
    latest: date
    decided: tuple[date, ...]


def last_days(
    rules: RuleSet, calendar: Calendar, datasets: Iterable[str], as_of: date
) -> tuple[LastDay, ...]:
    """The last days from `as_of` on for decisions up to `as_of`: what a unit has to send, whatever it decided."""
    names = tuple(datasets)
    found: dict[tuple[date, date], set[date]] = {}
    for offset in range(LOOK_BACK):
        decided = as_of - timedelta(days=offset)
        for rule in filter(None, (rules.choose(name, decided) for name in names)):
            counted = due(rule, calendar, decided)
            if counted.earliest >= as_of:
                found.setdefault((counted.earliest, counted.latest), set()).add(decided)
    return tuple(LastDay(*key, tuple(sorted(days))) for key, days in sorted(found.items()))


def due_items(bundle: Bundle, figures: Figures, calendar: Calendar | None = None) -> tuple[DueItem, ...]:
    """Everything not done yet, by last day, department, dataset, month; `records` is 0 where no number is known."""
    known = load_calendar() if calendar is None else calendar
    items = [*_corrections(bundle, known), *_reports(figures, bundle.meta.as_of, known)]
    return tuple(
        sorted(
            items, key=lambda item: (item.due_latest, item.department, item.dataset, item.month, item.matter)
        )
    )


def soon(items: Iterable[DueItem], within: int = SOON) -> tuple[DueItem, ...]:
    """What falls due within so many working days, today included."""
    return tuple(item for item in items if item.left is not None and item.left <= within)


def overdue(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """What is surely overdue; what may still turn out in time (待定) is not."""
    return tuple(item for item in items if item.overdue)
