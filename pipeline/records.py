"""Records (记录): typed rows, checked, keyed, with the newest version of each told apart.

Reads `work/read/<dataset>.parquet`; writes `work/records/<dataset>.parquet`; gives the findings. The columns are
described in ARCHITECTURE.md, "Records". The engine judges narrow rows; the wide ones are copied beside them in their
order, because sorting a million texts costs more than all rules together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.catalogue import Catalogue, Dataset
from pipeline.checks import codes
from pipeline.checks.apply import findings_of, with_rejected
from pipeline.checks.field_rules import field_rules
from pipeline.checks.register_rules import register_rules, with_register
from pipeline.checks.row_rules import row_rules
from pipeline.checks.rule import Rule
from pipeline.engine.local import Engine
from pipeline.files import beside
from pipeline.findings import Finding
from pipeline.versions import with_key, with_versions

_AS_READ = ("row_id", "file", "row", "sequence", "received_on", "source_id")
_JUDGED = (
    "provided_on",
    "first_arrival",
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
)
_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Checking:
    """What a check depends on beside the rows. `salt` keys the opaque ids; `register` is the records file of the
    register of subjects, None where there is none to ask.
    """

    catalogue: Catalogue
    as_of: date
    salt: str
    register: Path | None = None


def rules_of(dataset: Dataset, catalogue: Catalogue, as_of: date, *, registered: bool = True) -> list[Rule]:
    """All rules of a dataset."""
    known = catalogue.datasets if dataset.kind == "reference" else catalogue.of_kind("record")
    titles = tuple(text for each in known for text in (each.name, each.title))
    rules = field_rules(dataset) + row_rules(dataset, as_of, titles)
    asks = dataset.kind == "record" and registered
    return [*rules, *register_rules()] if asks else rules


def _department(table: ir.Table) -> ir.StringValue:
    """The reporting unit: who decided, else who sent it (报送部门)."""
    names = [
        table[each]
        for each in ("authority", "event_authority", "department", "source_unit")
        if each in table.columns
    ]
    return ibis.coalesce(*names, "") if names else ibis.literal("")


def _register(engine: Engine, dataset: Dataset, checking: Checking) -> ir.Table | None:
    """The subjects that records are compared with; None when none was ever received."""
    if dataset.kind != "record" or checking.register is None or not checking.register.exists():
        return None
    table = engine.read_parquet(checking.register)
    table = table.filter(~table.rejected & ~table.superseded & ~table.pending)
    return table if table.count().to_pyarrow().as_py() else None


def check_dataset(
    engine: Engine, dataset: Dataset, source: Path, target: Path, checking: Checking
) -> Iterator[Finding]:
    """Write the records of one dataset to `target`, then give the findings of its rows."""
    register = _register(engine, dataset, checking)
    rules = rules_of(dataset, checking.catalogue, checking.as_of, registered=register is not None)
    read = engine.read_parquet(source)
    seen = read if register is None else with_register(read, register)
    # An act of its own may be called department (信息报送清单); the reporting unit is told under another name first.
    judged = with_rejected(seen.mutate(reporting=_department(seen)), rules)
    keyed = with_versions(with_key(judged, dataset, checking.salt, checking.as_of))
    keyed = keyed.mutate(department=keyed.reporting)
    told = keyed.select("position", *_JUDGED).order_by("position").to_pyarrow()
    _write(source, told, dataset, target)
    records = engine.read_parquet(target)
    yield from _row_findings(records, judged, rules, dataset)
    if _holds(records.superseded):
        yield from _duplicates(records, dataset)


def _write(source: Path, told: pa.Table, dataset: Dataset, target: Path) -> None:
    """The judged columns beside the fields as read, in the order of arrival."""
    fields = [each.id for each in dataset.fields if each.id not in _JUDGED]
    columns = [*_AS_READ, *fields]
    judged = told.drop_columns(["position"])
    with pq.ParquetFile(source) as read:
        schema = pa.schema([*(read.schema_arrow.field(each) for each in columns), *judged.schema])
        with pq.ParquetWriter(beside(target), schema, compression="lz4", write_statistics=False) as writer:
            start = 0
            for batch in read.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns):
                wide = pa.Table.from_batches([batch]).select(columns)
                narrow = judged.slice(start, len(wide))
                arrays = [*wide.columns, *narrow.columns]
                writer.write_table(pa.table(arrays, schema=schema))
                start += len(wide)
    beside(target).replace(target)


def _holds(column: ir.BooleanColumn) -> bool:
    return bool(column.any().to_pyarrow().as_py())


def _row_findings(
    records: ir.Table, judged: ir.Table, rules: list[Rule], dataset: Dataset
) -> Iterator[Finding]:
    """The findings of faulty rows; rows that were sent again and accepted are only counted (已更正)."""
    # Most files have no fault, and telling that there is none costs far less than asking every rule again.
    if not _holds(records.faulty):
        return
    mended = _mended(records, dataset)
    faulty = judged.semi_join(records.filter(records.faulty), "row_id").anti_join(mended, "row_id")
    yield from findings_of(faulty, rules, dataset.name)
    counted = mended.group_by("file", "department").agg(number=mended.count()).order_by("file", "department")
    for row in counted.to_pyarrow().to_pylist():
        yield codes.MENDED.finding(dataset, row["file"], department=row["department"], number=row["number"])


def _mended(records: ir.Table, dataset: Dataset) -> ir.Table:
    """Rejected rows whose document number and subject (name or code) came again later and were accepted."""
    fields = dataset.by_id.keys()
    if not {"document_number", "subject_name"} <= fields:
        return records.filter(ibis.literal(False)).select("row_id", "file", "department")
    refused = records.filter(records.rejected)
    accepted = records.filter(~records.rejected & ~records.pending).select(
        "document_number",
        later_sequence=records.sequence,
        later_row=records.row,
        later_name=records.subject_name,
        later_code=records.subject_code,
    )
    pairs = refused.join(accepted, "document_number")
    same = (pairs.subject_name == pairs.later_name) | (pairs.subject_code == pairs.later_code)
    later = (pairs.later_sequence > pairs.sequence) | (
        (pairs.later_sequence == pairs.sequence) & (pairs.later_row > pairs.row)
    )
    return pairs.filter(same.fill_null(False) & later).select("row_id", "file", "department").distinct()


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
        "file", "row", "department", "newer_file", "newer_row", "newer_source", other=other_unit
    )
    for row in chosen.to_pyarrow().to_pylist():
        where = f"{row['newer_file']} 第 {row['newer_row']} 行"
        if row["other"]:
            where = f"{row['newer_source']}报送的 {where}"
        yield codes.DUPLICATE.finding(
            dataset, row["file"], row=row["row"], department=row["department"], where=where
        )
