"""Parses one xlsx workbook in a process of its own: bytes on standard input, JSON lines on standard output.

Run by jail.py, which has set the limits. The first line written is {"sheet": name, "others": [names]}, each further
line [row number, [texts]].
"""

import datetime
import io
import itertools
import json
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TextIO

_DATES = re.compile("日期|期限|有效期|截止|时间|RQ|QZ")
_FIRST_1904 = datetime.date(1904, 1, 1)
_DAYS_1904 = range(18_500, 71_600)
"""1954 to 2099, as for the other epoch (cells/dates.py)."""


def number_text(value: float) -> str:
    """A number as a person wrote it; from 10^15, where digits are lost, in the form that shows it.

    >>> number_text(3.0), number_text(0.1), number_text(911100006000373411.0)
    ('3', '0.1', '9.11E+17')
    """
    if abs(value) >= 1e15 or not math.isfinite(value):
        return f"{value:.2E}"
    return str(int(value)) if value == int(value) else f"{Decimal(repr(value)):f}"


def cell_text(value: object) -> str:
    """A cell as text: dates in ISO form, midnight left out, numbers without `.0`."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number_text(value)
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            return value.date().isoformat() if midnight else value.isoformat(" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


def _has_content(rows: Iterable[Sequence[object]]) -> bool:
    return any(cell != "" for row in rows for cell in row)


def _is_1904(data: bytes) -> bool:
    """Whether the workbook counts its days from 1904 (工作簿的 1904 日期系统)."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return (
            re.search(rb"<workbookPr[^>]*date1904=[\"'](?:1|true)", book.read("xl/workbook.xml")) is not None
        )


def _dated(value: object, heading: str) -> object:
    """A number of days since 1904 in a column of dates, as a date: programs that read on count from 1900."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and value in _DAYS_1904
    return _FIRST_1904 + datetime.timedelta(days=int(value)) if number and _DATES.search(heading) else value  # type: ignore[call-overload]


def serve(data: bytes, out: TextIO) -> None:
    """Write the first visible sheet that has content; name the other sheets that have some."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - the parser is the child's alone

    book = CalamineWorkbook.from_object(io.BytesIO(data))
    visible = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
    filled = [name for name in visible if _has_content(book.get_sheet_by_name(name).iter_rows())]
    first = filled[0] if filled else ""
    out.write(json.dumps({"sheet": first, "others": filled[1:]}) + "\n")
    if not filled:
        return
    epoch_1904, headings = _is_1904(data), [""]
    for number, row in enumerate(book.get_sheet_by_name(first).iter_rows(), start=1):
        named = itertools.chain(headings, itertools.repeat(""))
        dated = map(_dated, row, named) if epoch_1904 else row
        texts = [cell_text(cell) for cell in dated]
        headings = texts if any(texts) and not any(headings) else headings
        if any(texts):
            out.write(json.dumps([number, texts]) + "\n")
