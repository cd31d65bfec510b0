"""Records (记录): typed rows, checked, keyed, with the newest version of each told apart.

Reads `work/read/<dataset>.parquet`; writes `work/records/<dataset>.parquet`; gives the findings. The columns are
described in ARCHITECTURE.md, "Records".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Catalogue, Dataset
from pipeline.checks.apply import findings_of, with_rejected
from pipeline.checks.field_rules import field_rules
from pipeline.checks.row_rules import row_rules
from pipeline.checks.rule import Rule
from pipeline.engine.local import Engine, materialise
from pipeline.findings import Finding, Level
from pipeline.versions import with_key, with_versions

_KEPT = [
    "row_id",
    "file",
    "row",
    "sequence",
    "received_on",
    "provided_on",
    "first_arrival",
    "source_id",
    "record",
    "subject",
    "department",
    "rejected",
    "faulty",
    "pending",
    "superseded",
    "newer_file",
    "newer_row",
    "newer_source",
]


@dataclass(frozen=True)
class Checking:
    """What a check depends on beside the rows. `salt` keys the opaque ids."""

    catalogue: Catalogue
    as_of: date
    salt: str


def rules_of(dataset: Dataset, checking: Checking) -> list[Rule]:
    """All rules of a dataset."""
    titles = tuple(text for each in checking.catalogue.of_kind("record") for text in (each.name, each.title))
    return field_rules(dataset) + row_rules(dataset, checking.as_of, titles)


def _department(table: ir.Table) -> ir.StringValue:
    """The reporting unit: who decided, else who sent it (报送部门)."""
    names = [table[each] for each in ("authority", "event_authority", "source_unit") if each in table.columns]
    return ibis.coalesce(*names, "") if names else ibis.literal("")


def check_dataset(
    engine: Engine, dataset: Dataset, source: Path, target: Path, checking: Checking
) -> Iterator[Finding]:
    """Write the records of one dataset to `target`, then give the findings of its rows."""
    rules = rules_of(dataset, checking)
    read = engine.read_parquet(source)
    judged = with_rejected(read.mutate(department=_department(read)), rules)
    keyed = with_versions(with_key(judged, dataset, checking.salt, checking.as_of))
    columns = [*_KEPT, *(each.id for each in dataset.fields)]
    records = materialise(engine, keyed.select(*columns).order_by("sequence", "row"), target)
    # Most files have no fault, and telling that there is none costs far less than asking every rule again.
    if _holds(records.faulty):
        yield from findings_of(judged, rules, dataset.name)
    if _holds(records.superseded):
        yield from _duplicates(records, dataset)


def _holds(column: ir.BooleanColumn) -> bool:
    return bool(column.any().to_pyarrow().as_py())


def _duplicates(records: ir.Table, dataset: Dataset) -> Iterator[Finding]:
    """Rows that repeat a record of the same file, or that another unit sent too (重复报送)."""
    other_unit = (
        records.newer_source != records.source_unit
        if "source_unit" in records.columns
        else ibis.literal(False)
    )
    repeated = records.filter(
        records.superseded & ((records.newer_file == records.file) | other_unit.fill_null(False))
    )
    chosen = repeated.order_by("file", "row").select(
        "file", "row", "department", "newer_file", "newer_row", "newer_source"
    )
    for row in chosen.to_pyarrow().to_pylist():
        where = f"{row['newer_file']} 第 {row['newer_row']} 行"
        message = f"与{where}是同一条记录（机关、文号、主体相同），采用后一行。如不是更正，请删除重复行。"
        yield Finding(
            "C-020",
            Level.WARN,
            dataset.name,
            row["file"],
            message,
            row=row["row"],
            department=row["department"],
        )
