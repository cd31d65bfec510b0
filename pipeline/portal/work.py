"""One build's job (构建任务): what the plug-in is given, and what it has made so far.

The only object with state in this package: Pelican calls the generator without a way to return anything.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.bundle import Bundle
from pipeline.catalogue import Catalogue
from pipeline.compliance.news_quota import Quota
from pipeline.errors import VerifyError
from pipeline.portal.archives import months_of
from pipeline.portal.articles import Content
from pipeline.portal.contexts import Frame, Link
from pipeline.portal.lasting import Plan
from pipeline.portal.months import month_ranges
from pipeline.portal.office_content import OfficeContent
from pipeline.portal.subjects import subject_ranges
from pipeline.portal.tables import records_path, rows_with_subject
from pipeline.portal.workers import render_tasks
from pipeline.settings import Department

Progress = Callable[[str, int, int], None]


@dataclass
class Job:
    """`columns` are the news columns: title, path relative to the root, note; `classes` those of articles. `subjects`
    and `archives` count all pages there are, `made` those of them that this build made."""

    bundle: Bundle
    target: Path
    frame: Frame
    plan: Plan
    content: Content
    catalogue: Catalogue
    columns: tuple[Link, ...]
    quota: Quota
    classes: tuple[str, ...]
    progress: Progress
    workers: int
    subjects: int = 0
    archives: int = 0
    others: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    departments: tuple[Department, ...] = ()
    tables: OfficeContent = field(default_factory=OfficeContent)
    made: int = 0


def _equal(what: str, made: int, expected: int) -> None:
    if made != expected:
        raise VerifyError(f"{what}：应有 {expected}，实际生成 {made}。页面与公示包不一致，已停止发布。")


def _subject_pages(job: Job) -> None:
    plan = job.plan
    tasks = subject_ranges(job.bundle, job.target, job.frame, plan)
    made, records = render_tasks(tasks, job.workers, "主体页", job.progress)
    job.subjects, job.made = len(plan.now.subjects), job.made + made
    owned = sum(rows_with_subject(records_path(job.bundle, each.name)) for each in job.bundle.meta.datasets)
    _equal("有主体页的记录", int(plan.records.sum()), owned)
    _equal("主体页", made, int(plan.fresh.sum()))
    _equal("主体页上的记录", records, int(plan.records[plan.fresh].sum()))
    folder = job.target / "e"
    _equal("主体页目录", sum(1 for _ in os.scandir(folder)) if folder.exists() else 0, job.subjects)


def _month_pages(job: Job) -> None:
    tasks = month_ranges(job.bundle, job.target, job.frame, job.plan.fresh_months)
    made, records = render_tasks(tasks, job.workers, "按月目录", job.progress)
    months = [month for each in job.bundle.meta.datasets for month in months_of(job.bundle, each)]
    job.archives, job.made = sum(each.pages for each in months), job.made + made
    _equal("按月目录页", made, sum(task.weight for task in tasks))
    total = sum(each.records for each in job.bundle.meta.datasets)
    _equal(
        "按月目录中的记录",
        sum(each.count for each in months) - sum(t.records for t in tasks) + records,
        total,
    )
    _equal("按月目录", len(months), len(job.plan.now.months))


def write_records(job: Job) -> None:
    """Subject pages and month archives, counted against the bundle."""
    for name, part in (("subjects", _subject_pages), ("archives", _month_pages)):
        start = time.perf_counter()
        part(job)
        job.seconds[name] = time.perf_counter() - start
