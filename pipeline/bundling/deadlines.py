"""One row per record received, with its deadline and its three clocks: the ground of the rates, without any content.

The clocks, never mixed: decision → first arrival (`result`, `days_used`), decision → first shown on this portal
(`shown_result`), arrival → first shown (`shown_days`). The two of showing are told by the ledger, so only of records
that arrived since it began; `record` is the opaque id of those published today, null for all others.
"""

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("dataset", pa.string()),
        ("department", pa.string()),
        ("source_unit", pa.string()),
        ("month", pa.string()),
        ("decided_on", pa.date32()),
        ("first_arrival", pa.date32()),
        ("due_earliest", pa.date32()),
        ("due_latest", pa.date32()),
        ("compliant", pa.bool_()),
        ("result", pa.string()),
        ("days_used", pa.int32()),
        ("shown_on", pa.date32()),
        ("shown_result", pa.string()),
        ("shown_days", pa.int32()),
        ("record", pa.string()),
    ]
)
ORDER = (
    *("dataset", "decided_on", "department", "source_unit"),
    *("first_arrival", "compliant", "shown_on", "record"),
)
"""Of the file's rows: the engine gives joined rows in any order. Rows alike in these are alike in all."""


@dataclass(frozen=True)
class Showing:
    """`shown`: (record, shown_on, public), what was ever shown and whether it is today; `began`: the ledger's first day."""

    shown: ir.Table
    began: date


def once(records: ir.Table) -> ir.Table:
    """Each record once: the row that counts, else (all refused) the last one; no rows that have not arrived."""
    arrived = records.filter(~records.pending & ~records.superseded)
    key = ibis.coalesce(arrived.record, arrived.row_id)
    order = [
        arrived.rejected,
        arrived.received_on.desc(),
        arrived.file.desc(),
        arrived.row.desc(),
        arrived.row_id,
    ]
    ranked = arrived.mutate(rank=ibis.row_number().over(ibis.window(group_by=key, order_by=order)))
    return ranked.filter(ranked["rank"] == 0)


def _result(day: ir.DateColumn, table: ir.Table) -> ir.StringValue:
    """In time up to the earliest last day, late after the latest, undetermined between (待定)."""
    return ibis.cases(
        (day <= table.due_earliest, "in_time"), (day > table.due_latest, "late"), else_="undetermined"
    )


def _days_between(first: ir.DateColumn, last: ir.DateColumn) -> ir.IntegerValue:
    return last.delta(first, unit="day").cast("int32")


def _with_days_used(table: ir.Table, days: ir.Table) -> ir.Table:
    """Adds `days_used` as the rule counts: working days (null across days not settled), else calendar days."""
    start = days.select(decided_on="day", work_before="work", unknown_before="unknown")
    end = days.select(first_arrival="day", work_after="work", unknown_after="unknown")
    table = table.left_join(start, "decided_on").drop("decided_on_right")
    table = table.left_join(end, "first_arrival").drop("first_arrival_right")
    settled = table.unknown_before == table.unknown_after
    working = ibis.ifelse(settled, table.work_after - table.work_before, ibis.null("int32"))
    used = ibis.ifelse(
        table.counting == "working_days", working, _days_between(table.decided_on, table.first_arrival)
    )
    return table.mutate(days_used=used.cast("int32"))


def _with_showing(table: ir.Table, showing: Showing) -> ir.Table:
    """Adds the two clocks of showing; null before the ledger began, and for what was never shown."""
    table = table.left_join(showing.shown, "record").drop("record_right")
    told = table.shown_on.notnull() & (table.first_arrival >= ibis.literal(showing.began))
    return table.mutate(
        shown_result=ibis.ifelse(told, _result(table.shown_on, table), ibis.null("string")),
        shown_days=ibis.ifelse(told, _days_between(table.first_arrival, table.shown_on), ibis.null("int32")),
        record=ibis.ifelse(table.public.fill_null(False), table.record, ibis.null("string")),
    )


def deadlines(records: ir.Table, due: ir.Table, days: ir.Table, dataset: str, showing: Showing) -> ir.Table:
    """Rows of `deadlines.parquet` of one dataset. `due`: the last days in time for each decision date (due_table);
    `days`: working days up to each day (working_days).
    """
    table = _with_days_used(once(records).inner_join(due, "decided_on"), days)
    table = _with_showing(table, showing)
    return table.mutate(
        dataset=ibis.literal(dataset),
        month=table.decided_on.strftime("%Y-%m"),
        compliant=~table.rejected,
        result=_result(table.first_arrival, table),
    ).select(*SCHEMA.names)


def span(records: ir.Table, as_of: date) -> tuple[date, date] | None:
    """First and last decision date that can have a deadline, None when there is none.

    Dates before 2000 or after `as_of` are faults that the checks have told; they have no place in a rate.
    """
    plausible = records.filter(records.decided_on.between(ibis.date(2000, 1, 1), ibis.literal(as_of)))
    days = plausible.aggregate(first=plausible.decided_on.min(), last=plausible.decided_on.max()).to_pyarrow()
    first, last = days.column("first")[0].as_py(), days.column("last")[0].as_py()
    return None if first is None else (first, last)
