"""One build's job (构建任务): what the plug-in is given, and what it has made so far.

The only object with state in this package: Pelican calls the generator without a way to return anything.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.bundle import Bundle
from pipeline.catalogue import Catalogue
from pipeline.compliance.due_items import DueItem
from pipeline.compliance.figures import Figures
from pipeline.compliance.news_quota import Quota
from pipeline.errors import VerifyError
from pipeline.files import purge
from pipeline.portal.articles import Content
from pipeline.portal.contexts import Frame, Link
from pipeline.portal.lasting import Lasting, Plan, plan
from pipeline.portal.months import MonthRange, month_ranges
from pipeline.portal.office_content import OfficeContent
from pipeline.portal.readings import Task
from pipeline.portal.subjects import subject_ranges
from pipeline.portal.workers import WORKERS, Crew, Rendering, rendering
from pipeline.settings import Department

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Begun:
    """The lasting pages being made; `cleared` once the folders in which they lie hold nothing else than what is taken over;
    `seconds` it took to find out what there is to do."""

    plan: Plan
    rendering: Rendering
    cleared: Future[None]
    seconds: float


@dataclass
class Job:
    """`columns` are the news columns: title, path relative to the root, note; `classes` those of articles. `subjects`
    and `archives` count all pages there are, `made` those of them that this build made; `begun` is known once it has
    been found out which."""

    bundle: Bundle
    target: Path
    frame: Frame
    begun: Future[Begun]
    content: Content
    catalogue: Catalogue
    columns: tuple[Link, ...]
    figures: Figures
    due: tuple[DueItem, ...]
    quota: Quota
    classes: tuple[str, ...]
    progress: Progress
    subjects: int = 0
    archives: int = 0
    others: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    departments: tuple[Department, ...] = ()
    tables: OfficeContent = field(default_factory=OfficeContent)
    made: int = 0

    @property
    def plan(self) -> Plan:
        """Which lasting pages are made."""
        return self.begun.result().plan


def _equal(what: str, made: int, expected: int) -> None:
    if made != expected:
        raise VerifyError(f"{what}：应有 {expected}，实际生成 {made}。页面与公示包不一致，已停止发布。")


def _count_subjects(job: Job, made: int, records: int) -> None:
    plan = job.plan
    job.subjects, job.made = len(plan.now.subjects), job.made + made
    _equal("有主体页的记录", int(plan.records.sum()), sum(each.records for each in plan.owners))
    _equal("主体页", made, int(plan.fresh.sum()))
    _equal("主体页上的记录", records, int(plan.records[plan.fresh].sum()))


def _count_months(job: Job, made: int, records: int) -> None:
    job.archives, job.made = len(job.plan.now.pages), job.made + made
    fresh = [page.count for pages in job.plan.made_pages for page in pages]
    _equal("按月目录页", made, len(fresh))
    _equal("新做的按月目录中的记录", records, sum(fresh))
    shown = sum(page.count for paging in job.plan.lists for page in paging.pages)
    _equal("按月目录中的记录", shown, sum(each.records for each in job.bundle.meta.datasets))


def _begin_records(
    bundle: Bundle, target: Path, frame: Frame, plan: Plan, crew: Crew, cleared: Future[None]
) -> Rendering:
    """The lists first, for their tasks are the longest."""
    months = month_ranges(bundle, target, frame, plan)
    subjects = subject_ranges(bundle, target, frame, plan)
    tasks: tuple[Task, ...] = (*sorted(months, key=lambda each: -each.weight), *subjects)
    return rendering(bundle, plan, tasks, crew, cleared)


def begin_lasting(
    bundle: Bundle, target: Path, frame: Frame, last: Lasting | None, held: frozenset[str], crew: Crew
) -> Begun:
    """Find out which pages of subjects and of months there are to make, and have them made by `crew`; meanwhile others may
    write beside the folders of lasting pages that the target `held`."""
    start = time.perf_counter()
    made = plan(bundle, frame, last, reuse=bool(held))
    seconds = time.perf_counter() - start
    cleared = crew.threads.submit(purge, target, made.kept, {"": held, **(made.gone or {})})
    return Begun(made, _begin_records(bundle, target, frame, made, crew, cleared), cleared, seconds)


def finish_records(job: Job) -> None:
    """Wait for the pages of `begin_lasting`, and count them against the bundle."""
    begun, totals = job.begun.result(), [0, 0]
    work = begun.rendering
    for task in work.tasks:
        totals[isinstance(task, MonthRange)] += task.weight
    pages, records, seconds = [0, 0], [0, 0], [0.0, 0.0]
    for made in work.made:
        kind = int(made.of_lists)
        pages[kind] += made.pages
        records[kind] += made.records
        seconds[kind] += made.seconds
        job.progress(("主体页", "按月目录")[kind], pages[kind], totals[kind])
    _count_subjects(job, pages[0], records[0])
    _count_months(job, pages[1], records[1])
    job.seconds["subjects"], job.seconds["archives"] = (each / WORKERS for each in seconds)
    job.seconds["plan"] = begun.seconds
