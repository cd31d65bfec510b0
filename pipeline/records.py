"""Records (记录): typed rows, checked, keyed, with the newest version of each told apart.

Reads `work/read/<dataset>.arrow`; writes `work/records/<dataset>.parquet`; gives the findings. The columns are
described in ARCHITECTURE.md, "Records". The engine judges narrow rows; the wide ones are copied beside them in their
order, because sorting a million texts costs more than all rules together.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import Catalogue, Dataset
from pipeline.cells.columns import TEXTS
from pipeline.checks.apply import findings_of, with_rejected
from pipeline.checks.field_rules import field_rules
from pipeline.checks.register_rules import register_rules, with_register
from pipeline.checks.row_rules import row_rules
from pipeline.checks.rule import Rule
from pipeline.engine.local import Engine
from pipeline.engine.parts import mapped, parquet_parts, plain
from pipeline.findings import Finding
from pipeline.sent_again import duplicate_findings, mended, mended_findings
from pipeline.versions import lent_codes, with_key, with_versions

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
    """Give the findings of one dataset's rows and write its records to `target`, one beside the other: the file is
    there when all findings are given.
    """
    register = _register(engine, dataset, checking)
    rules = rules_of(dataset, checking.catalogue, checking.as_of, registered=register is not None)
    sent = mapped(source)
    rules = [each for each in rules if each.possible(sent)]
    read = ibis.memtable(sent)
    judged = with_rejected(_seen(read, register), rules)
    lent = lent_codes(engine, dataset, read)
    judged = with_key(judged, dataset, checking.salt, checking.as_of, lent)
    told = with_versions(engine, judged.select(*_TOLD, department=judged.reporting), read)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write, sent, told, dataset, target)
        if pc.any(told["faulty"]).as_py():
            again = mended(engine, sent, told)
            faulty = _faulty(sent, told, again["row_id"])
            yield from findings_of(engine, _seen(faulty, register), rules, dataset.name)
            yield from mended_findings(again, dataset)
        yield from duplicate_findings(engine, sent, told, dataset)
        writing.result()


def _faulty(sent: pa.Table, told: pa.Table, mended: pa.ChunkedArray) -> ir.Table:
    """The rows that break a rule and were not accepted later."""
    faulty = sent.filter(told["faulty"]).cast(plain(sent.schema))
    return ibis.memtable(faulty.filter(pc.invert(pc.is_in(faulty["row_id"], mended.combine_chunks()))))


def _seen(read: ir.Table, register: ir.Table | None) -> ir.Table:
    """The rows as the rules see them, with `reporting`: an act of its own may be called department (信息报送清单)."""
    seen = read if register is None else with_register(read, register)
    return seen.mutate(reporting=_department(seen))


def _write(sent: pa.Table, told: pa.Table, dataset: Dataset, target: Path) -> None:
    """The judged columns beside the fields as read, in the order of arrival."""
    own = [*_AS_READ, *(each.id for each in dataset.fields if each.id not in _JUDGED.names)]
    schema = pa.schema([*(sent.schema.field(each) for each in own), *_JUDGED])
    judged, start = told.select(_JUDGED.names).cast(_JUDGED), 0
    with parquet_parts(target, schema) as writer:
        for part in sent.select(own).to_batches():
            narrow = judged.slice(start, len(part))
            writer.write_table(pa.table([*part.columns, *narrow.columns], schema=schema))
            start += len(part)
