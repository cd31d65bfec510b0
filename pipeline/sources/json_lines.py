"""JSON Lines files, one object a line, into a RawTable. Reads bytes, writes nothing.

Numbers are kept as they are written (12.50 stays 12.50, a code of 18 digits keeps them all). Columns are
the keys in the order in which they first appear. A broken line is a row of nulls with a finding.
"""

import hashlib
import json
from typing import Any

from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.decoding import decoded
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import COLUMN_LIMIT, TableBuilder


class _Pairs(list[tuple[str, object]]):
    """An object as its pairs, so that a key given twice shows."""


_DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)


def _plain(value: object) -> object:
    """Pairs back to objects, for writing a nested value as JSON again."""
    if isinstance(value, _Pairs):
        return {key: _plain(each) for key, each in value}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _parse(line: str) -> tuple[dict[str, str | None], list[str]] | None:
    """The texts of a line's object and the keys with nested values; None when it is not one whole object."""
    try:
        pairs = _DECODER.decode(line.strip())
        if not isinstance(pairs, _Pairs):
            return None
        row: dict[str, Any] = dict(pairs)
        nested = []
        for key, value in pairs:
            if value.__class__ is not str and value is not None:
                row[key] = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
                if isinstance(value, list):
                    nested.append(key)
        if "\\u" in line:  # half of a surrogate pair is no text
            "".join([*row, *filter(None, row.values())]).encode("utf-8")
    except (json.JSONDecodeError, UnicodeEncodeError, RecursionError):
        return None
    return None if len(row) != len(pairs) or "\0" in "".join(row) else (row, nested)


class _Reader:
    """One file's rows on their way into the table, with the keys met so far."""

    def __init__(self, dataset: str, file: str) -> None:
        self.dataset, self.file = dataset, file
        self.builder = TableBuilder()
        self.places: dict[str, int] = {}
        self.found: list[Finding] = []

    def note(self, code: codes.Code, row: int, **facts: str | int) -> None:
        self.found.append(codes.finding(code, self.dataset, self.file, row, **facts))

    def refuse(self, code: codes.Code, number: int) -> None:
        """A line that cannot be read: a row with nothing in it."""
        self.note(code, number)
        self.builder.add(number, [])

    def add(self, number: int, parsed: tuple[dict[str, str | None], list[str]] | None) -> None:
        if parsed is None:
            self.refuse(codes.BROKEN_JSON, number)
            return
        row, nested = parsed
        for key in nested:
            self.note(codes.NESTED, number, key=key)
        if "\0" in "".join(filter(None, row.values())):
            self.note(codes.NUL, number)
            row = {key: value and value.replace("\0", "") for key, value in row.items()}
        if any(value and value.strip() for value in row.values()):
            self.builder.add(number, self._cells(row))

    def _cells(self, row: dict[str, str | None]) -> list[str | None]:
        if [*row] == [*self.places]:
            return [*row.values()]
        for key in row:
            self.places.setdefault(key, len(self.places))
        if len(self.places) > COLUMN_LIMIT:
            raise codes.FileRefusedError(codes.COLUMNS, limit=COLUMN_LIMIT)
        return [row.get(key) for key in self.places]


def read_json_lines(data: bytes, name: str, dataset: str) -> RawTable:
    """The RawTable of a JSON Lines file's bytes; FileRefusedError when it cannot be read at all."""
    reader = _Reader(dataset, name)
    text = decoded(data)
    for number, line in enumerate(text.lines(), start=1):
        if number in text.doubtful:
            reader.refuse(codes.DOUBTFUL, number)
        elif line.strip():
            reader.add(number, _parse(line))
    if not reader.places and not reader.found:
        raise codes.FileRefusedError(codes.EMPTY)
    table, found = reader.builder.finish([*reader.places], dataset, name)
    return RawTable(
        dataset,
        name,
        hashlib.sha256(data).hexdigest(),
        table,
        (*text.findings(dataset, name), *found, *reader.found),
    )
