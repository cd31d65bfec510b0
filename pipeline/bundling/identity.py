"""The build id (生成标识): names what a bundle holds. Reads its tables, writes nothing."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.bundle import as_text


def build_id(folder: Path, head: Sequence[object]) -> str:
    """Twelve hex digits that depend on what is shown and on `head` (day, deadline rule, balance), on nothing else.

    Rows are hashed as CSV: the bytes of a Parquet file would depend on the version of its writer.
    """
    digest = hashlib.sha256(json.dumps(head).encode())
    for path in sorted(folder.rglob("*.parquet")):
        table = pq.read_table(path)
        flat = {name: as_text(table.column(name)) for name in table.column_names}
        sink = pa.BufferOutputStream()
        pa_csv.write_csv(pa.table(flat), sink)
        digest.update(sink.getvalue())
    return digest.hexdigest()[:12]
