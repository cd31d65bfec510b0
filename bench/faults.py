"""Spoils a few rows of a block the ways departments do: 0.5 % in all, one fault a row."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.texts import Columns, join

SHARE = 0.005


def spoil(columns: Columns, rng: np.random.Generator) -> tuple[dict[str, pa.Array], int]:
    """The columns with faults put in, and how many rows have one."""
    number = len(columns["subject_code"])
    kind = np.where(rng.random(number) < SHARE, rng.integers(1, 6, number), 0)
    spoilt = dict(columns)
    code, decided = columns["subject_code"], columns["decided_on"]
    # The check symbol turned into one that no code has; the number as a spreadsheet shows it.
    _put(
        spoilt, "subject_code", kind == 1, join(pc.utf8_slice_codeunits(code, 0, 17), pa.repeat("I", number))
    )
    _put(spoilt, "subject_code", kind == 2, pa.repeat("9.14E+17", number))
    _put(spoilt, "decided_on", kind == 3, pc.replace_substring(decided, "-", "."))
    _put(spoilt, "authority", kind == 4, pa.repeat("", number))
    _put(spoilt, "decided_on", kind == 5, pa.repeat("2027-06-31", number))
    return spoilt, int(np.count_nonzero(kind))


def _put(
    columns: dict[str, pa.Array],
    field: str,
    where: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    text: pa.Array,
) -> None:
    columns[field] = pc.if_else(pa.array(where), text, columns[field])
