"""Rows that were sent again (再次报送): refused ones that were accepted later, and records that came twice.

Takes the rows as read and, in the same order, what the checks made of them; looks only at those that may be concerned,
because the others are nearly all. Reads and writes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import Dataset
from pipeline.checks import codes
from pipeline.engine.local import Engine
from pipeline.engine.parts import plain
from pipeline.findings import Finding

_NUMBER = "document_number"
_REFUSED = (
    *("row_id", "file", "sequence", "row", _NUMBER, "subject_name", "subject_code"),
    *("rejected", "pending", "department"),
)
_REPEATED = (
    *("row_id", "file", "row", "source_unit"),
    *("department", "newer_file", "newer_row", "newer_source"),
)


def _among(column: pa.ChunkedArray, values: pa.Array) -> pa.ChunkedArray:
    """Which cells are one of the values."""
    flags = [
        pc.is_in(each.dictionary, values).take(each.indices)
        if pa.types.is_dictionary(each.type)
        else pc.is_in(each, values)
        for each in column.chunks
    ]
    return pc.fill_null(pa.chunked_array(flags, pa.bool_()), False)


def _rows(sent: pa.Table, told: pa.Table, where: pa.ChunkedArray, names: Sequence[str]) -> pa.Table:
    """Some of the rows and columns; what the checks made of a column goes before it as read."""
    judged = told.select([each for each in names if each in told.column_names])
    read = sent.select(
        [each for each in names if each in sent.column_names and each not in judged.column_names]
    )
    rows = read.filter(where).cast(plain(read.schema))
    for each in judged.column_names:
        rows = rows.append_column(each, judged[each].filter(where))
    return rows


def mended(engine: Engine, sent: pa.Table, told: pa.Table) -> pa.Table:
    """Rejected rows (row_id, file, department) whose document number and subject came again later and were accepted."""
    if not {_NUMBER, "subject_name"} <= set(sent.column_names) or not pc.any(told["rejected"]).as_py():
        return pa.table({each: pa.array([], pa.string()) for each in ("row_id", "file", "department")})
    numbers = sent.select([_NUMBER]).filter(told["rejected"])[_NUMBER]
    numbers = pc.unique(numbers.cast(pa.string())).drop_null()
    concerned = pc.or_(told["rejected"], _among(sent[_NUMBER], numbers))
    return engine.to_pyarrow(_accepted_later(ibis.memtable(_rows(sent, told, concerned, _REFUSED))))


def _accepted_later(rows: ir.Table) -> ir.Table:
    refused = rows.filter(rows.rejected)
    accepted = rows.filter(~rows.rejected & ~rows.pending).select(
        _NUMBER,
        later_sequence=rows.sequence,
        later_row=rows.row,
        later_name=rows.subject_name,
        later_code=rows.subject_code,
    )
    pairs = refused.join(accepted, _NUMBER)
    same = (pairs.subject_name == pairs.later_name) | (pairs.subject_code == pairs.later_code)
    later = (pairs.later_sequence > pairs.sequence) | (
        (pairs.later_sequence == pairs.sequence) & (pairs.later_row > pairs.row)
    )
    return pairs.filter(same.fill_null(False) & later).select("row_id", "file", "department").distinct()


def mended_findings(mended: pa.Table, dataset: Dataset) -> Iterator[Finding]:
    """How many refused rows of each file and department are well now (已更正)."""
    pairs = zip(mended["file"].to_pylist(), mended["department"].to_pylist(), strict=True)
    for (file, department), number in sorted(Counter(pairs).items()):
        yield codes.MENDED.finding(dataset, file, department=department, number=number)


def duplicate_findings(engine: Engine, sent: pa.Table, told: pa.Table, dataset: Dataset) -> Iterator[Finding]:
    """Rows that repeat a record of the same file, or that another unit sent too (重复报送)."""
    if not pc.any(told["superseded"]).as_py():
        return
    rows = ibis.memtable(_rows(sent, told, told["superseded"], _REPEATED))
    other = rows.newer_source != rows.source_unit if "source_unit" in rows.columns else ibis.literal(False)
    repeated = rows.filter((rows.newer_file == rows.file) | other.fill_null(False))
    chosen = repeated.order_by("file", "row", "row_id").select(
        "file", "row", "department", "newer_file", "newer_row", "newer_source", other=other
    )
    for row in engine.to_pyarrow(chosen).to_pylist():
        where = f"{row['newer_file']} 第 {row['newer_row']} 行"
        if row["other"]:
            where = f"{row['newer_source']}报送的 {where}"
        yield codes.DUPLICATE.finding(
            dataset, row["file"], row=row["row"], department=row["department"], where=where
        )
