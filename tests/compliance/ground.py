"""Deadlines and duties made by hand, for tests of the figures."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, open_bundle
from pipeline.bundling.deadlines import SCHEMA
from pipeline.bundling.duties import SCHEMA as DUTIES
from tests.toy import write_toy_bundle

DAY = date(2026, 5, 6)
Row = dict[str, object]


def record(**given: object) -> Row:
    """A row of deadlines.parquet: compliant, in time, unless given otherwise."""
    row: Row = {
        "dataset": "permit", "department": "甲局", "source_unit": "甲局", "month": "2026-05", "decided_on": DAY,
        "first_arrival": DAY, "due_earliest": DAY, "due_latest": DAY, "compliant": True, "result": "in_time",
        "days_used": 0, "shown_on": None, "shown_result": None, "shown_days": None, "record": None,
    }  # fmt: skip
    return row | given


def duty(**given: object) -> Row:
    """A row of duties.parquet: 2 permits of one month, overdue at the toy bundle's date."""
    row: Row = {
        "dataset": "permit", "department": "甲局", "month": "2026-05", "expected": 2,
        "due_earliest": date(2026, 6, 9), "due_latest": date(2026, 6, 9),
    }  # fmt: skip
    return row | given


def _received(records: list[Row], asked: Row) -> int:
    place = ("dataset", "department", "month")
    return sum(all((each[name] or "") == asked[name] for name in place) for each in records)


def bundle_of(folder: Path, records: list[Row], duties: list[Row] | None = None) -> Bundle:
    """A toy bundle with these deadlines and duties; `folder` may hold one already."""
    if not folder.exists():
        write_toy_bundle(folder)
    pq.write_table(pa.Table.from_pylist(records, schema=SCHEMA), folder / "deadlines.parquet")
    asked = [{**each, "received": _received(records, each)} for each in duties or []]
    pq.write_table(pa.Table.from_pylist(asked, schema=DUTIES), folder / "duties.parquet")
    return open_bundle(folder)
