"""Renders ranges in spawned processes (并行渲染). Output does not depend on how many there are.

Each range is a plain value that a process can be given; what it writes is its own set of files.
"""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from pipeline.bundle import Bundle
from pipeline.portal.months import MonthRange, render_months
from pipeline.portal.subjects import SubjectRange, render_subjects

Task = SubjectRange | MonthRange
WORKERS = 2
SMALL = 20_000
"""Work, counted in subject pages of 0.1 ms, under which starting two processes (half a second each, with what they import
and the codes they prepare) takes longer than the work itself."""
_OF_A_LIST = 15
"""A page of a list has 200 rows."""


@dataclass(frozen=True)
class Made:
    """What a task made: pages, and records on them; `seconds` it took."""

    task: Task
    pages: int
    records: int
    seconds: float


def _work(task: Task) -> int:
    return task.weight * (_OF_A_LIST if isinstance(task, MonthRange) else 1)


def render_task(task: Task) -> Made:
    """Write the pages of one range."""
    start = time.perf_counter()
    match task:
        case SubjectRange():
            made = render_subjects(task)
        case MonthRange():
            made = render_months(task)
    return Made(task, *made, time.perf_counter() - start)


def _start() -> None:
    """In a process of its own: Arrow's default pool keeps freed memory, 450 MB a process instead of 320."""
    pa.set_memory_pool(pa.system_memory_pool())


def _ready() -> None:
    """Nothing: who is given it has read this module and all that it leans on."""


@contextmanager
def processes(number: int = WORKERS) -> Iterator[Executor | None]:
    """The processes of one build, each begun when it is first needed; None where this one does all by itself."""
    if number < 2:
        yield None
        return
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _start)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def begin(pool: Executor | None, bundle: Bundle) -> None:
    """Let the processes start while it is found out what there is to do, unless that will be little."""
    if (
        pool is not None
        and bundle.fewer is None
        and sum(each.records for each in bundle.meta.datasets) > SMALL
    ):
        for _ in range(WORKERS):
            pool.submit(_ready)


def rendered(tasks: Sequence[Task], pool: Executor | None) -> Iterator[Made]:
    """Render all ranges, from now on where `pool` does it; what was made of each, in their order."""
    if pool is None or sum(_work(task) for task in tasks) < SMALL:
        return map(render_task, tasks)
    return pool.map(render_task, tasks)
