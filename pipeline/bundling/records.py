"""The published records of a dataset as the pages show them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset, Field
from pipeline.cells.dates import LONG_TERM
from pipeline.publicity.exits import REMOVED
from pipeline.publicity.masking import mask_persons
from pipeline.publicity.terms import day_after

Limit: TypeAlias = Callable[[date], date | None]
_FIXED = [
    "record",
    "subject_code",
    "subject_name",
    "headline",
    "document_number",
    "authority",
    "decided_on",
    "month",
    "until",
    "repair_from",
    "under_objection",
    "objection_from",
    "objection_due",
    "under_repair",
    "source_unit",
    "provided_on",
    "shown_since",
]


def _shown(table: ir.Table, field: Field) -> ir.StringValue:
    """A field's value as text: dates as 2026-01-05 or 长期, amounts without trailing zeros, labels joined by 、."""
    column = table[field.id]
    match field.type:
        case "date":
            return ibis.ifelse(column >= ibis.literal(LONG_TERM), "长期", column.strftime("%Y-%m-%d"))
        case "amount":
            return column.cast("decimal(18,6)").cast("string").re_replace(r"\.?0+$", "")
        case "codes":
            return column.join("、")
        case _:
            return column


def _answered_by(accepted: ir.DateValue, answers: Mapping[str, str]) -> ir.DateValue:
    if not answers:
        return ibis.null("date")
    text = accepted.cast("string")
    return ibis.cases(*((text == day, last) for day, last in answers.items())).cast("date")


def _digest(table: ir.Table, columns: list[str]) -> ir.StringValue:
    """SHA-256 of a row as it is shown, half of it: tells whether a page has to be made again."""
    texts = [table[name].cast("string").fill_null("\x1e") for name in columns]
    return ibis.literal("\x1f").join(texts).hexdigest("sha256").left(32)


def _ends_as(dataset: Dataset, table: ir.Table) -> ir.StringValue:
    """The state of a record after its last day: off its list where that is known beforehand, else expired."""
    if "removed_on" not in dataset.by_id:
        return ibis.literal("expired")
    left = (day_after(table.until) == table.removed_on).fill_null(False)
    return ibis.ifelse(left, REMOVED, "expired")


def published(
    states: ir.Table, known: ir.Table, dataset: Dataset, today: ir.DateScalar, limit: Limit
) -> ir.Table:
    """Rows of `records/<dataset>.parquet`; `known` is the ledger's (record, shown_since), `limit` gives the last day on which
    an objection accepted on a day must be answered.
    """
    shown = states.filter(states.state == "published")
    days = shown.select("objection_from").distinct().to_pyarrow().column(0).drop_null().to_pylist()
    answers = {day.isoformat(): last.isoformat() for day in sorted(days) if (last := limit(day)) is not None}
    if bool(shown.person.any().to_pyarrow().as_py()):
        texts = tuple(each.id for each in dataset.fields if each.type == "text")
        shown = mask_persons(shown, texts)
    table = shown.left_join(known, "record").drop("record_right")
    headline = _shown(table, dataset.by_id[dataset.headline])
    absent = ibis.null("string")
    columns = {f"f_{field.id}": _shown(table, field) for field in dataset.public_fields}
    shaped = table.mutate(
        subject_code=ibis.ifelse(table.subject == table.subject_code, table.subject_code, absent),
        headline=ibis.coalesce(headline, dataset.title),
        source_unit=ibis.coalesce(table.source_unit, table.authority),
        month=table.decided_on.strftime("%Y-%m"),
        objection_due=_answered_by(table.objection_from, answers),
        shown_since=ibis.coalesce(table.shown_since, today),
        **columns,
    )
    names = [*_FIXED, *columns]
    shaped = shaped.mutate(digest=_digest(shaped, names), ends_as=_ends_as(dataset, shaped))
    order = [shaped.subject_code.asc(nulls_first=False), shaped.decided_on.desc(), shaped.record]
    return shaped.order_by(order).select(*names, "digest", "ends_as")
