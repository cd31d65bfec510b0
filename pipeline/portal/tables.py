"""Reads parts of the bundle's Parquet files as Python texts (取数): a range of rows, some columns.

Dates become ISO texts in Arrow, so that no Python date is made per cell. Writes nothing.
"""

from binascii import unhexlify
from bisect import bisect_left
from collections.abc import Iterator, Sequence
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
_REFERENCE = 2.5
"""Bytes of a row in a column of few values, at most."""


def records_path(bundle: Bundle, dataset: str) -> Path:
    """Where the published records of a dataset lie."""
    return bundle.path / "records" / f"{dataset}.parquet"


Selection = tuple[Sequence[str], Numbers]
"""Columns of a table, and the rows of which they are wanted, in order."""


def _taken(batch: pa.RecordBatch, columns: Sequence[str], rows: Numbers) -> pa.RecordBatch:
    """Some rows of a batch, as they follow each other."""
    some = batch.select(columns)
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return some.slice(rows[0], len(rows))
    return some.take(pa.array(rows))


def _batches(
    file: pq.ParquetFile, columns: Sequence[str], rows: Numbers
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The first row of each batch, and the batch, of the groups in which some rows are."""
    sizes = [file.metadata.row_group(each).num_rows for each in range(file.metadata.num_row_groups)]
    edges = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    for group in np.unique(np.searchsorted(edges, rows, side="right") - 1).tolist():
        base = int(edges[group])
        for batch in file.iter_batches(BATCH, row_groups=[group], columns=columns):
            yield base, batch
            base += batch.num_rows


def _few_values(metadata: pq.FileMetaData) -> list[str]:
    """Columns of texts that are little more than references to a dictionary; they are decoded as such in a third of the
    time."""
    sizes: dict[str, int] = {}
    for group in range(metadata.num_row_groups):
        for place in range(metadata.num_columns):
            column = metadata.row_group(group).column(place)
            if column.physical_type == "BYTE_ARRAY":
                sizes[column.path_in_schema] = (
                    sizes.get(column.path_in_schema, 0) + column.total_uncompressed_size
                )
    return [name for name, size in sizes.items() if size < _REFERENCE * metadata.num_rows]


def _plain(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(batches).cast(schema) if batches else schema.empty_table()


def read_selections(path: Path, wanted: Sequence[Selection]) -> list[pa.Table]:
    """Some rows and columns of a table for each who wants them, all in one pass; no other stays in memory."""
    names = [list(dict.fromkeys(columns)) for columns, _ in wanted]
    union = list(dict.fromkeys(name for some in names for name in some))
    kept: list[list[pa.RecordBatch]] = [[] for _ in wanted]
    every = np.concatenate([np.zeros(0, np.int64), *(rows for _, rows in wanted)])
    metadata = pq.read_metadata(path)
    schema = metadata.schema.to_arrow_schema()
    with pq.ParquetFile(path, metadata=metadata, read_dictionary=_few_values(metadata)) as file:
        for base, batch in _batches(file, union, every):
            for place, (_, rows) in enumerate(wanted):
                first, last = np.searchsorted(rows, (base, base + batch.num_rows))
                if last > first:
                    kept[place].append(_taken(batch, names[place], rows[first:last] - base))
    schemas = [pa.schema([schema.field(name) for name in some]) for some in names]
    return [_plain(batches, each) for batches, each in zip(kept, schemas, strict=True)]


def read_rows(path: Path, columns: Sequence[str], rows: Numbers) -> pa.Table:
    """Some rows of a table, whose numbers are given in order; no other stays in memory."""
    return read_selections(path, [(columns, rows)])[0]


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


def list_columns(dataset: PublicDataset) -> dict[str, str]:
    """Field of a list → column of the bundle; the subject's name is always the first."""
    fixed = {"subject_name", "document_number", "authority", "decided_on", "until", "headline"}
    fields = ("subject_name", *(each for each in dataset.list_fields if each != "subject_name"))
    return {each: each if each in fixed else f"f_{each}" for each in fields}
