"""One table as CSV and JSON Lines (数据文件), the same rows in both, counted and hashed while they are written.

CSV has the Chinese headings and no cell that a spreadsheet would run; JSON Lines has the field ids as keys, which
datapackage.json explains. Reads the bundle batch by batch; never holds a whole table.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.bundle import PublicDataset, as_text
from pipeline.portal.filling import laid_out

_FORMULA = r"^([=+\-@\t\r\n＝＋－＠])"
"""A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection), the full-width ones too where the
keyboard is Chinese or Japanese; an apostrophe before it makes it text."""

_BATCH_ROWS = 16_384
_LINE_END, _QUOTE = ord("\n"), ord('"')

KINDS = ("csv", "jsonl")
"""The two files of a table."""

Sizes = npt.NDArray[np.uint32]
NO_SIZES: Sizes = np.zeros(0, dtype=np.uint32)
_SPECIAL = np.zeros(256, dtype=np.bool_)
_SPECIAL[[*range(0x20), *b'"\\']] = True
"""Bytes that JSON escapes; none of them is part of another character in UTF-8."""
_FORMULA_FIRST = np.zeros(256, dtype=np.bool_)
_FORMULA_FIRST[[*b"=+-@\t\r\n", *{each.encode()[0] for each in "＝＋－＠"}]] = True
"""Bytes with which what _FORMULA finds begins."""


@dataclass(frozen=True)
class Field:
    """A column of a published table: key, heading, column of the bundle."""

    id: str
    title: str
    column: str


@dataclass(frozen=True)
class DataFile:
    """One line of the manifest."""

    path: str
    title: str
    rows: int
    bytes: int
    sha256: str


SUBJECT_FIELDS = (
    Field("code", "统一社会信用代码", "code"),
    Field("name", "主体名称", "name"),
    Field("kind", "主体类别", "kind"),
    Field("registered_on", "注册日期", "registered_on"),
    Field("status", "登记状态", "status"),
    Field("former_names", "曾用名", "former_names"),
    Field("industry", "行业", "industry"),
    Field("division", "行政区划", "division"),
)


def record_fields(dataset: PublicDataset) -> tuple[Field, ...]:
    """What is published of a record."""
    return (
        Field("record", "记录标识", "record"),
        *(Field(each.id, each.title, each.column) for each in dataset.columns),
        Field("first_shown_on", "首次公示日期", "shown_since"),
        Field("shown_until", "公示至", "until"),
        Field("objection", "异议标注", "under_objection"),
    )


class Hashed:
    """A binary file that knows its size and SHA-256."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest, self.size = stream, hashlib.sha256(), 0
        self.closed = False

    def write(self, data: bytes | memoryview) -> int:
        """Write and count."""
        self._digest.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def flush(self) -> None:
        """What Arrow asks of a file."""

    @property
    def hexdigest(self) -> str:
        """Of all that was written."""
        return self._digest.hexdigest()


@dataclass(frozen=True)
class Known:
    """A file whose size and SHA-256 are known without writing it."""

    size: int
    hexdigest: str


def texts(batch: pa.RecordBatch, fields: Iterable[Field]) -> list[pa.Array]:
    """The columns as text, null where there is nothing."""
    found = []
    for field in fields:
        column = pa.chunked_array([batch.column(field.column)])
        if field.column == "under_objection":
            column = pc.if_else(column, "异议处理中", pa.scalar(None, pa.string()))
        found.append(as_text(column).combine_chunks())
    return found


