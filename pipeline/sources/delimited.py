"""CSV files (RFC 4180) as departments export them, into a RawTable. Reads bytes, writes nothing.

Row numbers are the numbers of the line on which a row begins, the first line being 1. Comma, or tab or
semicolon when the heading has no comma. A row that cannot be parsed becomes a row of nulls with a finding,
and reading goes on with the line after its first: an unclosed quote must not swallow the rows below it.
"""

import csv
import hashlib
from collections import deque
from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.decoding import Decoded, decoded
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import COLUMN_LIMIT, TableBuilder, require_width

_RECORD_LINES = 1000
"""Most lines one record may span; the longest field of the national template has 5,000 characters."""


class _Lines:
    """The lines of a file, with those of the current record kept so that they can be read once more."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self._record) >= _RECORD_LINES:
            raise csv.Error("record spans too many lines")
        line = self._again.popleft() if self._again else next(self._stream)
        self._record.append(line)
        self.number += 1
        return line

    def begin(self) -> int:
        """A record ended; the number of the line on which the next begins."""
        self._record.clear()
        return self.number + 1

    def after_first(self) -> None:
        """Go back to the line after the first of this record."""
        self._again.extendleft(reversed(self._record[1:]))
        self.number -= len(self._record) - 1
        self._record.clear()


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """(line of the beginning, cells) of each record, None for one that cannot be parsed."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.after_first()
            yield start, None
            continue
        yield start, cells


def _delimiter(text: Decoded) -> str:
    heading = next((line for line in text.lines() if line.strip()), "")
    return next((mark for mark in ",\t;" if mark in heading), ",")


def _is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _without_nul(cells: list[str]) -> list[str]:
    return [cell.replace("\0", "") for cell in cells]


def _trimmed(cells: list[str], columns: int) -> list[str]:
    """The cells without empty ones beyond the heading: separators at the end of a row say nothing."""
    while len(cells) > columns and cells[-1] == "":
        cells.pop()
    return cells


class _Reader:
    """One file's rows on their way into the table, and what was found on the way."""

    def __init__(self, dataset: str, file: str) -> None:
        self.dataset, self.file = dataset, file
        self.builder = TableBuilder()
        self.found: list[Finding] = []

    def note(self, code: codes.Code, row: int, **facts: str | int) -> None:
        self.found.append(codes.finding(code, self.dataset, self.file, row, **facts))

    def refuse(self, code: codes.Code, row: int) -> None:
        """A row that cannot be read: there, with nothing in it."""
        self.note(code, row)
        self.builder.add(row, [])

    def add(self, row: int, cells: list[str] | None, columns: int, *, nul: bool) -> None:
        if cells is None or len(cells) > COLUMN_LIMIT:
            self.refuse(codes.BROKEN_ROW, row)
            return
        if nul and "\0" in "".join(cells):
            self.note(codes.NUL, row)
            cells = _without_nul(cells)
        if _is_blank(cells):
            return
        if len(cells) > columns:
            cells = _trimmed(cells, columns)
        if len(cells) != columns:
            code = codes.LONG_ROW if len(cells) > columns else codes.SHORT_ROW
            self.note(code, row, cells=len(cells), columns=columns)
        self.builder.add(row, cells)


def _heading(records: Iterator[tuple[int, list[str] | None]]) -> list[str]:
    for _, cells in records:
        if cells is None:
            break
        cleaned = [cell.replace("\ufeff", "") for cell in _without_nul(cells)]
        if not _is_blank(cleaned):
            require_width(cleaned)
            return cleaned
    raise codes.FileRefusedError(codes.EMPTY)


def read_delimited(data: bytes, name: str, dataset: str) -> RawTable:
    """The RawTable of a CSV file's bytes; FileRefusedError when it cannot be read at all."""
    text = decoded(data)
    lines = _Lines(iter(text.lines()))
    records = _records(lines, _delimiter(text))
    headings = _heading(records)
    reader = _Reader(dataset, name)
    nul = b"\0" in data
    for row, cells in records:
        if text.is_doubtful(row, lines.number):
            reader.refuse(codes.DOUBTFUL, row)
        else:
            reader.add(row, cells, len(headings), nul=nul)
    table, found = reader.builder.finish(headings, dataset, name)
    told = (*text.findings(dataset, name), *found, *reader.found)
    return RawTable(dataset, name, hashlib.sha256(data).hexdigest(), table, told)
