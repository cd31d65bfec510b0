"""Renders ranges in spawned processes (并行渲染). Output does not depend on how many there are.

Each range is a plain value that a process can be given; what it writes is its own set of files.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import pyarrow as pa

from pipeline.portal.months import MonthRange, render_months
from pipeline.portal.subjects import SubjectRange, render_subjects

Task = SubjectRange | MonthRange
SMALL = 1_000
"""Pages under which starting two processes (0.7 s) takes longer than the pages themselves."""


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


def _results(tasks: Sequence[Task], workers: int) -> Iterator[tuple[int, int]]:
    if workers < 2 or sum(task.weight for task in tasks) < SMALL:
        yield from map(render_task, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start) as pool:
        yield from pool.map(render_task, tasks)


def render_tasks(
    tasks: Sequence[Task], workers: int, part: str, progress: Callable[[str, int, int], None]
) -> tuple[int, int]:
    """Render all ranges; the sums of (pages, records). `progress` is told (part, pages done, pages in all)."""
    total = sum(task.weight for task in tasks)
    pages = records = 0
    for made, shown in _results(tasks, workers):
        pages += made
        records += shown
        progress(part, pages, total)
    return pages, records
