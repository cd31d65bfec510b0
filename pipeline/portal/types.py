"""Lists by type (按类型): the records of a dataset divided by the field its catalogue file names, such as 名单类型.

Reads records/*.parquet; writes <dataset>/type/<id>/[<n>/]index.html. An address is made of the type's name alone, so it
stays whatever other types there are. A year before the name is left out: 2025年度 and 2026年度 are one type.
"""

import hashlib
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, PublicDataset
from pipeline.portal.archives import headings, list_head, list_html
from pipeline.portal.contexts import Link
from pipeline.portal.contexts_lists import ListPage
from pipeline.portal.list_forms import ListForms
from pipeline.portal.rendering import Pages
from pipeline.portal.tables import records_path

ROWS = 120
"""Rows a page, as many as a page of a month has in the mean."""

MOST = 60
"""Types with pages of their own, the largest first; a free text with more values is no division for readers."""
_YEAR = r"^\d{4}\s*年?度?"


def type_path(dataset: str, name: str) -> str:
    """Address of a type."""
    return f"{dataset}/type/{hashlib.sha256(name.encode()).hexdigest()[:10]}/"


def types_of(bundle: Bundle, dataset: PublicDataset) -> tuple[pa.ChunkedArray, list[tuple[str, int]]]:
    """Of each row its type; the types that have pages with their rows, the largest first."""
    by = pq.read_table(records_path(bundle, dataset.name), columns=[f"f_{dataset.by}"]).column(0)
    names = pc.utf8_trim_whitespace(pc.replace_substring_regex(by, _YEAR, ""))
    counted = [
        (each["values"], each["counts"]) for each in pc.value_counts(names).to_pylist() if each["values"]
    ]
    return names, sorted(counted, key=lambda each: (-each[1], each[0]))[:MOST]


def _page(name: str, records: int, dataset: PublicDataset, root: str) -> ListPage:
    return ListPage(
        head=list_head(dataset, root, (Link(dataset.title, f"{dataset.name}/"),), name),
        title=f"{dataset.title}：{name}",
        path=type_path(dataset.name, name),
        lead="公示中的记录",
        order="按决定日期从新到旧",
        pages=-(-records // ROWS),
        total=records,
        columns=headings(dataset),
    )


def _write(
    table: pa.Table, name: str, dataset: PublicDataset, pages: Pages, forms: ListForms
) -> Iterator[str]:
    """Write the pages of a type; their addresses."""
    number = 0
    for cut, root in (((0, ROWS), "../../../"), ((ROWS,), "../../../../")):
        lines = list_html(table.slice(*cut), dataset, pages, root)
        page, count = _page(name, len(table), dataset, root), len(lines.ends) - 1
        for first in range(0, count, ROWS):
            number += 1
            yield forms.write(page, number, lines.between(first, min(first + ROWS, count)))


def write_types(
    bundle: Bundle, pages: Pages, dataset: PublicDataset, table: pa.Table
) -> tuple[tuple[Link, ...], list[str]]:
    """Write the pages of each type of a dataset that is divided, newest decision first; links to the types, addresses of
    all pages."""
    if not dataset.by or not dataset.records:
        return (), []
    names, types = types_of(bundle, dataset)
    order = [("decided_on", "descending"), ("record", "ascending")]
    table = table.append_column("type", names).sort_by(order)
    forms, links = ListForms(pages), []
    addresses: list[str] = []
    for name, count in types:
        mine = table.filter(pc.equal(table.column("type"), name))
        links.append(Link(name, type_path(dataset.name, name), f"{count:,} {dataset.measure}"))
        addresses += _write(mine, name, dataset, pages, forms)
    return tuple(links), addresses
