"""Fills a template for many rows at once (批量填充): markup from Jinja2, values from Arrow columns.

A subject page holds some 300 values, a list page 1,500; one Jinja2 output each takes 0.3 µs and three generators.
So a small template is rendered once with marks in the place of the values and cut at the marks, and Arrow joins
the pieces with the escaped columns. The templates stay the only place of markup. Reads and writes nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_MARK = re.compile("\x1f([a-z_0-9]+)\x1f")
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ('"', "&#34;"))
"""What markupsafe.escape replaces, ampersand first; a test holds the two together."""

Column: TypeAlias = pa.Array | pa.ChunkedArray
Flags = tuple[bool, ...]


def mark(name: str) -> str:
    """What stands in a template for the value `name`; no text of the bundle can hold its control characters."""
    return f"\x1f{name}\x1f"


def laid_out(column: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """The UTF-8 of all texts of an array as Arrow holds it, and where in it each begins, with the end of the last."""
    _, places, data = column.buffers()
    if data is None:
        return np.zeros(0, np.uint8), np.zeros(len(column) + 1, np.int32)
    ends = np.frombuffer(places, np.int32)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(data, np.uint8), ends


def spans(column: Column) -> tuple[memoryview, list[int]]:
    """The same of a column, for slices of bytes."""
    raw, ends = laid_out(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    return raw.data, ends.tolist()


def utf8(values: Column) -> bytes:
    """The UTF-8 of all texts of a column one after the other, and nothing else."""
    parts = map(laid_out, values.chunks if isinstance(values, pa.ChunkedArray) else [values])
    return b"".join(raw[ends[0] : ends[-1]].tobytes() for raw, ends in parts)


def escape_column(values: Column) -> Column:
    """Each text as markupsafe.escape would give it; null stays null."""
    held = utf8(values)
    for plain, safe in _ESCAPES:
        if plain.encode() in held:
            values = pc.replace_substring(values, plain, safe)
    return values


def filled(values: Column) -> Column:
    """The column with null where a text is empty."""
    if not pc.any(pc.equal(pc.binary_length(values), 0)).as_py():
        return values
    return pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)


def text(table: pa.Table, column: str, default: str | Column = "") -> Column:
    """A column as escaped text; dates in ISO form, null and nothing as `default`."""
    values = table.column(column)
    if pa.types.is_date(values.type):
        values = pc.cast(values, pa.string())
    values = filled(values)
    return escape_column(pc.coalesce(values, default) if values.null_count else values)


def joined(pieces: list[str], values: Mapping[str, Column]) -> Column:
    """Pieces of a template (text, name, text, …) with the values in; null where a value is null."""
    parts = [values[each] if number % 2 else each for number, each in enumerate(pieces)]
    return pc.binary_join_element_wise(*parts, "")


def enumeration(columns: Sequence[Column], separator: str) -> Column:
    """In each row the texts that are not null, with `separator` between them; null where there is none.

    Arrow's own `null_handling="skip"` leaves out the rows in which all are null (26.0).
    """
    led = [pc.binary_join_element_wise(separator, column, "") for column in columns]
    made = pc.binary_join_element_wise(*led, "", null_handling="replace", null_replacement="")
    return filled(pc.utf8_slice_codeunits(made, len(separator)))


def cut(html: str) -> list[str]:
    """A rendered template cut at its marks: text, name of a value, text, …"""
    return _MARK.split(html)


def fill(values: Mapping[str, Column], flags: tuple[Column, ...], render: Callable[[Flags], str]) -> Column:
    """One piece of HTML per row; `render` gives the template with marks for a combination of flags.

    The most frequent combination is made for all rows, and the few rows of another then take their own.
    """
    kinds = sum((np.asarray(flag, np.uint8) << place for place, flag in enumerate(flags)), np.uint8(0))
    found, counts = np.unique(kinds, return_counts=True)
    order = found[np.argsort(-counts, kind="stable")]
    made: Column = pa.array([], pa.string())
    for number, kind in enumerate(order.tolist()):
        pieces = cut(render(tuple(bool(kind >> place & 1) for place in range(len(flags)))))
        if number == 0:
            made = joined(pieces, values)
            continue
        rows = pa.array(kinds == kind)
        own = joined(pieces, {name: column.filter(rows) for name, column in values.items()})
        own = own.combine_chunks() if isinstance(own, pa.ChunkedArray) else own
        made = pc.replace_with_mask(made, rows, own)
    return made
