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
import pyarrow.compute as pc

from pipeline.catalogue import Catalogue, Dataset
from pipeline.cells.columns import TEXTS
from pipeline.checks import codes
from pipeline.checks.apply import findings_of, with_rejected
from pipeline.checks.field_rules import field_rules
from pipeline.checks.register_rules import register_rules, with_register
from pipeline.checks.row_rules import row_rules
from pipeline.checks.rule import Rule
from pipeline.engine.local import Engine
from pipeline.engine.parts import ahead, parts_writer, plain, read_parts
from pipeline.findings import Finding
from pipeline.reading import read_schema
from pipeline.versions import with_key, with_versions

_AS_READ = ("row_id", "file", "row", "part", "sequence", "received_on", "source_id")
_JUDGED = pa.schema(
    [
        ("provided_on", pa.date32()),
        ("first_arrival", pa.date32()),
        ("record", pa.string()),
        ("subject", TEXTS),
        ("department", TEXTS),
        ("rejected", pa.bool_()),
        ("faulty", pa.bool_()),
        ("pending", pa.bool_()),
        ("superseded", pa.bool_()),
        ("newer_file", TEXTS),
        ("newer_row", pa.int32()),
        ("newer_source", TEXTS),
    ]
)
_TOLD = ("position", "provided_on", "record", "subject", "rejected", "faulty", "pending")


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
    judged = with_rejected(_seen(read, register), rules)
    judged = with_key(judged, dataset, checking.salt, checking.as_of)
    told = with_versions(engine, judged.select(*_TOLD, department=judged.reporting), read)
    faulty = source.with_name(f"{dataset.name}.faulty.parquet")
    _write(source, told.select(_JUDGED.names).cast(_JUDGED), dataset, target, faulty)
    records = engine.read_parquet(target)
    if pc.any(told["faulty"]).as_py():
        again = _seen(engine.read_parquet(faulty), register)
        yield from _row_findings(records, again, rules, dataset)
    if pc.any(told["superseded"]).as_py():
        yield from _duplicates(records, dataset)


def _seen(read: ir.Table, register: ir.Table | None) -> ir.Table:
    """The rows as the rules see them, with `reporting`: an act of its own may be called department (信息报送清单)."""
    seen = read if register is None else with_register(read, register)
    return seen.mutate(reporting=_department(seen))


def _write(source: Path, judged: pa.Table, dataset: Dataset, target: Path, faulty: Path) -> None:
    """The judged columns beside the fields as read, in the order of arrival; the faulty rows, as read, to `faulty`."""
    read = read_schema(dataset)
    own = [*_AS_READ, *(each.id for each in dataset.fields if each.id not in _JUDGED.names)]
    schema = pa.schema([*(read.field(each) for each in own), *_JUDGED])
    start = 0
    with parts_writer(target, schema) as writer, parts_writer(faulty, plain(read)) as apart:
        for part in ahead(read_parts(source, read)):
            narrow = judged.slice(start, len(part))
            writer.write_table(pa.table([*part.select(own).columns, *narrow.columns], schema=schema))
            if pc.any(narrow["faulty"]).as_py():
                apart.write_table(part.filter(narrow["faulty"]).cast(plain(read)))
            start += len(part)


def _row_findings(
    records: ir.Table, faulty: ir.Table, rules: list[Rule], dataset: Dataset
) -> Iterator[Finding]:
    """The findings of faulty rows; rows that were sent again and accepted are only counted (已更正)."""
    mended = _mended(records, dataset)
    yield from findings_of(faulty.anti_join(mended, "row_id"), rules, dataset.name)
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
    chosen = repeated.order_by("file", "row", "row_id").select(
        "file", "row", "department", "newer_file", "newer_row", "newer_source", other=other_unit
    )
    for row in chosen.to_pyarrow().to_pylist():
        where = f"{row['newer_file']} 第 {row['newer_row']} 行"
        if row["other"]:
            where = f"{row['newer_source']}报送的 {where}"
        yield codes.DUPLICATE.finding(
            dataset, row["file"], row=row["row"], department=row["department"], where=where
        )
