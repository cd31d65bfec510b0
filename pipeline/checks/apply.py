"""Applies the rules to one dataset: which rows are refused, and every finding of every row.

Reads the typed rows of reading.py; gives the same rows with `rejected`, and findings in the order of file and row.
"""

from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.checks.rule import Rule
from pipeline.engine.local import Engine
from pipeline.findings import Finding, Level

_ROWS_AT_ONCE = 5_000
_QUOTED = 60
"""Characters of a faulty value that a message quotes; a whole text would bury the message."""


def with_rejected(table: ir.Table, rules: Sequence[Rule]) -> ir.Table:
    """The rows with `rejected` (a rule of level reject is broken) and `faulty` (any rule is)."""
    refusing = [rule.broken(table) for rule in rules if rule.level is Level.REJECT]
    warning = [rule.broken(table) for rule in rules if rule.level is Level.WARN]
    rejected = ibis.or_(*refusing).fill_null(False)
    return table.mutate(rejected=rejected, faulty=rejected | ibis.or_(*warning).fill_null(False))


def _as_text(column: ir.Value) -> ir.Value:
    return column.join("、") if column.type().is_array() else column.cast("string")


def _quoted_columns(table: ir.Table, rules: Sequence[Rule]) -> dict[str, ir.Value]:
    names = sorted({name for rule in rules for name in (rule.value, rule.also) if name})
    return {f"q_{name}": _as_text(table[name]) for name in names}


def _quote(value: str | None) -> str:
    text = (value or "").replace("\n", " ")
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def _finding(rule: Rule, dataset: str, row: dict[str, str | int | None]) -> Finding:
    value = _quote(str(row[f"q_{rule.value}"])) if rule.value and row[f"q_{rule.value}"] is not None else ""
    also = _quote(str(row[f"q_{rule.also}"])) if rule.also else ""
    return Finding(
        code=rule.code,
        level=rule.level,
        dataset=dataset,
        file=str(row["file"]),
        message=rule.message.replace("{value}", value).replace("{also}", also),
        row=int(row["row"] or 0),
        field=rule.field,
        value=value,
        department=str(row["reporting"] or ""),
    )


def _faults(engine: Engine, table: ir.Table, rules: Sequence[Rule]) -> pa.Table:
    """The rows with one boolean per rule, and what the messages quote."""
    flags = {f"b_{number}": rule.broken(table).fill_null(False) for number, rule in enumerate(rules)}
    ordered = table.order_by("file", "row", "row_id")
    chosen = ordered.select("file", "row", "reporting", **flags, **_quoted_columns(table, rules))
    return engine.to_pyarrow(chosen)


def findings_of(engine: Engine, table: ir.Table, rules: Sequence[Rule], dataset: str) -> Iterator[Finding]:
    """Every finding of the rows given."""
    for batch in _faults(engine, table, rules).to_batches(max_chunksize=_ROWS_AT_ONCE):
        broken = [pc.indices_nonzero(batch[f"b_{number}"]).to_pylist() for number in range(len(rules))]
        rows = batch.select([each for each in batch.schema.names if not each.startswith("b_")]).to_pylist()
        for place, number in sorted(
            (place, number) for number, found in enumerate(broken) for place in found
        ):
            yield _finding(rules[number], dataset, rows[place])
