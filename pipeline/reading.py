"""Reading (读取): landed text becomes typed columns through the catalogue.

Reads `landing/<dataset>/`, writes one Parquet per dataset: who sent the row, every field typed, and beside it what
the checks need (cells/columns.py). Judges nothing but headings and columns that hold something else than their
heading says. Two threads: Arrow's work on columns runs beside Python's on distinct texts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.catalogue import OLD, Dataset, Field, edition_of, is_in_old_edition, match_headings
from pipeline.cells import dates
from pipeline.cells.columns import Distinct, cleaned, field_columns
from pipeline.checks.codes import HEADING, MISSING_COLUMN, SHIFTED
from pipeline.findings import Finding, Level
from pipeline.landing import Batch, read_batch
from pipeline.sources.raw import ROW

_CHUNK_ROWS = 100_000
_THREADS = 2
_SHIFTED_FROM = 3
"""Cells from which a column is judged as a whole; a file of one row has its row's findings."""
_ORIGIN = pa.schema(
    [
        ("position", pa.int64()),
        ("row_id", pa.string()),
        ("file", pa.string()),
        ("row", pa.int32()),
        ("sequence", pa.int32()),
        ("received_on", pa.date32()),
        ("text_provided_on", pa.string()),
        ("provided_on", pa.date32()),
        ("source_id", pa.string()),
        ("old_edition", pa.bool_()),
    ]
)
_CODE_LIKE = r"\A[0-9A-Z]{15,20}\z"


def _origin(
    batch: Batch, cells: pa.Table, by_field: Mapping[str, pa.ChunkedArray], position: int, old: bool
) -> dict[str, pa.Array]:
    """Where each row comes from, and the two reserved columns any dataset may carry."""
    rows = cells.num_rows
    absent = pa.chunked_array([pa.nulls(rows, pa.string())])
    numbers = cells.column(ROW).combine_chunks().cast(pa.int32())
    provided = cleaned(by_field.get("provided_on", absent))
    values = (
        pa.array(range(position, position + rows), pa.int64()),
        pc.binary_join_element_wise(f"{batch.batch}:", numbers.cast(pa.string()), ""),
        pa.repeat(pa.scalar(batch.name), rows),
        numbers,
        pa.repeat(pa.scalar(batch.sequence, pa.int32()), rows),
        pa.repeat(pa.scalar(batch.received_on, pa.date32()), rows),
        provided,
        Distinct(provided).map(dates.parse, pa.date32()),
        cleaned(by_field.get("source_id", absent)),
        pa.repeat(pa.scalar(old), rows),
    )
    return dict(zip(_ORIGIN.names, values, strict=True))


def _by_field(cells: pa.Table, matched: Mapping[str, str]) -> dict[str, pa.ChunkedArray]:
    """Field id → its cells; a second column of the same field (处罚类别2) is joined to the first."""
    found: dict[str, pa.ChunkedArray] = {}
    for heading, field_id in matched.items():
        column = cells.column(heading)
        if field_id in found:
            column = pc.binary_join_element_wise(found[field_id], column, "、", null_handling="skip")
        found[field_id] = column
    return found


def _typed(pair: tuple[Field, pa.ChunkedArray | None], rows: int, edition: str) -> list[tuple[str, pa.Array]]:
    field, cells = pair
    absent = pa.chunked_array([pa.nulls(rows, pa.string())])
    return list(field_columns(field, absent if cells is None else cells, edition))


def _chunk(
    dataset: Dataset, batch: Batch, cells: pa.Table, matched: Mapping[str, str], edition: str, position: int
) -> pa.Table:
    """One slice of a batch as typed columns."""
    by_field = _by_field(cells, matched)
    columns = _origin(batch, cells, by_field, position, edition == OLD)
    pairs = [(field, by_field.get(field.id)) for field in dataset.fields]
    with ThreadPoolExecutor(_THREADS) as pool:
        for made in pool.map(partial(_typed, rows=cells.num_rows, edition=edition), pairs):
            columns |= dict(made)
    return pa.table(columns)


def heading_findings(
    dataset: Dataset, batch: Batch, matched: Mapping[str, str], edition: str
) -> Iterator[Finding]:
    """Columns that no field knows, and required fields without a column (缺列, 多列)."""
    for heading in batch.headings:
        if heading not in matched:
            yield HEADING.finding(dataset, batch.name, value=heading, heading=heading)
    if not batch.headings:
        return
    for field in dataset.fields:
        asked = field.required and (edition != OLD or is_in_old_edition(field))
        if asked and field.id not in matched.values():
            level = Level.WARN if "required" in field.warn else Level.REJECT
            yield MISSING_COLUMN.finding(
                dataset, batch.name, field=field.id, level=level, heading=field.title
            )


def _strange(field: Field, table: pa.Table) -> pa.Array | None:
    """Which cells hold something else than the heading says; None where any text will do."""
    names = table.column_names
    if f"valid_{field.id}" in names:
        return pc.invert(table.column(f"valid_{field.id}"))
    if f"text_{field.id}" in names:
        return pc.and_(pc.is_null(table.column(field.id)), pc.is_valid(table.column(f"text_{field.id}")))
    if field.id == "subject_name":
        return pc.match_substring_regex(table.column(field.id), _CODE_LIKE)
    return None


def _count_strange(dataset: Dataset, table: pa.Table, given: Counter[str], strange: Counter[str]) -> None:
    for field in dataset.fields:
        flags = _strange(field, table)
        if flags is not None:
            sent = f"text_{field.id}" if f"text_{field.id}" in table.column_names else field.id
            given[field.id] += len(table) - table.column(sent).null_count
            strange[field.id] += pc.sum(flags).as_py() or 0


def _shifted(dataset: Dataset, batch: Batch, given: Counter[str], strange: Counter[str]) -> Iterator[Finding]:
    """Columns most of whose cells hold something else than their heading says (错列)."""
    for field in dataset.fields:
        if given[field.id] >= _SHIFTED_FROM and strange[field.id] * 2 > given[field.id]:
            yield SHIFTED.finding(
                dataset,
                batch.name,
                field=field.id,
                title=field.title,
                given=given[field.id],
                strange=strange[field.id],
            )


def _schema(dataset: Dataset) -> pa.Schema:
    columns = [pair for field in dataset.fields for pair in _typed((field, None), 0, "")]
    return pa.schema([*_ORIGIN, *((name, column.type) for name, column in columns)])


def read_dataset(dataset: Dataset, batches: tuple[Batch, ...], target: Path) -> list[Finding]:
    """Write the typed rows of all batches to `target`; the findings of landing and of columns are given back."""
    findings: list[Finding] = []
    position = 0
    with pq.ParquetWriter(target, _schema(dataset), compression="lz4", write_statistics=False) as writer:
        for batch in batches:
            findings.extend(batch.findings)
            matched = match_headings(dataset, batch.headings)
            edition = edition_of(dataset, batch.headings)
            findings.extend(heading_findings(dataset, batch, matched, edition))
            given: Counter[str] = Counter()
            strange: Counter[str] = Counter()
            cells = read_batch(batch)
            for start in range(0, cells.num_rows, _CHUNK_ROWS):
                part = cells.slice(start, _CHUNK_ROWS)
                table = _chunk(dataset, batch, part, matched, edition, position)
                writer.write_table(table)
                position += len(table)
                _count_strange(dataset, table, given, strange)
            findings.extend(_shifted(dataset, batch, given, strange))
    return findings
