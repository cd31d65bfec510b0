"""Rows of text into the Arrow table of a RawTable, in chunks, so that a large file is never held as Python
lists.

Headings get a name each (a duplicate a suffix, an empty one its place); empty cells become null. Reads no
file.
"""

from collections.abc import Sequence
from itertools import zip_longest

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.raw import ROW, RawTable

COLUMN_LIMIT = 1000
"""The widest national template has 30 columns; a thousand means a wrong separator or an attack."""
_CHUNK = 20_000


class TableBuilder:
    """Collects rows; a row may be longer than those before, its further cells make further columns."""

    def __init__(self) -> None:
        self._pending: list[Sequence[str | None]] = []
        self._numbers: list[int] = []
        self._chunks: list[list[pa.Array]] = []

    def add(self, row: int, cells: Sequence[str | None]) -> None:
        """One row with the number its sender sees."""
        self._pending.append(cells)
        self._numbers.append(row)
        if len(self._pending) >= _CHUNK:
            self._flush()

    def _flush(self) -> None:
        columns = zip_longest(*self._pending)
        texts = [_empty_as_null(pa.array(column, pa.string())) for column in columns]
        self._chunks.append([pa.array(self._numbers, pa.int32()), *texts])
        self._pending, self._numbers = [], []

    def _column(self, place: int) -> pa.ChunkedArray:
        kind = pa.int32() if place == 0 else pa.string()
        pieces = [
            chunk[place] if place < len(chunk) else pa.nulls(len(chunk[0]), kind) for chunk in self._chunks
        ]
        return pa.chunked_array(pieces, kind)

    def finish(
        self, headings: Sequence[str], dataset: str, file: str
    ) -> tuple[pa.Table, tuple[Finding, ...]]:
        """The table and what is wrong with its headings; a column without heading and content is left out."""
        self._flush()
        width = max(len(headings), *(len(chunk) - 1 for chunk in self._chunks))
        given = [*headings, *[""] * (width - len(headings))]
        columns = {ROW: self._column(0)}
        taken = {ROW}
        found: list[Finding] = []
        for place, heading in enumerate(given, start=1):
            column = self._column(place)
            if heading.strip() == "" and column.null_count == len(column):
                continue
            wanted = heading if heading.strip() else f"第{place}列"
            name = unused(wanted, taken)
            taken.add(name.casefold())
            columns[name] = column
            code = codes.UNNAMED if heading.strip() == "" else codes.DUPLICATE
            if name != heading:
                found.append(codes.finding(code, dataset, file, column=place, name=name))
        if len(columns[ROW]) == 0:
            found.append(codes.finding(codes.NO_ROWS, dataset, file))
        return pa.table(columns), tuple(found)


def _empty_as_null(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def unused(name: str, taken: set[str]) -> str:
    """The name, or the name with ` (2)`, ` (3)` …; case is not told apart, as SQL engines do not."""
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name} ({number})"
    return candidate


def require_width(cells: Sequence[str]) -> None:
    """Refuse a file whose heading has too many columns."""
    if len(cells) > COLUMN_LIMIT:
        raise codes.FileRefusedError(codes.COLUMNS, limit=COLUMN_LIMIT)


def refused(dataset: str, name: str, source_sha256: str, error: codes.FileRefusedError) -> RawTable:
    """The RawTable of a file that was refused whole: no rows, one finding."""
    cells = pa.table({ROW: pa.array([], pa.int32())})
    return RawTable(dataset, name, source_sha256, cells, (error.finding(dataset, name),))
