"""The build id (生成标识): names what a bundle holds. Reads its tables, writes nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.bundle import as_text

ROWS = "digest"
"""Column of the records that is a digest of all others, so that they need not be hashed twice."""


def table_digest(path: Path) -> str:
    """SHA-256 of a table's rows in their order; the bytes of a Parquet file would depend on the version of its writer."""
    schema = pq.read_schema(path)
    return rows_digest(pq.read_table(path, columns=[ROWS] if ROWS in schema.names else None))


def rows_digest(table: pa.Table) -> str:
    """The same of a table at hand, of which those of records are `ROWS` alone."""
    flat = {name: as_text(table.column(name)) for name in table.column_names}
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(pa.table(flat), sink)
    return hashlib.sha256(sink.getvalue()).hexdigest()


def table_digests(folder: Path) -> dict[str, str]:
    """The digest of each table of a bundle by its path."""
    return {
        path.relative_to(folder).as_posix(): table_digest(path) for path in sorted(folder.rglob("*.parquet"))
    }


def build_id(tables: Mapping[str, str], head: Sequence[object]) -> str:
    """Twelve hex digits that depend on what is shown and on `head` (day, deadline rule, balance), on nothing else."""
    whole = json.dumps([*head, sorted(tables.items())])
    return hashlib.sha256(whole.encode()).hexdigest()[:12]
