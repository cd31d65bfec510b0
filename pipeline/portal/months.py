"""Lists by month (按月目录): the pages of each month of decision. Which records each has, paging.py says.

Reads records/*.parquet; writes <dataset>/<YYYY-MM>/[<n>/]index.html.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.bundle import Bundle, PublicDataset, open_bundle
from pipeline.portal import words
from pipeline.portal.archives import MARKS, headings, list_head, list_html
from pipeline.portal.contexts import Frame, Link
from pipeline.portal.contexts_lists import ListPage, Month
from pipeline.portal.lasting import Plan
from pipeline.portal.list_forms import ListForms
from pipeline.portal.paging import PageRows
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import Numbers, list_columns, read_rows

GROUP = 100
"""Pages whose rows are in memory together as HTML, 6 MB."""

ROWS_A_TASK = 1_000_000
"""Rows a task at most, about: 300 MB. Each reads all of the dataset's columns."""


@dataclass(frozen=True, eq=False)
class MonthRange:
    """Some pages of the months of one dataset, and the rows of its table that stand on them, one page after the other;
    `table` has these rows in the order of the dataset's, and is read where it is not at hand."""

    bundle: Path
    target: Path
    frame: Frame
    dataset: int
    months: tuple[Month, ...]
    pages: tuple[PageRows, ...]
    rows: Numbers
    table: pa.Table | None = None

    @property
    def weight(self) -> int:
        """Pages to make."""
        return len(self.pages)


def _tasks(pages: Iterable[PageRows]) -> Iterator[tuple[PageRows, ...]]:
    task: list[PageRows] = []
    size = 0
    for page in pages:
        task.append(page)
        size += page.count
        if size >= ROWS_A_TASK:
            yield tuple(task)
            task, size = [], 0
    if task:
        yield tuple(task)


def month_ranges(bundle: Bundle, target: Path, frame: Frame, plan: Plan) -> list[MonthRange]:
    """The pages to make of all datasets, in tasks of about `ROWS_A_TASK` rows at most."""
    ranges = []
    for number, (paging, made) in enumerate(zip(plan.lists, plan.made_pages, strict=True)):
        for pages in _tasks(made):
            rows = paging.on(pages)
            ranges.append(MonthRange(bundle.path, target, frame, number, paging.months, pages, rows))
    return ranges


def _root(further: bool) -> str:
    return "../../../" if further else "../../"


def _rows(
    table: pa.Table, made: Sequence[PageRows], dataset: PublicDataset, pages: Pages
) -> Iterator[tuple[PageRows, memoryview]]:
    """The rows of each page. Pages of one depth have the same addresses, so that all first pages are made together, and
    all further ones."""
    deep = np.array([page.number > 1 for page in made])
    counts = np.array([page.count for page in made])
    for further in (False, True):
        part = table.filter(pa.array(np.repeat(deep == further, counts)))
        lines, first = list_html(part, dataset, pages, _root(further)), 0
        for place in np.flatnonzero(deep == further).tolist():
            yield made[place], lines.between(first, first + made[place].count)
            first += made[place].count


def _page(task: MonthRange, dataset: PublicDataset, place: int, further: bool) -> ListPage:
    """Only the first page tells how many records the month has: the others would change with each that leaves."""
    month = task.months[place]
    earlier = task.months[place - 1] if place else None
    later = task.months[place + 1] if place + 1 < len(task.months) else None
    title = f"{words.month_name(month.month)}{dataset.title}"
    crumbs = (Link(dataset.title, f"{dataset.name}/"),)
    return ListPage(
        head=list_head(dataset, _root(further), crumbs, title, lasting=True),
        title=title,
        path=month.path,
        lead="本月决定、公示中的记录",
        order="按首次公示的先后",
        pages=month.pages,
        total=None if further else month.count,
        columns=headings(dataset),
        earlier=Link(words.month_name(earlier.month), earlier.path) if earlier else None,
        later=Link(words.month_name(later.month), later.path) if later else None,
    )


def shown_columns(dataset: PublicDataset) -> list[str]:
    """Columns of a dataset's records that lists show."""
    return [*MARKS, *list_columns(dataset).values()]


def _in_order(task: MonthRange, dataset: PublicDataset) -> pa.Table:
    """What the pages show of their rows."""
    table, order = task.table, np.argsort(task.rows)
    if table is None:
        path = task.bundle / f"records/{dataset.name}.parquet"
        table = read_rows(path, shown_columns(dataset), task.rows[order])
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    # Of one piece, for rows out of many take three times as long.
    return table.combine_chunks().take(pa.array(places))


def render_months(task: MonthRange) -> tuple[int, int]:
    """Write some pages of months; (pages, records)."""
    dataset = open_bundle(task.bundle).meta.datasets[task.dataset]
    pages = Pages(task.target, task.frame)
    forms = ListForms(pages)
    page_of = cache(partial(_page, task, dataset))
    table, first = _in_order(task, dataset), 0
    for start in range(0, len(task.pages), GROUP):
        some = task.pages[start : start + GROUP]
        size = sum(page.count for page in some)
        for page, rows in _rows(table.slice(first, size), some, dataset, pages):
            forms.write(page_of(page.place, page.number > 1), page.number, rows)
        first += size
    return pages.written, len(table)
