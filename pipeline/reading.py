"""Reading (读取): landed text becomes typed columns through the catalogue.

Reads `landing/<dataset>/`, writes one Parquet per dataset: who sent the row, every field typed, and beside it what
the checks need (`text_<id>` the cell as sent where it was parsed, `valid_<id>`, `unknown_<id>`). Judges nothing but
headings. Each distinct cell text is parsed once, so plain Python functions are fast enough for a million rows.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.catalogue import Dataset, Field, match_headings
from pipeline.cells import amounts, dates, labels, text
from pipeline.findings import Finding, Level
from pipeline.identifiers import credit_code
from pipeline.landing import Batch, read_batch
from pipeline.sources.raw import ROW

_CHUNK_ROWS = 100_000
_TYPES = {"date": pa.date32(), "amount": pa.float64(), "codes": pa.list_(pa.string()), "text": pa.string()}
_ORIGIN = pa.schema(
    [
        ("row_id", pa.string()),
        ("file", pa.string()),
        ("row", pa.int32()),
        ("sequence", pa.int32()),
        ("received_on", pa.date32()),
        ("text_provided_on", pa.string()),
        ("provided_on", pa.date32()),
        ("source_id", pa.string()),
    ]
)
_NO_VALUE = ("空", "无", "/", "-", "—", "NULL", "null", "None")


def map_distinct(column: pa.ChunkedArray, function: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """`function` applied to each distinct text once; nulls stay null."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = [None if value is None else function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(values, kind).take(encoded.indices)


def _parser(field: Field) -> Callable[[str], Any]:
    match field.type:
        case "date":
            return dates.parse
        case "amount":
            return amounts.parse
        case "codes":
            return labels.splitter(field.codes)
        case _:
            return _code if field.check == "credit_code" else _plain


def _code(value: str) -> str | None:
    return _plain(credit_code.compact(value))


def _plain(value: str) -> str | None:
    return None if not value or value in _NO_VALUE else value


def _unknown(field: Field) -> Callable[[str], str | None]:
    split = labels.splitter(field.codes) if field.type == "codes" else lambda value: [value]

    def first_unknown(value: str) -> str | None:
        found = split(value) or []
        return next(
            (each for each in found if not labels.is_known(each, field.codes, field.open_codes)), None
        )

    return first_unknown


def _field_columns(field: Field, cells: pa.ChunkedArray | None, rows: int) -> Iterator[tuple[str, pa.Array]]:
    """The typed column of a field and what the checks need of it."""
    sent = pa.chunked_array([pa.nulls(rows, pa.string())]) if cells is None else cells
    cleaned = pa.chunked_array([map_distinct(sent, text.clean, pa.string())])
    yield field.id, map_distinct(cleaned, _parser(field), _TYPES[field.type])
    if field.type in ("date", "amount"):
        yield f"text_{field.id}", cleaned.combine_chunks()
    if field.codes:
        yield f"unknown_{field.id}", map_distinct(cleaned, _unknown(field), pa.string())
    if field.check == "credit_code":
        yield f"valid_{field.id}", map_distinct(cleaned, _is_valid_code, pa.bool_())
    if field.id == "subject_name":
        several = map_distinct(cleaned, text.is_several_names, pa.bool_())
        yield "several_names", pc.fill_null(several, False)


def _is_valid_code(value: str) -> bool:
    return credit_code.is_valid(value)


def _origin(batch: Batch, cells: pa.Table, by_field: dict[str, pa.ChunkedArray]) -> dict[str, pa.Array]:
    """Where each row comes from, and the two reserved columns any dataset may carry."""
    rows = cells.num_rows
    absent = pa.chunked_array([pa.nulls(rows, pa.string())])
    numbers = cells.column(ROW).combine_chunks().cast(pa.int32())
    provided = by_field.get("provided_on", absent)
    values = (
        pa.array([f"{batch.batch}:{number}" for number in numbers.to_pylist()], pa.string()),
        pa.array([batch.name] * rows, pa.string()),
        numbers,
        pa.array([batch.sequence] * rows, pa.int32()),
        pa.array([batch.received_on] * rows, pa.date32()),
        provided.combine_chunks(),
        map_distinct(provided, dates.parse, pa.date32()),
        by_field.get("source_id", absent).combine_chunks(),
    )
    return dict(zip(_ORIGIN.names, values, strict=True))


def _chunk(dataset: Dataset, batch: Batch, cells: pa.Table, matched: dict[str, str]) -> pa.Table:
    """One slice of a batch as typed columns."""
    by_field = {field_id: cells.column(heading) for heading, field_id in matched.items()}
    columns = _origin(batch, cells, by_field)
    for field in dataset.fields:
        columns |= dict(_field_columns(field, by_field.get(field.id), cells.num_rows))
    return pa.table(columns)


def heading_findings(dataset: Dataset, batch: Batch, matched: dict[str, str]) -> Iterator[Finding]:
    """Columns that no field knows, and required fields without a column (缺列, 多列)."""
    for heading in batch.headings:
        if heading not in matched:
            message = (
                f"表头“{heading}”不是“{dataset.title}”的字段，该列没有采用。请按模板更正表头，或删除该列。"
            )
            yield Finding("H-001", Level.WARN, dataset.name, batch.name, message, value=heading)
    if not batch.headings:
        return
    for field in dataset.fields:
        if field.required and field.id not in matched.values():
            level = Level.WARN if "required" in field.warn else Level.REJECT
            message = f"缺少必填列“{field.title}”。请补上该列后重新报送整个文件。"
            yield Finding("H-002", level, dataset.name, batch.name, message, field=field.id)


def _schema(dataset: Dataset) -> pa.Schema:
    columns = [pair for field in dataset.fields for pair in _field_columns(field, None, 0)]
    return pa.schema([*_ORIGIN, *((name, column.type) for name, column in columns)])


def read_dataset(dataset: Dataset, batches: tuple[Batch, ...], target: Path) -> list[Finding]:
    """Write the typed rows of all batches to `target`; the findings of landing and of headings are given back."""
    findings: list[Finding] = []
    with pq.ParquetWriter(target, _schema(dataset), compression="zstd") as writer:
        for batch in batches:
            findings.extend(batch.findings)
            matched = match_headings(dataset, batch.headings)
            findings.extend(heading_findings(dataset, batch, matched))
            cells = read_batch(batch)
            for start in range(0, cells.num_rows, _CHUNK_ROWS):
                writer.write_table(_chunk(dataset, batch, cells.slice(start, _CHUNK_ROWS), matched))
    return findings
