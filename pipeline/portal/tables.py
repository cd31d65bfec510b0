"""Reads parts of the bundle's Parquet files as Python texts (取数): a range of rows, some columns.

Dates become ISO texts in Arrow, so that no Python date is made per cell. Writes nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, PublicDataset
from pipeline.portal.filling import laid_out

BATCH = 16_384
"""Rows decoded at a time, a group of the file, about 20 MB."""

Texts = list[str | None]


def records_path(bundle: Bundle, dataset: str) -> Path:
    """Where the published records of a dataset lie."""
    return bundle.path / "records" / f"{dataset}.parquet"


def _groups(file: pq.ParquetFile, first: int, last: int) -> tuple[list[int], int]:
    """The row groups that hold rows `first` to `last`, and the row at which they begin."""
    groups: list[int] = []
    base = begin = 0
    for number in range(file.metadata.num_row_groups):
        end = base + file.metadata.row_group(number).num_rows
        if base < last and end > first:
            begin = begin if groups else base
            groups.append(number)
        base = end
    return groups, begin


def read_rows(
    path: Path,
    columns: Sequence[str],
    first: int = 0,
    last: int | None = None,
    only: tuple[str, pa.Array] | None = None,
) -> pa.Table:
    """Rows `first` to `last` (exclusive), of them only those with one of some values in a column; no other stays in
    memory."""
    names = list(dict.fromkeys(columns))
    kept: list[pa.RecordBatch] = []
    with pq.ParquetFile(path) as file:
        schema = pa.schema([file.schema_arrow.field(name) for name in names])
        last = file.metadata.num_rows if last is None else last
        groups, base = _groups(file, first, last)
        for batch in file.iter_batches(BATCH, row_groups=groups, columns=names, use_threads=False):
            end = base + batch.num_rows
            if end > first:
                rows = batch.slice(max(first - base, 0), min(last, end) - max(first, base))
                kept.append(rows if only is None else rows.filter(pc.is_in(rows[only[0]], only[1])))
            base = end
            if end >= last:
                break
    return pa.Table.from_batches(kept, schema).select(names)


def text_keys(column: pa.ChunkedArray) -> list[npt.NDArray[np.uint64]]:
    """Keys for `np.lexsort`, the last the most significant, that put texts in the order of their UTF-8."""
    raw, ends = laid_out(column.combine_chunks())
    sizes = np.diff(ends)
    words = -(-int(sizes.max(initial=1)) // 8)
    padded = np.zeros((len(sizes), words * 8), np.uint8)
    padded[np.arange(words * 8) < sizes[:, None]] = raw[ends[0] : ends[-1]]
    return list(padded.view(">u8").astype(np.uint64).T[::-1])


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
