"""Tables too large to hold, part by part (分块): read as distinct texts where texts repeat, and written so.

Reads and writes the work files of a build, which are read once and replaced. What is read once and whole is an Arrow
stream, as large on disk as in memory, which is then mapped and costs neither packing nor unpacking. What is read column
by column later is Parquet without statistics, packed lightly, a row group a part.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.files import beside

_Item = TypeVar("_Item")


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The items, each made in another thread while the one before is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item


def plain(schema: pa.Schema) -> pa.Schema:
    """The same columns without distinct texts: of a few rows they would all be kept."""
    kinds = (
        (each, each.type.value_type if pa.types.is_dictionary(each.type) else each.type) for each in schema
    )
    return pa.schema([each.with_type(kind) for each, kind in kinds])


@contextmanager
def parquet_parts(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A writer of one row group a table; the file has its name when all are written."""
    with pq.ParquetWriter(
        beside(path),
        schema,
        compression="lz4",
        write_statistics=False,
        use_dictionary=[each.name for each in schema if pa.types.is_dictionary(each.type)],
        store_schema=False,
    ) as writer:
        yield writer
    beside(path).replace(path)


@contextmanager
def mapped_parts(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatchStreamWriter]:
    """A writer for `mapped`, each table a part; the file has its name when all are written."""
    with pa.ipc.new_stream(beside(path), schema) as writer:
        yield writer
    beside(path).replace(path)


def mapped(path: Path) -> pa.Table:
    """The rows of all parts, each part a chunk; the file is mapped, so that only what is looked at is in memory."""
    return pa.ipc.open_stream(pa.memory_map(str(path))).read_all()
