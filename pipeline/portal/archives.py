"""Lists (目录): the home of each dataset, and what its pages by month and by type have in common.

Reads records/*.parquet; writes <dataset>/index.html.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, PublicDataset
from pipeline.portal import words
from pipeline.portal.cards import Lines, list_rows
from pipeline.portal.contexts import HOME, Head, Link
from pipeline.portal.contexts_lists import ListHome, Month
from pipeline.portal.list_feeds import COLUMNS, feed_path
from pipeline.portal.paging import Paging
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import Selection, list_columns, records_path

NEWEST = 20
"""Records on the home of a list."""

MARKS = ("record", "subject_code", "until", "under_objection")


def list_selection(dataset: PublicDataset, paging: Paging) -> Selection:
    """What home, types and feed of a list show: of a list that is divided by type all rows, else the latest."""
    rows = np.sort(paging.rows) if dataset.by else paging.latest
    return [*MARKS, *list_columns(dataset).values(), "decided_on", *COLUMNS], rows


def list_html(table: pa.Table, dataset: PublicDataset, pages: Pages, root: str) -> Lines:
    """Rows of a dataset's list."""
    columns = list(list_columns(dataset).values())
    return list_rows(table, columns, headings(dataset), dataset.name, root, pages.template("_row.html"))


def headings(dataset: PublicDataset) -> tuple[str, ...]:
    """Headings of a dataset's list."""
    return tuple(words.heading(dataset, field) for field in list_columns(dataset))


def last_update(bundle: Bundle, dataset: PublicDataset) -> str:
    """The day the newest record of a dataset was first shown, or ""."""
    days = pq.read_table(records_path(bundle, dataset.name), columns=["shown_since"]).column(0)
    return words.iso(pc.max(days).as_py())


def render_home(
    bundle: Bundle,
    pages: Pages,
    dataset: PublicDataset,
    latest: pa.Table,
    types: tuple[Link, ...],
    months: tuple[Month, ...],
) -> None:
    """Write <dataset>/index.html; `latest`: the newest of its records."""
    by_year: dict[str, list[Month]] = {}
    for month in reversed(months):
        by_year.setdefault(month.month[:4], []).append(month)
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
        newest=list_html(latest, dataset, pages, "../").whole,
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
