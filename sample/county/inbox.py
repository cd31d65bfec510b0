"""The bytes of an inbox file in its sender's form, and where its plants lie. Writes nothing itself."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import openpyxl

from sample.county.model import InboxFile, Place, Row

Found = list[tuple[str, Place]]
_EXTRA = "0017"
"""What the column nobody knows holds."""


def inbox_bytes(file: InboxFile) -> tuple[bytes, Found]:
    """Content of the file, and (plant, place) for each mark."""
    match file.name.rpartition(".")[2]:
        case "csv":
            content, rows = _csv(file)
        case "xlsx":
            content, rows = _workbook(file), list(range(2, len(file.rows) + 2))
        case "jsonl":
            content, rows = _json_lines(file), list(range(1, len(file.rows) + 1))
        case other:
            raise ValueError(f"no writer for .{other}")
    found = [(mark, Place(f"inbox/{file.name}", 0, "")) for mark in file.marks]
    for number, row in zip(rows, file.rows, strict=True):
        place = Place(f"inbox/{file.name}", number, row.values.get("document_number", ""))
        found.extend((mark, place) for mark in row.marks)
    return content, found


def _cells(file: InboxFile, row: Row) -> list[str]:
    return [row.values.get(field, "") if field else _EXTRA for field in file.headings]


def _csv(file: InboxFile) -> tuple[bytes, list[int]]:
    """CSV text, and the line each row begins at: an embedded newline makes the next row begin later."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=file.newline)
    writer.writerow(file.headings.values())
    starts = []
    for row in file.rows:
        starts.append(stream.getvalue().count(file.newline) + 1)
        writer.writerow(_cells(file, row))
    return _encoded(stream.getvalue(), file.encoding), starts


def _encoded(text: str, encoding: str) -> bytes:
    if encoding != "mixed":
        return text.encode(encoding)
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    return head.encode() + tail.encode("gb18030")


def _json_lines(file: InboxFile) -> bytes:
    """One object a line; the last line is cut off in the middle."""
    lines = [
        json.dumps(dict(zip(file.headings.values(), _cells(file, row), strict=True)), ensure_ascii=False)
        for row in file.rows
    ]
    return "\n".join([*lines, lines[-1][: len(lines[-1]) // 2]]).encode() + b"\n"


def _cell(field: str, text: str) -> str | float | date | None:
    """Dates, amounts and damaged codes become cells of their own type, as spreadsheet programs store them."""
    if field in {"decided_on", "provided_on"}:
        return date.fromisoformat(text)
    if field in {"fine", "confiscated"} or re.fullmatch(r"[\d.]+E\+\d+", text):
        return float(text) if text else None
    return text or None


def _workbook(file: InboxFile) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "行政处罚"
    sheet.append(list(file.headings.values()))
    for row in file.rows:
        sheet.append([_cell(field, row.values.get(field, "")) for field in file.headings])
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def _timeless(content: bytes) -> bytes:
    """The workbook without its writing time, uncompressed: the same bytes on any day and with any zlib."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name), part)
    return stream.getvalue()
