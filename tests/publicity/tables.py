"""Records and events for tests, as the stages before write them; every value has a harmless default."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pipeline.catalogue import Dataset, load_catalogue

CATALOGUE = load_catalogue()
PENALTY, PERMIT = CATALOGUE["penalty"], CATALOGUE["permit"]
HONOUR, BLACKLIST = CATALOGUE["honour"], CATALOGUE["blacklist"]

_ARROW = {"text": pa.string(), "date": pa.date32(), "amount": pa.float64(), "codes": pa.list_(pa.string())}
_FRAME: list[tuple[str, pa.DataType]] = [
    ("row_id", pa.string()),
    ("file", pa.string()),
    ("row", pa.int32()),
    ("provided_on", pa.date32()),
    ("department", pa.string()),
    ("rejected", pa.bool_()),
    ("superseded", pa.bool_()),
    ("corrected_on", pa.date32()),
    ("vanished_on", pa.date32()),
    ("barred", pa.string()),
    ("barred_on", pa.date32()),
]
_EVENT: list[tuple[str, pa.DataType]] = [
    ("event", pa.string()),
    ("row_id", pa.string()),
    ("about", pa.string()),
    ("document_key", pa.string()),
    ("authority", pa.string()),
    ("subject_code", pa.string()),
    ("subject_name", pa.string()),
    ("happened_on", pa.date32()),
    ("outcome", pa.string()),
    ("closed_on", pa.date32()),
]
_DEFAULTS: dict[str, Any] = {
    "file": "f.csv",
    "row": 2,
    "department": "示例县市场监督管理局",
    "rejected": False,
    "superseded": False,
    "subject_name": "示例甲有限公司",
    "subject_code": "91439999MA00000001",
    "subject_kind": "法人及非法人组织",
    "document_number": "示市监罚〔2026〕1号",
    "authority": "示例县市场监督管理局",
    "decided_on": date(2026, 5, 6),
    "provided_on": date(2026, 5, 8),
    "penalty_kinds": ["罚款"],
    "valid_until": date(2099, 12, 31),
}
Row = Mapping[str, Any]


def record(row_id: str = "r1", **values: Any) -> dict[str, Any]:
    """One record as a dict."""
    return {**_DEFAULTS, "row_id": row_id, **values}


def event(name: str, row_id: str = "e1", **values: Any) -> dict[str, Any]:
    """One event about the default record."""
    base = {
        "event": name,
        "row_id": row_id,
        "about": "penalty",
        "document_key": "示市监罚〔2026〕1号",
        "authority": "示例县市场监督管理局",
        "subject_code": "91439999MA00000001",
        "subject_name": "示例甲有限公司",
        "happened_on": date(2026, 6, 1),
    }
    return {**base, **values}


def records_arrow(dataset: Dataset, rows: Iterable[Row]) -> pa.Table:
    """Rows with exactly the columns of the dataset."""
    schema = pa.schema([*_FRAME, *((each.id, _ARROW[each.type]) for each in dataset.fields)])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def records_table(dataset: Dataset, rows: Iterable[Row]) -> ir.Table:
    """The same for the engine."""
    return ibis.memtable(records_arrow(dataset, rows))


def events_arrow(rows: Iterable[Row]) -> pa.Table:
    """Rows of all events."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=pa.schema(_EVENT))


def events_table(rows: Iterable[Row]) -> ir.Table:
    """The same for the engine."""
    return ibis.memtable(events_arrow(rows))


def rows_of(table: ir.Table) -> list[dict[str, Any]]:
    """A table as dicts."""
    answer: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return answer
