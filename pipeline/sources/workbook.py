"""xlsx workbooks into a RawTable: inspected from outside, then parsed by a child process with limits (jail.py)."""

import hashlib
import json
from collections.abc import Iterator

from pipeline import jail
from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.office_package import Trouble, trouble
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import TableBuilder, require_width

_REFUSED = {
    Trouble.OLD: codes.OLD_WORKBOOK,
    Trouble.ENCRYPTED: codes.ENCRYPTED,
    Trouble.DAMAGED: codes.DAMAGED,
    Trouble.MACROS: codes.MACROS,
    Trouble.EXTERNAL: codes.EXTERNAL,
    Trouble.UNPACKED: codes.UNPACKED,
    Trouble.PATHS: codes.DAMAGED,
}


def _parsed(data: bytes) -> bytes:
    """What the child writes; FileRefusedError when it could not or was stopped."""
    found = trouble(data, "xl/workbook.xml")
    if found is not None:
        raise codes.FileRefusedError(_REFUSED[found])
    try:
        return jail.answer("pipeline.sources.workbook_child", data)
    except jail.HeavyError as error:
        raise codes.FileRefusedError(codes.TOO_HEAVY) from error
    except jail.DamagedError as error:
        raise codes.FileRefusedError(codes.DAMAGED) from error


def _lines(answer: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        yield answer[start:end]
        start = end + 1


def read_workbook(data: bytes, name: str, dataset: str) -> RawTable:
    """The RawTable of an xlsx file's bytes; FileRefusedError when it cannot be read at all."""
    lines = _lines(_parsed(data))
    about = json.loads(next(lines))
    first = next(lines, None)
    if first is None:
        raise codes.FileRefusedError(codes.EMPTY)
    headings: list[str] = json.loads(first)[1]
    require_width(headings)
    builder = TableBuilder()
    for line in lines:
        row, cells = json.loads(line)
        if any(cell.strip() for cell in cells):
            builder.add(row, [cell.replace("\0", "") for cell in cells] if b"\\u0000" in line else cells)
    table, found = builder.finish(headings, dataset, name)
    more: tuple[Finding, ...] = ()
    if about["others"]:
        facts = {"sheet": about["sheet"], "others": "、".join(about["others"])}
        more = (codes.finding(codes.MORE_SHEETS, dataset, name, **facts),)
    return RawTable(dataset, name, hashlib.sha256(data).hexdigest(), table, (*more, *found))
