"""What a few pages show of the records, read in one pass (一次读取): each column of a table is decoded once for all of them.

Reads records/*.parquet; writes nothing. Where all pages are made, each task reads its own rows, in its process.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from pipeline.bundle import Bundle
from pipeline.portal import months, subjects
from pipeline.portal.archives import list_selection
from pipeline.portal.lasting import Plan
from pipeline.portal.months import MonthRange
from pipeline.portal.subjects import SubjectRange
from pipeline.portal.tables import Selection, read_selections, records_path

Task = SubjectRange | MonthRange


@dataclass(frozen=True)
class Reading:
    """The rows of a dataset that home, types and feed of its list show, and those that tasks show, by their number."""

    latest: pa.Table
    shown: Mapping[int, pa.Table]


def _selections(bundle: Bundle, number: int, tasks: Sequence[Task]) -> dict[int, Selection]:
    """What each task shows of a dataset."""
    dataset = bundle.meta.datasets[number]
    found: dict[int, Selection] = {}
    for place, task in enumerate(tasks):
        match task:
            case SubjectRange():
                found[place] = (subjects.shown_columns(dataset), task.rows[number])
            case MonthRange(dataset=mine) if mine == number:
                found[place] = (months.shown_columns(dataset), np.sort(task.rows))
    return found


def _read(bundle: Bundle, plan: Plan, number: int, tasks: Sequence[Task]) -> Reading:
    dataset, wanted = bundle.meta.datasets[number], _selections(bundle, number, tasks)
    latest = list_selection(dataset, plan.lists[number])
    first, *others = read_selections(records_path(bundle, dataset.name), [latest, *wanted.values()])
    return Reading(first, dict(zip(wanted, others, strict=True)))


def readings(
    bundle: Bundle, plan: Plan, threads: Executor, tasks: Sequence[Task]
) -> tuple[Future[Reading], ...]:
    """Of each dataset, by `threads` from now on, what its list and the `tasks` show."""
    return tuple(
        threads.submit(_read, bundle, plan, number, tasks) for number in range(len(bundle.meta.datasets))
    )


def at_hand(task: Task, place: int, read: Sequence[Future[Reading]]) -> Task:
    """A task, which was so many-th among those read for, with its rows."""
    match task:
        case SubjectRange():
            return replace(task, tables=tuple(each.result().shown[place] for each in read))
        case MonthRange():
            return replace(task, table=read[task.dataset].result().shown[place])
