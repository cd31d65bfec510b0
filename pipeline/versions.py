"""Versions (更正与重复): which rows are the same record, which of them counts, and when the record first arrived.

The key of a record is authority + document number + subject + dataset (catalogue `key`). Of several accepted rows
the last one counts: the one the platform received last, then the one landed last, then the one further down.
"""

from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import Dataset
from pipeline.engine.local import Engine
from pipeline.identifiers.document_number import key_expr

_SEPARATOR = "\x1f"
_NOTHING_LENT = pa.table({"position": pa.array([], pa.int64()), "lent": pa.array([], pa.string())})


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


def lent_codes(engine: Engine, dataset: Dataset, read: ir.Table) -> pa.Table:
    """position, lent: the code of rows of organisations without one, where another row of the same authority, number
    and name has one. A list names a subject at first without its code; the row that removes it must find it.
    """
    if not {"subject_code", "subject_name", "document_number"} <= set(read.columns):
        return _NOTHING_LENT
    without = read.filter(read.subject_code.isnull())
    if "subject_kind" in read.columns:
        without = without.filter((without.subject_kind != "自然人").fill_null(True))
    if "id_number" in read.columns:
        without = without.filter(without.id_number.isnull())
    parts = [each for each in dataset.key if each != "subject_code"]
    own = without.select(
        "position", name=without.subject_name, **{f"own_{e}": _key_part(without, e) for e in parts}
    )
    coded = read.filter(read.valid_subject_code.fill_null(False))
    kept = [each for each in read.columns if each in parts or each == "decided_on"]
    coded = coded.select(*kept, name=coded.subject_name, code=coded.subject_code)
    # Joined by the name first: nearly always there is nothing without a code, and no key of a million is made.
    pairs = own.join(coded, "name")
    pairs = pairs.filter(*(pairs[f"own_{each}"] == _key_part(pairs, each) for each in parts))
    told = pairs.group_by("position").having(pairs.code.nunique() == 1).agg(lent=pairs.code.max())
    return engine.to_pyarrow(told)


def with_key(
    table: ir.Table, dataset: Dataset, salt: str, as_of: date, lent: pa.Table = _NOTHING_LENT
) -> ir.Table:
    """Adds subject, record (opaque id, 16 hex digits; null when a part of the key is missing) and pending.

    A row of a reference list may leave a part empty (清单的事项、月份): then empty is what tells it apart.

    `provided_on` becomes the day the row arrived: as given, else when its file was received, never after `as_of`.
    """
    today = ibis.literal(as_of)
    if len(lent):
        found = ibis.memtable(lent.rename_columns(["lent_position", "lent"]))
        table = table.left_join(found, table.position == found.lent_position).drop("lent_position")
        table = table.mutate(subject=ibis.coalesce(table.lent, _subject(table))).drop("lent")
    else:
        table = table.mutate(subject=_subject(table))
    parts = [_key_part(table, each) for each in dataset.key]
    if dataset.kind == "reference":
        parts = [ibis.coalesce(part, "") for part in parts]
    first, *others = [*parts, table.subject]
    # Joined in few steps: each copies its text.
    text = ibis.literal(salt + _SEPARATOR + dataset.name + _SEPARATOR) + first
    for part in others:
        text = text + (_SEPARATOR + part)
    return table.mutate(
        record=text.hexdigest("sha256").left(16),
        provided_on=ibis.coalesce(table.provided_on, ibis.least(table.received_on, today)),
        pending=(table.provided_on > today).fill_null(False),
    )


def _told_again(told: ir.Table, read: ir.Table) -> ir.Table:
    """The rows whose record came more than once, beside where they come from."""
    often = told.group_by("record").having(told.count() > 1).agg(times=told.count())
    # A register has no source unit; the name, which is always there, then never tells two senders apart.
    source = read.source_unit if "source_unit" in read.columns else read.file
    origin = read.select("position", "file", "row", "sequence", source=source)
    return told.semi_join(often, "record").inner_join(origin, "position")


def _only(value: ir.Value, where: ir.BooleanValue) -> ir.Value:
    return ibis.ifelse(where, value, ibis.null(value.type()))


def _newest(table: ir.Table) -> ir.Table:
    """superseded, newer_file, newer_row, newer_source (the row that counts) and first_arrival of each row."""
    counts = ~table.rejected & ~table.pending
    order = [table.provided_on.desc(), table.sequence.desc(), table.row.desc()]
    newest = ibis.window(group_by=[table.record, counts], order_by=order)
    every = ibis.window(group_by=[table.record, table.pending])
    older = counts & (ibis.row_number().over(newest) > 0)
    return table.select(
        "position",
        superseded=older,
        newer_file=_only(table.file.first().over(newest), older),
        newer_row=_only(table.row.first().over(newest), older),
        newer_source=_only(table.source.first().over(newest), older),
        first_arrival=table.provided_on.min().over(every),
    ).order_by("position")


def _in_order(told: pa.Table) -> pa.Table:
    """The rows by position. The engine gives them so, but does not promise it: looking is ten times as fast as sorting."""
    steps = pc.pairwise_diff(told["position"].combine_chunks())
    if len(told) < 2 or pc.min(steps).as_py() > 0:
        return told
    return told.take(pc.sort_indices(told["position"]))


def with_versions(engine: Engine, judged: ir.Table, read: ir.Table) -> pa.Table:
    """The judged rows in the order of arrival, with superseded, newer_file, newer_row, newer_source, first_arrival.

    Only rows whose record came more than once are ranked: ranking a million costs more than all rules together.
    """
    told = _in_order(engine.to_pyarrow(judged))
    narrow = ibis.memtable(told.select(["position", "provided_on", "record", "rejected", "pending"]))
    again = engine.to_pyarrow(_newest(_told_again(narrow, read)))
    at = pc.is_in(told["position"].combine_chunks(), value_set=again["position"].combine_chunks())
    absent = {"superseded": pa.repeat(pa.scalar(False), len(told)), "first_arrival": told["provided_on"]}
    for name in again.column_names[1:]:
        column = absent.get(name, pa.nulls(len(told), again.schema.field(name).type))
        told = told.append_column(name, pc.replace_with_mask(column, at, again[name].combine_chunks()))
    return told
