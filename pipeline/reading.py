"""Reading (读取): landed text becomes typed columns through the catalogue.

Reads `landing/<dataset>/`, writes one Arrow stream per dataset: who sent the row, every field typed, and beside it what
the checks need (cells/columns.py). Judges nothing but headings and columns that hold something else than their
heading says.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import OLD, Dataset, Field, edition_of, is_in_old_edition, match_headings
from pipeline.cells import dates
from pipeline.cells.columns import TEXTS, cleaned, field_columns, is_varied, parsed, whole
from pipeline.checks.codes import HEADING, MISSING_COLUMN, SHIFTED
from pipeline.engine.parts import ahead, mapped_parts
from pipeline.findings import Finding, Level
from pipeline.landing import Batch, read_parts
from pipeline.several import part_rows
from pipeline.sources.raw import ROW

_SHIFTED_FROM = 3
"""Cells from which a column is judged as a whole; a file of one row has its row's findings."""
_ORIGIN = pa.schema(
    [
        ("position", pa.int64()),
        ("row_id", pa.string()),
        ("file", TEXTS),
        ("row", pa.int32()),
        ("part", pa.int16()),
        ("sequence", pa.int32()),
        ("received_on", pa.date32()),
        ("text_provided_on", TEXTS),
        ("provided_on", pa.date32()),
        ("source_id", TEXTS),
        ("old_edition", pa.bool_()),
    ]
)
_CODE_LIKE = r"\A[0-9A-Z]{15,20}\z"


def _row_ids(batch: Batch, numbers: pa.Array, parts: pa.Array) -> pa.Array:
    """`<batch>:<row>`; of a row with several subjects `<batch>:<row>.<number of the subject>`."""
    ids = pc.binary_join_element_wise(f"{batch.batch}:", numbers.cast(pa.string()), "")
    if pc.max(parts).as_py():
        own = pc.binary_join_element_wise(ids, parts.cast(pa.string()), ".")
        ids = pc.if_else(pc.greater(parts, 0), own, ids)
    return ids


def _origin(
    batch: Batch,
    numbers: pa.Array,
    parts: pa.Array,
    by_field: Mapping[str, pa.Array],
    position: int,
    old: bool,
) -> dict[str, pa.Array]:
    """Where each row comes from, and the two reserved columns any dataset may carry."""
    rows = len(numbers)
    absent = pa.nulls(rows, TEXTS)
    provided = cleaned(by_field.get("provided_on", absent))
    values = (
        pa.array(np.arange(position, position + rows, dtype=np.int64)),
        _row_ids(batch, numbers, parts),
        pa.repeat(pa.scalar(batch.name), rows).dictionary_encode(),
        numbers,
        parts,
        pa.repeat(pa.scalar(batch.sequence, pa.int32()), rows),
        pa.repeat(pa.scalar(batch.received_on, pa.date32()), rows),
        provided,
        parsed(provided, dates.parse, pa.date32()),
        cleaned(by_field.get("source_id", absent)),
        pa.repeat(pa.scalar(old), rows),
    )
    return dict(zip(_ORIGIN.names, values, strict=True))


def _by_field(cells: pa.Table, matched: Mapping[str, str]) -> dict[str, pa.Array]:
    """Field id → its cells; a second column of the same field (处罚类别2) is joined to the first."""
    found: dict[str, pa.Array] = {}
    for heading, field_id in matched.items():
        column = whole(cells.column(heading))
        if field_id in found:
            pair = (each.cast(pa.string()) for each in (found[field_id], column))
            joined = pc.binary_join_element_wise(*pair, "、", null_handling="skip")
            column = joined.dictionary_encode() if pa.types.is_dictionary(column.type) else joined
        found[field_id] = column
    return found


def _chunk(
    dataset: Dataset, batch: Batch, cells: pa.Table, matched: Mapping[str, str], edition: str, position: int
) -> pa.Table:
    """A part of a batch as typed columns, one row for each subject."""
    by_field, numbers = _by_field(cells, matched), whole(cells.column(ROW))
    parts = pa.repeat(pa.scalar(0, pa.int16()), len(numbers))
    several = part_rows(by_field)
    if several is not None:
        by_field, numbers, parts = several.columns, numbers.take(several.places), several.parts
    columns = _origin(batch, numbers, parts, by_field, position, edition == OLD)
    for field in dataset.fields:
        sent = by_field.get(field.id)
        columns |= field_columns(field, _absent(field, len(numbers)) if sent is None else sent, edition)
    return pa.table(columns)


def _absent(field: Field, rows: int) -> pa.Array:
    return pa.nulls(rows, pa.string() if is_varied(field) else TEXTS)


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
        column = whole(table.column(field.id))
        return pc.match_substring_regex(column.dictionary, _CODE_LIKE).take(column.indices)
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


def read_schema(dataset: Dataset) -> pa.Schema:
    """The columns of the file that `read_dataset` writes."""
    columns = [pair for field in dataset.fields for pair in field_columns(field, _absent(field, 0))]
    return pa.schema([*_ORIGIN, *((name, column.type) for name, column in columns)])


class _Reader:
    """The typed rows of all batches on their way into the file, and what was found on the way."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.findings: list[Finding] = []
        self._position = 0

    def tables(self, batches: tuple[Batch, ...]) -> Iterator[pa.Table]:
        for batch in batches:
            self.findings.extend(batch.findings)
            matched = match_headings(self.dataset, batch.headings)
            edition = edition_of(self.dataset, batch.headings)
            self.findings.extend(heading_findings(self.dataset, batch, matched, edition))
            given: Counter[str] = Counter()
            strange: Counter[str] = Counter()
            for part in ahead(read_parts(batch, self._varied(matched))):
                table = _chunk(self.dataset, batch, part, matched, edition, self._position)
                self._position += len(table)
                _count_strange(self.dataset, table, given, strange)
                yield table
            self.findings.extend(_shifted(self.dataset, batch, given, strange))

    def _varied(self, matched: Mapping[str, str]) -> frozenset[str]:
        fields = self.dataset.by_id
        return frozenset(
            heading for heading, name in matched.items() if name in fields and is_varied(fields[name])
        )


def read_dataset(dataset: Dataset, batches: tuple[Batch, ...], target: Path) -> list[Finding]:
    """Write the typed rows of all batches to `target`; the findings of landing and of columns are given back.

    A part is read, the one before it parsed and the one before that written, each in a thread of its own.
    """
    reader = _Reader(dataset)
    with mapped_parts(target, read_schema(dataset)) as writer:
        for table in ahead(reader.tables(batches)):
            writer.write_table(table)
    return reader.findings
