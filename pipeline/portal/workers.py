"""Renders ranges beside the other pages (并行渲染): in threads, or in spawned processes. Output depends on neither.

Each range is a plain value that a process can be given; what it writes is its own set of files.
"""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from pipeline.allocation import memory_held
from pipeline.bundle import Bundle
from pipeline.portal.lasting import Plan
from pipeline.portal.months import MonthRange, render_months
from pipeline.portal.readings import Reading, Task, at_hand, readings
from pipeline.portal.subjects import SubjectRange, render_subjects

WORKERS = 2
SMALL = 40_000
"""Work, counted in subject pages of 0.1 ms, that threads do before two processes have started (0.6 s of a processor
each, with what they import and the codes they prepare) and done it: Arrow and the system work beside each other."""
_OF_A_LIST = 5
"""A page of a list has about 120 rows."""


@dataclass(frozen=True)
class Crew:
    """Who works beside the thread at hand: two more, and processes where they are wanted."""

    threads: Executor
    processes: Executor | None

    def of(self, much: bool) -> Executor:
        """Who does some work, that is `much` for threads."""
        return self.processes if self.processes is not None and much else self.threads


@dataclass(frozen=True)
class Made:
    """What a task made, of lists or of subjects: pages, and records on them; `seconds` it took."""

    of_lists: bool
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
    return Made(isinstance(task, MonthRange), *made, time.perf_counter() - start)


def _start() -> None:
    """In a process of its own: Arrow's default pool keeps freed memory, 450 MB a process instead of 320."""
    pa.set_memory_pool(pa.system_memory_pool())


def _ready() -> None:
    """Nothing: who is given it has read this module and all that it leans on."""


@contextmanager
def crew(number: int = WORKERS) -> Iterator[Crew]:
    """The crew of one build; its processes begin when they are first needed, fewer than two never."""
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _start) if number > 1 else None
    threads = ThreadPoolExecutor(WORKERS)
    try:
        with memory_held():
            yield Crew(threads, pool)
    finally:
        for each in (threads, pool):
            if each is not None:
                each.shutdown(cancel_futures=True)


def begin(crew: Crew, bundle: Bundle) -> None:
    """Let the processes start while it is found out what there is to do, where that is all pages and these are many."""
    if crew.processes is not None and sum(each.records for each in bundle.meta.datasets) >= SMALL:
        for _ in range(WORKERS):
            crew.processes.submit(_ready)


@dataclass(frozen=True)
class Rendering:
    """Tasks being done: what was `made` by each, in their order; what was `read` of each dataset."""

    tasks: tuple[Task, ...]
    made: Iterator[Made]
    read: tuple[Future[Reading], ...]


def rendering(
    bundle: Bundle, plan: Plan, tasks: tuple[Task, ...], crew: Crew, cleared: Future[None]
) -> Rendering:
    """Read from now on what pages show, and render all ranges once the folder is `cleared`, which one of the threads does."""
    by = crew.of(much=sum(_work(task) for task in tasks) >= SMALL)
    if by is crew.processes:
        read = readings(bundle, plan, crew.threads, ())
        cleared.result()
        return Rendering(tasks, by.map(render_task, tasks), read)
    read = readings(bundle, plan, crew.threads, tasks)

    def render(place: int, task: Task) -> Made:
        cleared.result()
        return render_task(at_hand(task, place, read))

    futures = [by.submit(render, place, task) for place, task in enumerate(tasks)]
    return Rendering(tasks, (each.result() for each in futures), read)
