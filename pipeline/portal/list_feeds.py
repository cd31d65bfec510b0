"""An Atom feed for each list (目录订阅): the records shown last, newest first.

Reads records/*.parquet; writes feeds/list/<dataset>.atom.xml. Made anew by each build, so nothing withdrawn stays in it.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, PublicDataset
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import records_path

ENTRIES = 50
_COLUMNS = [
    *("record", "subject_code", "subject_name", "headline", "document_number"),
    *("authority", "decided_on", "month", "shown_since"),
]


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


def _newest(table: pa.Table) -> pa.Table:
    keys = [("shown_since", "descending"), ("decided_on", "descending"), ("record", "ascending")]
    return table.take(pc.select_k_unstable(table, min(ENTRIES, len(table)), keys))


def write_list_feeds(bundle: Bundle, pages: Pages) -> None:
    """Write the feed of every list."""
    base = f"{pages.frame.site.url.rstrip('/')}/"
    for dataset in bundle.meta.datasets:
        rows = _newest(pq.read_table(records_path(bundle, dataset.name), columns=_COLUMNS)).to_pylist()
        entries = tuple(_entry(row, dataset) for row in rows)
        updated = entries[0].shown_since if entries else bundle.meta.as_of.isoformat()
        path = feed_path(dataset)
        pages.render(
            "list_feed.xml", path, ListFeed(dataset.title, base, path, f"{dataset.name}/", updated, entries)
        )
