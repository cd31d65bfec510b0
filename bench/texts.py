"""Fills text templates for many rows at once with Arrow. Pure: reads and writes nothing."""

import string
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Columns = Mapping[str, pa.Array]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def join(*parts: str | pa.Array) -> pa.Array:
    """Text and columns put together row by row."""
    return pc.binary_join_element_wise(*parts, "")


def texts(numbers: Numbers) -> pa.Array:
    """Numbers as text."""
    return pc.cast(pa.array(numbers), pa.string())


def pick(pool: Sequence[str], chosen: Numbers) -> pa.Array:
    """Texts of a pool by their index."""
    return pa.array(list(pool), pa.string()).take(pa.array(chosen))


def fill(templates: Sequence[str], chosen: Numbers, columns: Columns) -> pa.Array:
    """Row by row the chosen template with its {placeholders} taken from the columns of the same row."""
    order = np.argsort(chosen, kind="stable")
    groups = []
    for number, template in enumerate(templates):
        rows = pa.array(
            order[
                np.searchsorted(chosen[order], number, "left") : np.searchsorted(
                    chosen[order], number, "right"
                )
            ]
        )
        if len(rows):
            groups.append(_fill_one(template, rows, columns))
    gathered = pa.concat_arrays(groups)
    return gathered.take(pa.array(np.argsort(order, kind="stable")))


def _fill_one(template: str, rows: pa.Array, columns: Columns) -> pa.Array:
    parts: list[str | pa.Array] = []
    for text, name, _, _ in string.Formatter().parse(template):
        parts.append(text)
        if name is not None:
            parts.append(columns[name].take(rows))
    if all(isinstance(part, str) for part in parts):
        return pa.array(["".join(str(part) for part in parts)] * len(rows), pa.string())
    return join(*parts)
