"""Renders ranges in spawned processes (并行渲染). Output does not depend on how many there are.

Each range is a plain value that a process can be given; what it writes is its own set of files.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import pyarrow as pa

from pipeline.portal.months import MonthRange, render_months
from pipeline.portal.subjects import SubjectRange, render_subjects

Task = SubjectRange | MonthRange
SMALL = 20_000
"""Work, counted in subject pages of 0.1 ms, under which starting two processes (1.5 s each, with what they import and
the codes they prepare) takes longer than the work itself."""
_OF_A_LIST = 15
"""A page of a list has 200 rows."""


def _work(task: Task) -> int:
    return task.weight * (_OF_A_LIST if isinstance(task, MonthRange) else 1)


def render_task(task: Task) -> tuple[int, int]:
    """(pages, records) written for one range."""
    match task:
        case SubjectRange():
            return render_subjects(task)
        case MonthRange():
            return render_months(task)


def _start() -> None:
    """In a process of its own: Arrow's default pool keeps freed memory, 450 MB a process instead of 320."""
    pa.set_memory_pool(pa.system_memory_pool())


def rendered(tasks: Sequence[Task], workers: int) -> Iterator[tuple[Task, int, int]]:
    """Render all ranges; of each, in their order, the (pages, records) that were made."""
    if workers < 2 or sum(_work(task) for task in tasks) < SMALL:
        for task in tasks:
            yield task, *render_task(task)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start) as pool:
        for task, made in zip(tasks, pool.map(render_task, tasks), strict=True):
            yield task, *made
