"""Versions (更正与重复): which rows are the same record, which of them counts, and when the record first arrived.

The key of a record is authority + document number + subject + dataset (catalogue `key`). Of several accepted rows
the last one counts: the one the platform received last, then the one landed last, then the one further down.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.identifiers.document_number import key_expr

_SEPARATOR = "\x1f"


def _key_part(table: ir.Table, field_id: str) -> ir.StringValue:
    """One part of the key as text. A record without a number (some honours) is told apart by its date."""
    column = table[field_id]
    if field_id == "document_number":
        number = key_expr(column)
        return (
            ibis.coalesce(number, table.decided_on.cast("string"))
            if "decided_on" in table.columns
            else number
        )
    return column.cast("string")


def _subject(table: ir.Table) -> ir.StringValue:
    if "subject_code" not in table.columns:
        return ibis.literal("")
    valid = table.valid_subject_code.fill_null(False)
    return ibis.ifelse(valid, table.subject_code, _person_or_name(table))


def _person_or_name(table: ir.Table) -> ir.StringValue:
    """Without a code: the name, and for a person the hashed number too, so that namesakes stay apart."""
    if "id_number" not in table.columns:
        return table.subject_name
    return table.subject_name + ibis.coalesce(_SEPARATOR + table.id_number, "")


def with_key(table: ir.Table, dataset: Dataset, salt: str, as_of: date) -> ir.Table:
    """Adds subject, record (opaque id, 16 hex digits; null when a part of the key is missing) and pending.

    A row of a reference list may leave a part empty (清单的事项、月份): then empty is what tells it apart.

    `provided_on` becomes the day the row arrived: as given, else when its file was received, never after `as_of`.
    """
    today = ibis.literal(as_of)
    table = table.mutate(subject=_subject(table))
    parts = [_key_part(table, each) for each in dataset.key]
    if dataset.kind == "reference":
        parts = [ibis.coalesce(part, "") for part in parts]
    text = ibis.literal(salt + _SEPARATOR + dataset.name)
    for part in [*parts, table.subject]:
        text = text + _SEPARATOR + part
    return table.mutate(
        record=text.hexdigest("sha256")[:16],
        provided_on=ibis.coalesce(table.provided_on, ibis.least(table.received_on, today)),
        pending=(table.provided_on > today).fill_null(False),
    )


def _only(value: ir.Value, where: ir.BooleanValue) -> ir.Value:
    return ibis.ifelse(where, value, ibis.null(value.type()))


def with_versions(table: ir.Table) -> ir.Table:
    """Adds superseded, newer_file, newer_row (the row that counts) and first_arrival of the record."""
    counts = ~table.rejected & ~table.pending & table.record.notnull()
    order = [table.provided_on.desc(), table.sequence.desc(), table.row.desc()]
    newest = ibis.window(group_by=[table.record, counts], order_by=order)
    every = ibis.window(group_by=[table.record, table.pending])
    rank = ibis.row_number().over(newest)
    older = counts & (rank > 0)
    keyed = table.record.notnull()
    # A register has no source unit; the name, which is always there, then never tells two senders apart.
    source = table.source_unit if "source_unit" in table.columns else table.file
    return table.mutate(
        superseded=older,
        newer_file=_only(table.file.first().over(newest), older),
        newer_row=_only(table.row.first().over(newest), older),
        newer_source=_only(source.first().over(newest), older),
        first_arrival=ibis.ifelse(keyed, table.provided_on.min().over(every), table.provided_on),
    )
