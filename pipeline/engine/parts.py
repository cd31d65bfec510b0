"""Tables too large to hold, part by part (分块): read as distinct texts where texts repeat, and written so.

Reads and writes Parquet; a part is one row group. The work files of a build are read once and replaced: they have no
statistics, and are packed lightly.
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


def _repeating(schema: pa.Schema) -> list[str]:
    return [each.name for each in schema if pa.types.is_dictionary(each.type)]


def plain(schema: pa.Schema) -> pa.Schema:
    """The same columns without distinct texts: of a few rows they would all be kept."""
    kinds = (
        (each, each.type.value_type if pa.types.is_dictionary(each.type) else each.type) for each in schema
    )
    return pa.schema([each.with_type(kind) for each, kind in kinds])


@contextmanager
def parts_writer(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A writer of one row group a table; the file has its name when all are written."""
    with pq.ParquetWriter(
        beside(path),
        schema,
        compression="lz4",
        write_statistics=False,
        use_dictionary=_repeating(schema),
        store_schema=False,
    ) as writer:
        yield writer
    beside(path).replace(path)


def read_parts(path: Path, schema: pa.Schema) -> Iterator[pa.Table]:
    """The columns of `schema`, a row group at a time."""
    with pq.ParquetFile(path, read_dictionary=_repeating(schema)) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, columns=schema.names)
