"""XML files of the exchange by file (文件交换): `NNNN_YYYYMMDD_NNNNN.xml` into a RawTable.

A record is an element called ROW, RECORD or ITEM (any case); the elements in it are its cells, their names the
headings. A row's number is its place in the file. A document type is refused unread: entities could unpack to
gigabytes or name other files. Reads bytes, writes nothing.
"""

import hashlib
import re
from xml.parsers import expat

from pipeline.sources import codes
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import COLUMN_LIMIT, TableBuilder

NAME = re.compile(r"(\d{4})_(\d{8})_(\d{5})\.xml", re.IGNORECASE)
"""Message number, day, sequence."""

_RECORDS = frozenset({"row", "record", "item"})
_DEPTH = 16


class _Reader:
    """Follows the elements; holds one record at a time."""

    def __init__(self) -> None:
        self.builder = TableBuilder()
        self.headings: dict[str, int] = {}
        self.rows = 0
        self._depth = 0
        self._record_at = 0
        self._cells: dict[str, str] = {}
        self._text: list[str] = []

    def doctype(self, *_: object) -> None:
        """Refuse."""
        raise codes.FileRefusedError(codes.XML_DOCTYPE)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEPTH or (self._record_at and self._depth > self._record_at + 1):
            raise codes.FileRefusedError(codes.XML_DEEP, limit=_DEPTH)
        if not self._record_at and name.rpartition(":")[2].lower() in _RECORDS:
            self._record_at = self._depth
            self._cells = dict(attributes)
        self._text = []

    def text(self, piece: str) -> None:
        """A piece of text."""
        self._text.append(piece)

    def end(self, name: str) -> None:
        """An element ends: a cell or a record is whole."""
        if self._record_at and self._depth == self._record_at + 1:
            key, number = name, 1
            while key in self._cells:
                number += 1
                key = f"{name} ({number})"
            self._cells[key] = "".join(self._text).strip()
        elif self._depth == self._record_at:
            self._record_at = 0
            self._finish()
        self._depth -= 1

    def _finish(self) -> None:
        self.rows += 1
        for key in self._cells:
            self.headings.setdefault(key, len(self.headings))
        if len(self.headings) > COLUMN_LIMIT:
            raise codes.FileRefusedError(codes.COLUMNS, limit=COLUMN_LIMIT)
        if any(self._cells.values()):
            self.builder.add(self.rows, [self._cells.get(key) for key in self.headings])


def read_xml(data: bytes, name: str, dataset: str) -> RawTable:
    """The RawTable of an XML file's bytes; FileRefusedError when it cannot be read at all."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(_as_utf8(data), True)
    except expat.ExpatError as error:
        raise codes.FileRefusedError(codes.XML_BROKEN, line=error.lineno) from error
    if reader.rows == 0:
        raise codes.FileRefusedError(codes.XML_NO_RECORD)
    table, found = reader.builder.finish(list(reader.headings), dataset, name)
    return RawTable(dataset, name, hashlib.sha256(data).hexdigest(), table, found)


def _as_utf8(data: bytes) -> bytes:
    """Expat reads no GBK: a file that says so is decoded here."""
    head = re.match(rb"""\s*<\?xml[^>]*encoding=["'](gbk|gb2312|gb18030)["'][^>]*\?>""", data, re.IGNORECASE)
    if head is None:
        return data
    try:
        return data[head.end() :].decode("gb18030").encode("utf-8")
    except UnicodeDecodeError as error:
        raise codes.FileRefusedError(
            codes.ENCODING, line=data[: head.end() + error.start].count(b"\n") + 1
        ) from error
