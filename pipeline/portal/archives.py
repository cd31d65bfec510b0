"""Lists by month (按月目录): the home of each dataset and the pages of each month of decision.

Reads records/*.parquet; writes <dataset>/index.html and <dataset>/<YYYY-MM>/[<n>/]index.html. Rows are in the
order in which they were first shown, then by date of decision: a page that is full changes only by removal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from markupsafe import Markup

from pipeline.bundle import Bundle, PublicDataset, open_bundle
from pipeline.portal import words
from pipeline.portal.cards import list_rows
from pipeline.portal.contexts import HOME, Frame, Head, Link, ListHome, Month, MonthPage
from pipeline.portal.list_feeds import feed_path
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import list_columns, records_path

ROWS = 200
"""Rows a page: about 60 kB of HTML, 8 kB compressed."""

GROUP = 40
"""Pages per task, so that two processes end at about the same time."""

MARKS = ("record", "subject_code", "until", "under_objection")


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


def months_of(bundle: Bundle, dataset: PublicDataset) -> tuple[Month, ...]:
    """The months of a dataset, oldest first."""
    column = pq.read_table(records_path(bundle, dataset.name), columns=["month"]).column(0)
    counts = {each["values"]: each["counts"] for each in pc.value_counts(column).to_pylist()}
    return tuple(
        Month(month, f"{dataset.name}/{month}/", count, -(-count // ROWS))
        for month, count in sorted(counts.items())
    )


def month_ranges(
    bundle: Bundle, target: Path, frame: Frame, fresh_months: frozenset[str]
) -> list[MonthRange]:
    """The months to make (`<dataset>/<YYYY-MM>`) of all datasets, in groups of about `GROUP` pages."""
    ranges = []
    for number, dataset in enumerate(bundle.meta.datasets):
        months = months_of(bundle, dataset)
        fresh = frozenset(each.month for each in months if f"{dataset.name}/{each.month}" in fresh_months)
        first, size = 0, 0
        for position, month in enumerate(months):
            size += month.pages if month.month in fresh else 0
            if size >= GROUP or position == len(months) - 1:
                last = position + 1
                ranges.append(MonthRange(bundle.path, target, frame, number, months, first, last, fresh))
                first, size = position + 1, 0
    return [each for each in ranges if each.made]


def list_html(table: pa.Table, dataset: PublicDataset, pages: Pages, root: str) -> tuple[Markup, ...]:
    """Rows of a dataset's list."""
    columns = list(list_columns(dataset).values())
    return list_rows(table, columns, headings(dataset), dataset.name, root, pages.template("_row.html"))


def newest(bundle: Bundle, dataset: PublicDataset, number: int, columns: Sequence[str]) -> pa.Table:
    """The records decided last, ties by record id."""
    wanted = [*MARKS, *columns, "decided_on"]
    table = pq.read_table(records_path(bundle, dataset.name), columns=list(dict.fromkeys(wanted)))
    keys = [("decided_on", "descending"), ("record", "ascending")]
    return table.take(pc.select_k_unstable(table, min(number, len(table)), keys))


def headings(dataset: PublicDataset) -> tuple[str, ...]:
    """Headings of a dataset's list."""
    return tuple(words.heading(dataset, field) for field in list_columns(dataset))


def last_update(bundle: Bundle, dataset: PublicDataset) -> str:
    """The day the newest record of a dataset was first shown, or ""."""
    days = pq.read_table(records_path(bundle, dataset.name), columns=["shown_since"]).column(0)
    return words.iso(pc.max(days).as_py())


def render_home(bundle: Bundle, pages: Pages, dataset: PublicDataset, types: tuple[Link, ...]) -> None:
    """Write <dataset>/index.html."""
    by_year: dict[str, list[Month]] = {}
    for month in reversed(months_of(bundle, dataset)):
        by_year.setdefault(month.month[:4], []).append(month)
    latest = newest(bundle, dataset, 20, list(list_columns(dataset).values()))
    view = ListHome(
        head=replace(list_head(dataset, "../", ()), feed=feed_path(dataset)),
        dataset=dataset.name,
        title=dataset.title,
        law=dataset.law,
        note=words.note(dataset),
        total=dataset.records,
        updated=last_update(bundle, dataset),
        type_label=words.heading(dataset, dataset.by) if dataset.by else "",
        types=types,
        years=tuple((year, tuple(months)) for year, months in by_year.items()),
        columns=headings(dataset),
        newest=list_html(latest, dataset, pages, "../"),
    )
    pages.render("list.html", f"{dataset.name}/index.html", view)


def list_head(
    dataset: PublicDataset, root: str, crumbs: tuple[Link, ...], title: str = "", lasting: bool = False
) -> Head:
    """Title, place and meta tags of a page of a list."""
    return Head(
        title=title or dataset.title,
        root=root,
        crumbs=(HOME, *crumbs),
        column=dataset.title,
        column_note=words.note(dataset),
        current=f"{dataset.name}/",
        lasting=lasting,
    )


def _root(page: int) -> str:
    return "../../" if page == 1 else "../../../"


def _month_pages(
    table: pa.Table, dataset: PublicDataset, task: MonthRange, position: int, pages: Pages
) -> list[MonthPage]:
    month = task.months[position]
    mine = table.filter(pc.equal(table.column("month"), month.month))
    order = [("shown_since", "ascending"), ("decided_on", "ascending"), ("record", "ascending")]
    mine = mine.take(pc.sort_indices(mine, order))
    earlier = task.months[position - 1] if position else None
    later = task.months[position + 1] if position + 1 < len(task.months) else None
    title = f"{words.month_name(month.month)}{dataset.title}"
    rows = [
        row
        for page in range(1, month.pages + 1)
        for row in list_html(mine.slice((page - 1) * ROWS, ROWS), dataset, pages, _root(page))
    ]
    return [
        MonthPage(
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
            rows=tuple(rows[(page - 1) * ROWS : page * ROWS]),
            earlier=Link(words.month_name(earlier.month), earlier.path) if earlier else None,
            later=Link(words.month_name(later.month), later.path) if later else None,
        )
        for page in range(1, month.pages + 1)
    ]


def render_months(task: MonthRange) -> tuple[int, int]:
    """Write the pages of some months; (pages, records)."""
    bundle = open_bundle(task.bundle)
    dataset = bundle.meta.datasets[task.dataset]
    pages = Pages(task.target, task.frame)
    wanted = [*MARKS, *list_columns(dataset).values(), "decided_on", "month", "shown_since"]
    names = [task.months[each].month for each in task.made]
    table = pq.read_table(
        records_path(bundle, dataset.name),
        columns=list(dict.fromkeys(wanted)),
        filters=pc.field("month").isin(names),
        use_threads=False,
    )
    written = 0
    for position in task.made:
        month = task.months[position]
        for view in _month_pages(table, dataset, task, position, pages):
            folder = month.path if view.page == 1 else f"{month.path}{view.page}/"
            pages.render("month.html", f"{folder}index.html", view)
            written += len(view.rows)
    return pages.written, written