def _bytes(column: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """The texts of a column one after the other, and where each that is not empty begins."""
    if len(column) == column.null_count:
        return np.zeros(0, np.uint8), np.zeros(0, np.int32)
    raw, ends = laid_out(column)
    return raw[: ends[-1]], ends[:-1][np.diff(ends) > 0]


def _json_text(column: pa.Array) -> pa.Array:
    """Texts as they stand between the quotes of JSON; bytes are looked at, for a regular expression takes ten times as long."""
    raw, firsts = _bytes(column)
    if len(firsts) == 0 or not _SPECIAL[raw[firsts[0] :]].any():
        return column
    listed = [
        None if each is None else json.dumps(each, ensure_ascii=False)[1:-1] for each in column.to_pylist()
    ]
    return pa.array(listed, pa.string())


def json_objects(columns: list[pa.Array], fields: Iterable[Field]) -> pa.Array:
    """Each row as a JSON object without its empty fields; the first field is never empty."""
    parts: list[pa.Array | str] = []
    for number, (field, column) in enumerate(zip(fields, columns, strict=True)):
        key = f'{"," if number else "{"}"{field.id}":"'
        made = pc.binary_join_element_wise(key, _json_text(column), '"', "")
        parts.append(made if number == 0 else pc.coalesce(made, ""))
    return pc.binary_join_element_wise(*parts, "}", "")


def _write_lines(objects: pa.Array, target: Hashed) -> Sizes:
    """The lines as they lie one after the other in Arrow's memory, without a Python text for each; the bytes of each."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(objects)], pa.int32()), objects)
    if len(objects):
        target.write(memoryview(pc.binary_join(whole, "\n")[0].as_buffer()))
        target.write(b"\n")
    sizes: Sizes = pc.add(pc.binary_length(objects), 1).to_numpy().astype(np.uint32)
    return sizes


def _row_sizes(csv: memoryview, rows: int) -> Sizes:
    """The bytes of each row of a CSV text: it ends with a line end that stands in no cell (RFC 4180)."""
    raw = np.frombuffer(csv, dtype=np.uint8)
    ends = np.flatnonzero(raw == _LINE_END)
    if len(ends) > rows:
        ends = ends[np.cumsum(raw == _QUOTE)[ends] % 2 == 0]
    return np.diff(ends, prepend=-1).astype(np.uint32)


def _safe(column: pa.Array) -> pa.Array:
    """Texts that no spreadsheet runs."""
    raw, firsts = _bytes(column)
    return (
        pc.replace_substring_regex(column, _FORMULA, r"'\1") if _FORMULA_FIRST[raw[firsts]].any() else column
    )


def _write_csv(columns: list[pa.Array], fields: tuple[Field, ...], target: Hashed, header: bool) -> Sizes:
    table = pa.table([_safe(column) for column in columns], names=[field.title for field in fields])
    options = pa_csv.WriteOptions(include_header=header, quoting_style="needed")
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(table, sink, options)
    made = memoryview(sink.getvalue())
    target.write(made)
    return _row_sizes(made, len(table))


@dataclass(frozen=True)
class Written:
    """A table's CSV and JSON Lines, and the bytes of each row in both."""

    csv: DataFile
    lines: DataFile
    csv_sizes: Sizes
    line_sizes: Sizes


def written(name: str, title: str, made: Sequence[Hashed | Known], sizes: Sequence[Sizes]) -> Written:
    """The two files of a table, described."""
    csv, lines = (
        DataFile(f"{name}.{kind}", title, len(sizes[0]), each.size, each.hexdigest)
        for kind, each in zip(KINDS, made, strict=True)
    )
    return Written(csv, lines, sizes[0], sizes[1])


def write_table(source: Path, fields: tuple[Field, ...], folder: Path, name: str, title: str) -> Written:
    """Write <name>.csv and <name>.jsonl of a table of the bundle."""
    csv_path, lines_path = (folder / f"{name}.{kind}" for kind in KINDS)
    sizes: tuple[list[Sizes], list[Sizes]] = ([NO_SIZES], [NO_SIZES])
    with csv_path.open("wb") as first, lines_path.open("wb") as second, pq.ParquetFile(source) as file:
        made = Hashed(first), Hashed(second)
        columns = list(dict.fromkeys(field.column for field in fields))
        empty = pa.RecordBatch.from_pylist(
            [], schema=pa.schema([file.schema_arrow.field(c) for c in columns])
        )
        _write_csv(texts(empty, fields), fields, made[0], header=True)
        for batch in file.iter_batches(_BATCH_ROWS, columns=columns):
            shown = texts(batch, fields)
            sizes[0].append(_write_csv(shown, fields, made[0], header=False))
            sizes[1].append(_write_lines(json_objects(shown, fields), made[1]))
    return written(name, title, made, [np.concatenate(each) for each in sizes])
