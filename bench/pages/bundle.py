"""Bundles for bench/pages.py: copies of one under other codes, and one with some records dropped, corrected and new."""

import json
import shutil
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, open_bundle
from pipeline.engine.local import ROWS

_COPIES = string.digits + string.ascii_uppercase
_NEW = len(_COPIES) - 1
_ORDER = [("subject_code", "ascending"), ("decided_on", "descending"), ("record", "ascending")]
"""Of the records of a bundle: pages rely on it where a subject has two of one day."""


def _coded(codes: pa.ChunkedArray, copy: int) -> pa.ChunkedArray:
    """Other codes of the same order: the first symbol gives way to the copy's."""
    return pc.binary_join_element_wise(_COPIES[copy], pc.utf8_slice_codeunits(codes, 1), "")


def _renamed(table: pa.Table, copy: int) -> pa.Table:
    for name in ("code", "subject_code"):
        if name in table.column_names:
            place = table.column_names.index(name)
            table = table.set_column(place, name, _coded(table.column(name), copy))
    for name in ("record", "digest"):
        if name in table.column_names:
            place, column = table.column_names.index(name), table.column(name)
            made = pc.binary_join_element_wise(f"{copy:04x}", pc.utf8_slice_codeunits(column, 4), "")
            table = table.set_column(place, name, made)
    return table.sort_by(_ORDER) if "record" in table.column_names else table


def _copies(table: pa.Table, times: int) -> Iterator[pa.Table]:
    """All copies in order of code; rows without a code last."""
    codes = table.column("code" if "code" in table.column_names else "subject_code")
    companies = table.filter(pc.starts_with(codes, "9"))
    yield from (_renamed(companies, copy) for copy in range(times))
    yield from (_renamed(table.filter(pc.is_null(codes)), copy) for copy in range(times))


def _write_meta(bundle: Bundle, target: Path, as_of: date, build_id: str) -> None:
    meta = json.loads((bundle.path / "meta.json").read_text(encoding="utf-8"))
    for each in meta["datasets"]:
        each["records"] = pq.read_metadata(target / f"records/{each['name']}.parquet").num_rows
    meta |= {"as_of": as_of.isoformat(), "build_id": build_id}
    (target / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")


def multiply(source: Path, target: Path, times: int) -> None:
    """`times` copies (36 at most) of the companies in `source`; the rates stay those of one."""
    bundle = open_bundle(source)
    shutil.copytree(source, target)
    for name in ["subjects.parquet", *(f"records/{each.name}.parquet" for each in bundle.meta.datasets)]:
        table = pq.read_table(source / name)
        with pq.ParquetWriter(target / name, table.schema, compression="zstd") as writer:
            for part in _copies(table, times):
                writer.write_table(part.cast(table.schema), row_group_size=ROWS)
    _write_meta(bundle, target, bundle.meta.as_of, f"{times:012x}")


def _changed(table: pa.Table, share: float, as_of: date, rng: np.random.Generator) -> pa.Table:
    """A third of `share` of the rows dropped, a third corrected, a third more on the newest day."""
    drawn = rng.random(len(table))
    corrected, fresh = drawn < share / 3, (drawn >= share / 3) & (drawn < share * 2 / 3)
    dropped = (drawn >= share * 2 / 3) & (drawn < share)
    new = _renamed(table.filter(pa.array(fresh)), _NEW).drop_columns(["subject_code"])
    new = new.append_column("subject_code", table.column("subject_code").filter(pa.array(fresh)))
    new = new.set_column(new.column_names.index("decided_on"), "decided_on", pa.array([as_of] * len(new)))
    month = pa.array([f"{as_of:%Y-%m}"] * len(new), pa.string())
    new = new.set_column(new.column_names.index("month"), "month", month)
    headline = pc.if_else(pa.array(corrected), "更正", table.column("headline"))
    digest = pc.if_else(pa.array(corrected), "0" * 32, table.column("digest"))
    table = table.set_column(table.column_names.index("headline"), "headline", headline)
    table = table.set_column(table.column_names.index("digest"), "digest", digest)
    both = pa.concat_tables(
        [table.filter(pa.array(~dropped)), new.select(table.column_names).cast(table.schema)]
    )
    return both.sort_by(_ORDER)


def change(source: Path, target: Path, share: float, as_of: date) -> None:
    """The bundle in `source` a day later."""
    bundle, rng = open_bundle(source), np.random.default_rng(7)
    shutil.copytree(source, target)
    for each in bundle.meta.datasets:
        table = _changed(bundle.records(each.name), share, as_of, rng)
        path = target / f"records/{each.name}.parquet"
        pq.write_table(table, path, compression="zstd", row_group_size=ROWS)
    _write_meta(bundle, target, as_of, "c" * 12)
