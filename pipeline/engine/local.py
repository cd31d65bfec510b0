"""This machine as the engine: an in-memory DuckDB reached through Ibis, its spill in a temporary folder.

Reads and writes Parquet; keeps nothing. Expressions are Ibis, so that another engine can run them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from pipeline.files import beside

Engine: TypeAlias = "ibis.BaseBackend"

# Two threads: the machine the bars are set for has two cores. 1 GB leaves room for Arrow and Python below 2 GB.
_THREADS, _MEMORY = 2, "1GB"

ROWS = 16_384
"""Rows a group of a Parquet file: who reads some rows in the middle decodes the whole group (DuckDB's own: 122,880)."""


@contextmanager
def open_engine() -> Iterator[Engine]:
    """An engine for one stage; its temporary folder goes with it."""
    with tempfile.TemporaryDirectory(prefix="portal-engine-") as folder:
        con = ibis.duckdb.connect(threads=_THREADS, memory_limit=_MEMORY, temp_directory=folder)
        # After two seconds the engine would draw a bar of its own into whatever prints the result.
        con.raw_sql("SET enable_progress_bar = false")
        try:
            yield con
        finally:
            con.disconnect()


def write_parquet(engine: Engine, table: ir.Table, path: Path) -> None:
    """Write a table in its order, first beside `path`, then by rename."""
    engine.to_parquet(table, beside(path), compression="zstd", row_group_size=ROWS)
    beside(path).replace(path)


def materialise(engine: Engine, table: ir.Table, path: Path) -> ir.Table:
    """Write a table and give it back as read from the file, so that it is computed once."""
    write_parquet(engine, table, path)
    return engine.read_parquet(path)
