"""Rows of a database → a table of text, column by column. Pure: no connection, no files."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.raw import ROW
from pipeline.sources.rows import unused


def cell_text(value: object) -> str | None:
    """A value as text: dates in ISO form, midnight left out, numbers without exponent."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case datetime.datetime():
            at_midnight = value.time() == datetime.time() and value.tzinfo is None
            return value.date().isoformat() if at_midnight else value.isoformat(" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _column(values: Sequence[Any], heading: str, dataset: str, start: int) -> tuple[pa.Array, list[Finding]]:
    try:
        return pa.array(values, pa.string()), []
    except (pa.ArrowException, TypeError, UnicodeEncodeError):
        pass
    lost = [n for n, each in enumerate(values, start) if isinstance(each, bytes | memoryview | bytearray)]
    found = [replace(codes.finding(codes.BINARY, dataset, "", n, key=heading), field=heading) for n in lost]
    plain = [None if isinstance(each, bytes | memoryview | bytearray) else cell_text(each) for each in values]
    return pa.array(plain, pa.string()), found


def texts(
    rows: Sequence[Sequence[Any]], headings: Sequence[str], dataset: str, start: int
) -> tuple[pa.Table, list[Finding]]:
    """The rows numbered from `start`; `headings` begins with the row number's."""
    columns: dict[str, pa.Array] = {ROW: pa.array(range(start, start + len(rows)), pa.int32())}
    taken = {ROW}
    findings: list[Finding] = []
    for heading, values in zip(headings[1:], zip(*rows, strict=True), strict=True):
        name = unused(heading, taken)
        taken.add(name.casefold())
        columns[name], found = _column(values, name, dataset, start)
        findings += found
    return pa.table(columns), findings
