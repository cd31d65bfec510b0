"""Rows as the platform sent them → a table of text. Pure: no network, no files.

Numbers arrive here already as their text (http_body). Nothing a row carries is dropped in silence.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.raw import ROW

Row = Mapping[str, object]
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _heading(key: str, names: Mapping[str, str]) -> str:
    """Fit for a column: the office's name for it, legal text, and a platform's own `_row` is not our row number."""
    legal = names.get(key, key).encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{legal} (2)" if legal == ROW else legal


def _text(value: object) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case _:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _odd_column(
    values: Sequence[object], heading: str, dataset: str, start: int
) -> tuple[pa.Array, list[Finding]]:
    """A column in which some value is no plain text; only these are looked at one by one."""
    texts: list[str | None] = []
    findings: list[Finding] = []
    for number, value in enumerate(values, start):
        text = _text(value)
        code = codes.NESTED if isinstance(value, dict | list) else None
        if text and _LONE_SURROGATE.search(text):
            code, text = code or codes.BROKEN_TEXT, _LONE_SURROGATE.sub("\ufffd", text)
        if code is not None:
            findings.append(replace(codes.finding(code, dataset, "", number, key=heading), field=heading))
        texts.append(text)
    return pa.array(texts, pa.string()), findings


def _column(
    values: Sequence[object], heading: str, dataset: str, start: int
) -> tuple[pa.Array, list[Finding]]:
    try:
        return pa.array(values, pa.string()), []
    except (pa.ArrowException, UnicodeEncodeError, TypeError):
        return _odd_column(values, heading, dataset, start)


def _blank(columns: Mapping[str, pa.Array], rows: int) -> pa.Array:
    """Which rows have no content at all."""
    blank = pa.array([True] * rows, pa.bool_())
    for column in columns.values():
        blank = pc.and_(blank, pc.fill_null(pc.equal(column, ""), True))
        if not pc.any(blank).as_py():
            break
    return blank


def table_of(
    rows: Sequence[Row], dataset: str, start: int, leave_out: str = "", names: Mapping[str, str] | None = None
) -> tuple[pa.Table, list[Finding]]:
    """Columns in order of first appearance; rows numbered from `start`; blank rows are left out but counted."""
    keys = dict.fromkeys(key for row in rows for key in row if key != leave_out)
    columns: dict[str, pa.Array] = {}
    findings: list[Finding] = []
    for key in keys:
        heading, number = _heading(key, names or {}), 1
        while heading in columns:
            number += 1
            heading = f"{_heading(key, names or {})} ({number})"
        columns[heading], found = _column([row.get(key) for row in rows], heading, dataset, start)
        findings += found
    numbers = pa.array(range(start, start + len(rows)), pa.int32())
    table = pa.table({ROW: numbers, **columns})
    blank = _blank(columns, len(rows))
    if pc.any(blank).as_py():
        lost = numbers.filter(blank).to_pylist()
        findings += [codes.finding(codes.BLANK_ROW, dataset, "", number) for number in lost]
        table = table.filter(pc.invert(blank))
    return table, sorted(findings, key=lambda each: (each.row or 0, each.code, each.field or ""))
