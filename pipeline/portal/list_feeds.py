"""An Atom feed for each list (目录订阅): the records shown last, newest first.

Reads records/*.parquet; writes feeds/list/<dataset>.atom.xml. Made anew by each build, so nothing withdrawn stays in it.
"""

from dataclasses import dataclass

import pyarrow as pa

from pipeline.bundle import Bundle, PublicDataset
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import newest

ENTRIES = 50
COLUMNS = (
    *("record", "subject_code", "subject_name", "headline", "document_number"),
    *("authority", "decided_on", "month", "shown_since"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the feed; `path` leads to it."""

    record: str
    title: str
    path: str
    shown_since: str
    summary: str


@dataclass(frozen=True, slots=True)
class ListFeed:
    """list_feed.xml. `base` is the site's address, `list` the home of the list."""

    title: str
    base: str
    path: str
    list: str
    updated: str
    entries: tuple[Entry, ...]


def feed_path(dataset: PublicDataset) -> str:
    """Where the feed of a list lies."""
    return f"feeds/list/{dataset.name}.atom.xml"


def _entry(row: dict[str, object], dataset: PublicDataset) -> Entry:
    code, number = row["subject_code"], row["document_number"]
    return Entry(
        record=str(row["record"]),
        title=f"{row['subject_name']}：{row['headline']}",
        path=f"e/{code}/#r-{row['record']}" if code else f"{dataset.name}/{row['month']}/",
        shown_since=str(row["shown_since"]),
        summary="，".join(
            str(each) for each in (number, row["authority"], f"{row['decided_on']} 决定") if each
        ),
    )


def write_list_feed(bundle: Bundle, pages: Pages, dataset: PublicDataset, table: pa.Table) -> None:
    """Write the feed of a list, of which `table` has all records with the columns `COLUMNS`."""
    base = f"{pages.frame.site.url.rstrip('/')}/"
    latest = newest(table.select(COLUMNS), ENTRIES, ("shown_since", "decided_on"))
    entries = tuple(_entry(row, dataset) for row in latest.to_pylist())
    updated = entries[0].shown_since if entries else bundle.meta.as_of.isoformat()
    path = feed_path(dataset)
    feed = ListFeed(dataset.title, base, path, f"{dataset.name}/", updated, entries)
    pages.render("list_feed.xml", path, feed)
