"""Reads parts of the bundle's Parquet files as Python texts (取数): a range of rows, some columns.

Dates become ISO texts in Arrow, so that no Python date is made per cell. Writes nothing.
"""

from binascii import unhexlify
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, PublicDataset
from pipeline.errors import VerifyError

BATCH = 16_384
"""Rows decoded at a time, a group of the file, about 20 MB."""

Texts = list[str | None]
Ids = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
_ID = 16


def records_path(bundle: Bundle, dataset: str) -> Path:
    """Where the published records of a dataset lie."""
    return bundle.path / "records" / f"{dataset}.parquet"


def _taken(batch: pa.RecordBatch, rows: Numbers) -> pa.RecordBatch:
    """Some rows of a batch, as they follow each other."""
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return batch.slice(rows[0], len(rows))
    return batch.take(pa.array(rows))


def read_rows(path: Path, columns: Sequence[str], rows: Numbers) -> pa.Table:
    """Some rows of a table, whose numbers are given in order; no other stays in memory."""
    names = list(dict.fromkeys(columns))
    kept: list[pa.RecordBatch] = []
    with pq.ParquetFile(path) as file:
        schema = pa.schema([file.schema_arrow.field(name) for name in names])
        sizes = [file.metadata.row_group(each).num_rows for each in range(file.metadata.num_row_groups)]
        edges = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        cuts = np.searchsorted(rows, edges)
        for group in np.flatnonzero(np.diff(cuts)).tolist():
            mine, base = rows[cuts[group] : cuts[group + 1]], int(edges[group])
            for batch in file.iter_batches(BATCH, row_groups=[group], columns=names, use_threads=False):
                first, last = np.searchsorted(mine, (base, base + batch.num_rows))
                kept.append(_taken(batch, mine[first:last] - base))
                base += batch.num_rows
    return pa.Table.from_batches(kept, schema).select(names)


def record_ids(texts: bytes, number: int) -> Ids:
    """So many ids of records, written one after the other, as numbers: a million are compared in a tenth of a second.

    An id has 16 hexadecimal digits (decision 0203).
    """
    if len(texts) != number * _ID:
        raise VerifyError(f"有记录编号不是 {_ID} 位十六进制数。新站点没有发布，请重新生成公示包。")
    return np.frombuffer(unhexlify(texts), np.uint64)


def part_name(address: str) -> str:
    """How the downloads of a month or a type are named: `penalty/2026-10/` has penalty-2026-10.csv."""
    return address.strip("/").replace("/", "-")


def texts(table: pa.Table, column: str) -> Texts:
    """A column as a list of texts; dates in ISO form."""
    values = table.column(column)
    if pa.types.is_date(values.type):
        values = pc.cast(values, pa.string())
    listed: Texts = values.to_pylist()
    return listed


def boundaries(path: Path, codes: Sequence[str]) -> list[int]:
    """For each of the sorted `codes`, the first row whose subject code is not below it (rows without come last)."""
    column = pq.read_table(path, columns=["subject_code"]).column(0).drop_null()
    return [int(each) for each in np.searchsorted(column.to_numpy(zero_copy_only=False), list(codes))]


def first_row(table: pa.Table, code: str | None) -> int:
    """The first row of a table sorted by subject code whose code is not below `code`; its length for None."""
    column = table.column("subject_code")
    return (
        len(column)
        if code is None
        else bisect_left(range(len(column)), code, key=lambda row: column[row].as_py())
    )


def newest(table: pa.Table, number: int, by: Sequence[str] = ("decided_on",)) -> pa.Table:
    """The records whose days `by` are the last, ties by record id."""
    days = np.zeros(len(table), np.int64)
    for name in by:
        days = (days << 32) + table.column(name).cast(pa.int32()).to_numpy()
    if len(table) > number:
        # Sorting a million rows for twenty takes four times as long.
        table = table.filter(pa.array(days >= np.partition(days, -number)[-number]))
    return table.sort_by([*((name, "descending") for name in by), ("record", "ascending")]).slice(0, number)


def rows_with_subject(path: Path) -> int:
    """How many records carry a subject code."""
    column = pq.read_table(path, columns=["subject_code"]).column(0)
    return int(len(column) - column.null_count)


def list_columns(dataset: PublicDataset) -> dict[str, str]:
    """Field of a list → column of the bundle; the subject's name is always the first."""
    fixed = {"subject_name", "document_number", "authority", "decided_on", "until", "headline"}
    fields = ("subject_name", *(each for each in dataset.list_fields if each != "subject_name"))
    return {each: each if each in fixed else f"f_{each}" for each in fields}
