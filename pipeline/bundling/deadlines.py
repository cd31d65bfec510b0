"""One row per record received, with its deadline: the ground of the rates, without any content."""

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
    ]
)


def _once(records: ir.Table) -> ir.Table:
    """Each record once: the row that counts, else (all refused) the last one; no rows that have not arrived."""
    arrived = records.filter(~records.pending & ~records.superseded & records.decided_on.notnull())
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


def deadlines(records: ir.Table, due: ir.Table, dataset: str) -> ir.Table:
    """Rows of `deadlines.parquet` of one dataset; `due` gives the last days in time for each decision date."""
    table = _once(records).inner_join(due, "decided_on")
    result = ibis.cases(
        (table.first_arrival <= table.due_earliest, "in_time"),
        (table.first_arrival > table.due_latest, "late"),
        else_="undetermined",
    )
    return table.select(
        "department",
        "source_unit",
        "decided_on",
        "first_arrival",
        "due_earliest",
        "due_latest",
        dataset=ibis.literal(dataset),
        month=table.decided_on.strftime("%Y-%m"),
        compliant=~table.rejected,
        result=result,
    ).select(*SCHEMA.names)


def span(records: ir.Table, as_of: date) -> tuple[date, date] | None:
    """First and last decision date that can have a deadline, None when there is none.

    Dates before 2000 or after `as_of` are faults that the checks have told; they have no place in a rate.
    """
    plausible = records.filter(records.decided_on.between(ibis.date(2000, 1, 1), ibis.literal(as_of)))
    days = plausible.aggregate(first=plausible.decided_on.min(), last=plausible.decided_on.max()).to_pyarrow()
    first, last = days.column("first")[0].as_py(), days.column("last")[0].as_py()
    return None if first is None else (first, last)
