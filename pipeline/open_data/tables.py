"""One table as CSV and JSON Lines (数据文件), the same rows in both, counted and hashed while they are written.

CSV has the Chinese headings and no cell that a spreadsheet would run; JSON Lines has the field ids as keys, which
datapackage.json explains. Reads the bundle batch by batch; never holds a whole table.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.bundle import PublicDataset, as_text

_FORMULA = r"^([=+\-@\t\r\n＝＋－＠])"
"""A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection), the full-width ones too where the
keyboard is Chinese or Japanese; an apostrophe before it makes it text."""

_BATCH_ROWS = 16_384
_SPECIAL = '[\\\\"\x00-\x1f]'


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


def texts(batch: pa.RecordBatch, fields: Iterable[Field]) -> list[pa.Array]:
    """The columns as text, null where there is nothing."""
    found = []
    for field in fields:
        column = pa.chunked_array([batch.column(field.column)])
        if field.column == "under_objection":
            column = pc.if_else(column, "异议处理中", pa.scalar(None, pa.string()))
        found.append(as_text(column).combine_chunks())
    return found


def _json_text(column: pa.Array) -> pa.Array:
    """Texts as they stand between the quotes of JSON."""
    if not pc.any(pc.match_substring_regex(column, _SPECIAL)).as_py():
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


def _write_lines(objects: pa.Array, target: Hashed) -> None:
    """The lines as they lie one after the other in Arrow's memory, without a Python text for each."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(objects)], pa.int32()), objects)
    if len(objects):
        target.write(memoryview(pc.binary_join(whole, "\n")[0].as_buffer()))
        target.write(b"\n")


def _write_csv(columns: list[pa.Array], fields: tuple[Field, ...], target: Hashed, header: bool) -> None:
    safe = [pc.replace_substring_regex(column, _FORMULA, r"'\1") for column in columns]
    table = pa.table(safe, names=[field.title for field in fields])
    options = pa_csv.WriteOptions(include_header=header, quoting_style="needed")
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(table, sink, options)
    target.write(memoryview(sink.getvalue()))


def write_table(
    source: Path, fields: tuple[Field, ...], folder: Path, name: str, title: str
) -> tuple[DataFile, DataFile]:
    """Write <name>.csv and <name>.jsonl of a table of the bundle."""
    rows, paths = 0, (folder / f"{name}.csv", folder / f"{name}.jsonl")
    with paths[0].open("wb") as first, paths[1].open("wb") as second, pq.ParquetFile(source) as file:
        made = Hashed(first), Hashed(second)
        columns = list(dict.fromkeys(field.column for field in fields))
        empty = pa.RecordBatch.from_pylist(
            [], schema=pa.schema([file.schema_arrow.field(c) for c in columns])
        )
        _write_csv(texts(empty, fields), fields, made[0], header=True)
        for batch in file.iter_batches(_BATCH_ROWS, columns=columns):
            shown = texts(batch, fields)
            _write_csv(shown, fields, made[0], header=False)
            _write_lines(json_objects(shown, fields), made[1])
            rows += batch.num_rows
    csv, lines = (
        DataFile(path.name, title, rows, each.size, each.hexdigest)
        for path, each in zip(paths, made, strict=True)
    )
    return csv, lines
