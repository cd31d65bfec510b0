"""Columns of a page as bytes: numbers, texts, codes; made once for all documents and cut into pages.

Reads and writes nothing. Layouts in FORMAT.md.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from search.checks import without_checks
from search.dictionary import Parted
from search.encode import EPOCH, Numbers, varint, varints

CODE = 18
"""Characters of a credit code (GB 32100-2015)."""


@dataclass(frozen=True)
class Column:
    """Entry i is data[starts[i]:starts[i + 1]]; `width` above 0: entries of one width, written place by place."""

    data: memoryview
    starts: Numbers
    width: int = 0

    def __len__(self) -> int:
        return len(self.starts) - 1

    def taken(self, places: Numbers) -> "Column":
        """Those entries, in that order."""
        buffers = [None, pa.py_buffer(self.starts), pa.py_buffer(self.data)]
        some = pa.Array.from_buffers(pa.large_binary(), len(self), buffers).take(pa.array(places))
        _, starts, data = some.buffers()
        return Column(
            memoryview(data or b""), np.frombuffer(starts, dtype=np.int64)[: len(places) + 1], self.width
        )

    def followed(self, other: "Column") -> "Column":
        """These entries and then others."""
        if len(other) == 0:
            return self
        end, first = int(self.starts[-1]), int(other.starts[0])
        data = bytes(self.data[:end]) + bytes(other.data[first : int(other.starts[-1])])
        starts = np.concatenate((self.starts, other.starts[1:] - first + end))
        return Column(memoryview(data), starts, self.width)

    def page(self, start: int, end: int) -> bytes:
        """The bytes of some entries."""
        raw = self.data[int(self.starts[start]) : int(self.starts[end])]
        if self.width == 0:
            return bytes(raw)
        table: npt.NDArray[np.uint8] = np.frombuffer(raw, dtype=np.uint8).reshape(-1, self.width)
        return table.T.tobytes()


def number_column(values: Numbers) -> Column:
    """Numbers of seven bits a byte."""
    raw, starts = varints(values.astype(np.int64))
    return Column(memoryview(raw), starts)


def text_column(values: pa.Array) -> tuple[Column, Column]:
    """The texts' lengths in bytes, and their bytes."""
    if values.type not in (pa.string(), pa.binary()):
        values = values.cast(pa.string())
    buffers = values.buffers()
    if len(values) == 0 or buffers[1] is None:
        none = Column(memoryview(b""), np.zeros(len(values) + 1, dtype=np.int64))
        return number_column(np.zeros(len(values), dtype=np.int64)), none
    offsets = np.frombuffer(buffers[1], dtype=np.int32)[values.offset : values.offset + len(values) + 1]
    starts = offsets.astype(np.int64)
    data = memoryview(buffers[2]) if buffers[2] is not None else memoryview(b"")
    return number_column(np.diff(starts)), Column(data, starts)


def code_column(values: pa.Array) -> Column:
    """Codes of 18 ASCII characters, in a page first characters first: neighbours differ in few places."""
    _, data = text_column(values)
    if any(size != CODE for size in np.unique(np.diff(data.starts)).tolist()):
        raise ValueError("a code of other than 18 characters")
    raw = np.frombuffer(data.data, dtype=np.uint8)[int(data.starts[0]) : int(data.starts[-1])]
    table = without_checks(raw.reshape(-1, CODE))
    return Column(memoryview(table.tobytes()), data.starts - data.starts[0], CODE)


def name_columns(names: Parted) -> list[Column]:
    """Names in parts: numbers of the runs they end and begin with, and what stands between."""
    numbers = (number_column(each) for each in (names.ends, names.trades, names.places))
    return [*numbers, *text_column(names.middles)]


def sliced(column: Column, owners: Numbers) -> Column:
    """Entries owners[i]:owners[i + 1] as entry i."""
    return Column(column.data, column.starts[owners], column.width)


def page_of(columns: list[Column], start: int, end: int) -> bytes:
    """Some entries: their number, then column after column."""
    return varint(end - start) + b"".join(column.page(start, end) for column in columns)


def by_place(folder: str, columns: list[Column], count: int, size: int) -> dict[tuple[str, int], bytes]:
    """Pages of `size` entries."""
    return {
        (folder, start // size): page_of(columns, start, min(start + size, count))
        for start in range(0, count, size)
    }


def days_of(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates as numbers of days, 0 for none."""
    since = pc.subtract(column.cast(pa.date32()).cast(pa.int32()), (EPOCH - date(1970, 1, 1)).days)
    return pc.fill_null(since, 0)
