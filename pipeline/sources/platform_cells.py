"""Rows as the platform sent them → one RawTable of text. Pure: no network, no files.

Numbers arrive here already as their text (platform_http). Nothing a row carries is dropped in silence.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from pipeline.findings import Finding, Level
from pipeline.sources import codes
from pipeline.sources.raw import ROW, RawTable

SEQ = "_seq"
"""The update stamp (更新序号): grows by every change on the platform; the cursor, not a data column."""

BLANK_ROW = codes.Code("R-090", Level.WARN, "共享平台发来的这一行没有任何内容，已略过。")
BROKEN_TEXT = codes.Code(
    "R-091", Level.WARN, "“{key}”含有不成对的代理字符（不是合法文字），已替换为 �。请平台更正。"
)

Row = Mapping[str, object]
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Collector:
    """Takes page after page and keeps columns, not rows: a million rows of dicts would need gigabytes."""

    def __init__(self, dataset: str) -> None:
        self._dataset = dataset
        self._digest = hashlib.sha256()
        self._tables: list[pa.Table] = []
        self._findings: list[Finding] = []
        self.rows = 0
        self.first_seq = 0
        self.last_seq = 0

    def add(self, rows: Sequence[Row]) -> None:
        """One page; its rows are numbered on from the page before."""
        for row in rows:
            self._digest.update(json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n")
        table, findings = _columns(self._dataset, rows, self.rows + 1)
        self._tables.append(table)
        self._findings += findings
        self.rows += len(rows)
        if rows:
            self.first_seq = self.first_seq or seq_of(rows[0])
            self.last_seq = seq_of(rows[-1])

    def finish(self) -> RawTable:
        """All pages as one table, the same bytes whatever the page size was."""
        # Twelve digits, so that names sort as the batches came.
        name = f"platform-{self._dataset}-{self.first_seq:012d}-{self.last_seq:012d}"
        cells = pa.concat_tables(self._tables, promote_options="default").combine_chunks()
        findings = tuple(replace(each, file=name) for each in self._findings)
        return RawTable(self._dataset, name, self._digest.hexdigest(), cells, findings)


def seq_of(row: Row) -> int:
    """The update stamp of a row that has been checked to have one."""
    return int(str(row[SEQ]))


def _heading(key: str) -> str:
    """Fit for a column: legal text, and a platform's own `_row` is not taken for our row number."""
    legal = key.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{legal} (2)" if legal == ROW else legal


def _text(value: object) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case _:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _finding(dataset: str, number: int, key: str, value: object) -> Finding | None:
    """What is odd about a cell; None when nothing is. The file's name is filled in at the end."""
    if isinstance(value, dict | list):
        return replace(
            codes.finding(codes.NESTED, dataset, "", number, key=_heading(key)), field=_heading(key)
        )
    if isinstance(value, str) and _LONE_SURROGATE.search(value):
        return replace(
            codes.finding(BROKEN_TEXT, dataset, "", number, key=_heading(key)), field=_heading(key)
        )
    return None


def _columns(dataset: str, rows: Sequence[Row], start: int) -> tuple[pa.Table, list[Finding]]:
    """Columns in order of first appearance; blank rows are left out but counted in `_row`."""
    columns: dict[str, list[str | None]] = {key: [] for row in rows for key in row if key != SEQ}
    numbers: list[int] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows, start):
        if all(value in (None, "") for key, value in row.items() if key != SEQ):
            findings.append(codes.finding(BLANK_ROW, dataset, "", number))
            continue
        numbers.append(number)
        for key, column in columns.items():
            value = row.get(key)
            text = _text(value)
            if found := _finding(dataset, number, key, value):
                findings.append(found)
                text = _LONE_SURROGATE.sub("\ufffd", text) if text else text
            column.append(text)
    arrays = {ROW: pa.array(numbers, pa.int32())}
    arrays |= {_heading(key): pa.array(column, pa.string()) for key, column in columns.items()}
    return pa.table(arrays), findings
