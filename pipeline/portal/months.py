"""Lists by month (按月目录): the pages of each month of decision.

Reads records/*.parquet; writes <dataset>/<YYYY-MM>/[<n>/]index.html. Rows are in the order in which they were first
shown, then by date of decision: a page that is full changes only by removal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.bundle import Bundle, PublicDataset, open_bundle
from pipeline.portal import archives, words
from pipeline.portal.archives import MARKS, headings, list_head, list_html, months_of
from pipeline.portal.contexts import Frame, Link
from pipeline.portal.contexts_lists import ListPage, Month
from pipeline.portal.list_forms import ListForms
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import list_columns, read_rows, records_path, text_keys

GROUP = 40
"""Pages whose rows are in memory together as HTML."""

ROWS_A_TASK = 1_000_000
"""Rows of whole months a task at most, about: 300 MB. Each reads all of the dataset's columns."""


@dataclass(frozen=True)
class MonthRange:
    """Those of the months `first` to `last` (positions in `months`) of one dataset that are to be made."""

    bundle: Path
    target: Path
    frame: Frame
    dataset: int
    months: tuple[Month, ...]
    first: int
    last: int
    fresh: frozenset[str]

    @property
    def made(self) -> list[int]:
        """Positions of the months to make."""
        return [each for each in range(self.first, self.last) if self.months[each].month in self.fresh]

    @property
    def weight(self) -> int:
        """Pages to make."""
        return sum(self.months[each].pages for each in self.made)

    @property
    def records(self) -> int:
        """Rows on these pages."""
        return sum(self.months[each].count for each in self.made)


def month_ranges(
    bundle: Bundle, target: Path, frame: Frame, fresh_months: frozenset[str]
) -> list[MonthRange]:
    """The months to make (`<dataset>/<YYYY-MM>`) of all datasets, in tasks of about `ROWS_A_TASK` rows at most."""
    ranges = []
    for number, dataset in enumerate(bundle.meta.datasets):
        months = months_of(bundle, dataset)
        fresh = frozenset(each.month for each in months if f"{dataset.name}/{each.month}" in fresh_months)
        first, size = 0, 0
        for position, month in enumerate(months):
            size += month.count if month.month in fresh else 0
            if size >= ROWS_A_TASK or position == len(months) - 1:
                last = position + 1
                ranges.append(MonthRange(bundle.path, target, frame, number, months, first, last, fresh))
                first, size = position + 1, 0
    return [each for each in ranges if each.made]


def _root(page: int) -> str:
    return "../../" if page == 1 else "../../../"


def _in_order(table: pa.Table) -> pa.Table:
    """By month, first day shown, day of decision and record; Arrow's sorting takes six times as long."""
    days = [table.column(name).cast(pa.int32()).to_numpy() for name in ("decided_on", "shown_since")]
    keys = [*text_keys(table.column("record")), *days, *text_keys(table.column("month"))]
    return table.take(pa.array(np.lexsort(keys)))


def _rows(
    table: pa.Table, months: list[Month], dataset: PublicDataset, pages: Pages
) -> Iterator[tuple[str, int, memoryview]]:
    """(month, page, rows) of whole months. Pages of one depth have the same addresses, so that all first pages are
    made together, and all further ones."""
    size = archives.ROWS
    numbers = np.concatenate([np.arange(each.count) for each in months])
    for further in (False, True):
        part = table.filter(pa.array((numbers >= size) == further))
        lines, first = list_html(part, dataset, pages, _root(1 + further)), 0
        for month in months:
            left, page = month.count - size if further else min(month.count, size), 1 + further
            while left > 0:
                yield month.month, page, lines.between(first, first + min(left, size))
                first, left, page = first + min(left, size), left - size, page + 1


def _page(task: MonthRange, dataset: PublicDataset, position: int, page: int) -> ListPage:
    month = task.months[position]
    earlier = task.months[position - 1] if position else None
    later = task.months[position + 1] if position + 1 < len(task.months) else None
    title = f"{words.month_name(month.month)}{dataset.title}"
    return ListPage(
        head=list_head(
            dataset,
            _root(page),
            (Link(dataset.title, f"{dataset.name}/"),),
            title if month.pages == 1 else f"{title}（第 {page} 页，共 {month.pages} 页）",
            lasting=True,
        ),
        title=title,
        path=month.path,
        lead="本月决定、公示中的记录",
        order="按首次公示的先后",
        page=page,
        pages=month.pages,
        total=month.count,
        columns=headings(dataset),
        earlier=Link(words.month_name(earlier.month), earlier.path) if earlier else None,
        later=Link(words.month_name(later.month), later.path) if later else None,
    )


def _some(made: list[int], months: tuple[Month, ...]) -> Iterator[list[int]]:
    """Positions in portions of about `GROUP` pages, which are in memory together."""
    portion: list[int] = []
    for position in made:
        portion.append(position)
        if sum(months[each].pages for each in portion) >= GROUP:
            yield portion
            portion = []
    if portion:
        yield portion


def render_months(task: MonthRange) -> tuple[int, int]:
    """Write the pages of some months; (pages, records)."""
    bundle = open_bundle(task.bundle)
    dataset = bundle.meta.datasets[task.dataset]
    pages = Pages(task.target, task.frame)
    forms = ListForms(pages)
    wanted = [*MARKS, *list_columns(dataset).values(), "decided_on", "month", "shown_since"]
    names = pa.array([task.months[each].month for each in task.made])
    table = _in_order(read_rows(records_path(bundle, dataset.name), wanted, only=("month", names)))
    first = 0
    for portion in _some(task.made, task.months):
        months = {task.months[each].month: each for each in portion}
        size = sum(task.months[each].count for each in portion)
        mine, first = table.slice(first, size), first + size
        for name, page, rows in _rows(mine, [task.months[each] for each in portion], dataset, pages):
            forms.write(_page(task, dataset, months[name], page), rows)
    return pages.written, len(table)
