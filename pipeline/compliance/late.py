"""Records that arrived too late (迟报明细), for circulars. Reads the bundle; writes nothing.

A document number is told only of a record that is public today; of any other there is no content.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle

_READ = ["department", "dataset", "month", "decided_on", "first_arrival", "due_latest", "days_used"]


@dataclass(frozen=True, slots=True)
class LateRecord:
    """One record that first arrived after its last day; `document_number` is "" when it is not public."""

    department: str
    dataset: str
    month: str
    decided_on: date
    first_arrival: date
    due_latest: date
    days_used: int | None
    document_number: str


def _numbers(bundle: Bundle, records: pa.Table) -> dict[tuple[str, str], str]:
    """(dataset, record) → document number of those that are public."""
    found: dict[tuple[str, str], str] = {}
    public = {each.name for each in bundle.meta.datasets}
    for name in sorted(set(records.column("dataset").to_pylist()) & public):
        table = bundle.records(name, ["record", "document_number"])
        wanted = table.filter(pc.is_in(table.column("record"), records.column("record").combine_chunks()))
        pairs = zip(wanted.column(0).to_pylist(), wanted.column(1).to_pylist(), strict=True)
        found |= {(name, record): number for record, number in pairs if number}
    return found


def late_records(bundle: Bundle, months: Iterable[str]) -> tuple[LateRecord, ...]:
    """Late records decided in these months, by department, date of decision, dataset."""
    wanted: Collection[str] = sorted(set(months))
    table = bundle.deadlines([*_READ, "result", "record"])
    chosen = pc.and_(
        pc.equal(table.column("result"), "late"),
        pc.is_in(table.column("month"), pa.array(wanted, pa.string())),
    )
    late = table.filter(chosen).drop_columns(["result"])
    numbers = _numbers(bundle, late)
    found = []
    for row in late.to_pylist():
        record = row.pop("record")
        row["department"] = row["department"] or ""
        found.append(LateRecord(**row, document_number=numbers.get((row["dataset"], record), "")))
    order = ("department", "decided_on", "dataset", "document_number", "first_arrival")
    return tuple(sorted(found, key=lambda each: tuple(getattr(each, name) for name in order)))
