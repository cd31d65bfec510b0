"""Several subjects in one cell (一格多个主体): one record for each, where names and codes say beyond doubt which is whose.

The template asks for one subject a row (发改办财金〔2018〕790号). A row is parted only when its cell of codes holds
several valid credit codes, no two alike, its cell of names splits in one way only into as many, and so does every other
number of a subject that is given. Any other row stays as it is and is refused by its rule. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.identifiers import credit_code

_SEPARATORS = "\n\r;；,，、/|"
_WAYS = tuple(re.compile(f"[{each}]") for each in ("\n\r", ";；", ",，", "、", "/|", _SEPARATORS))
_BETWEEN_CODES = re.compile(rf"[\s{_SEPARATORS}]+")
_AND_OTHERS = re.compile(r"等\s*[0-9０-９一二三四五六七八九十两]*\s*[家户人个名]?\Z")
_NAME, _CODE = "subject_name", "subject_code"
_NUMBERS = (
    "registration_number", "organisation_code", "tax_number", "institution_number", "association_number",
    "legal_representative", "representative_id_number", "id_number",
)  # fmt: skip
"""What belongs to one subject only: each subject has its own, or none has any."""
_KINDS = ("subject_kind", "id_type", "representative_id_type")
"""What may be said once for all of them."""
_MOST = 200
"""Subjects of one row; a list of more is no decision about each of them."""


@dataclass(frozen=True)
class Parted:
    """Columns with a row for each subject: `places` tells the row each comes from, `parts` its number in it (0: the
    row was not parted).
    """

    columns: dict[str, pa.Array]
    places: pa.Array
    parts: pa.Array


def _pieces(text: str, way: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(piece for each in way.split(text) if (piece := each.strip()))


def _only_way(text: str, number: int) -> tuple[str, ...] | None:
    """The pieces of a cell that splits into that number in one way; None when there is none, or another one.

    >>> _only_way("示例县煤、气、水设备厂；示例乙公司", 2)
    ('示例县煤、气、水设备厂', '示例乙公司')
    """
    ways = {pieces for way in _WAYS if len(pieces := _pieces(text, way)) == number}
    return ways.pop() if len(ways) == 1 else None


def _codes(text: str) -> tuple[str, ...] | None:
    codes = tuple(each for each in _BETWEEN_CODES.split(text) if each)
    valid = 1 < len(codes) <= _MOST and all(map(credit_code.is_valid, codes))
    return codes if valid and len(set(map(credit_code.compact, codes))) == len(codes) else None


def subjects(cells: Mapping[str, str | None]) -> list[dict[str, str | None]] | None:
    """The cells of each subject of a row, None where it is not certain whose is which."""
    codes = _codes(cells[_CODE] or "")
    names = _only_way(cells[_NAME] or "", len(codes)) if codes else None
    if not codes or not names or len(set(names)) < len(names) or min(map(len, names)) < 2:
        return None
    if any(map(_AND_OTHERS.search, names)):
        return None
    found: dict[str, tuple[str | None, ...]] = {_NAME: names, _CODE: codes}
    for name, text in cells.items():
        if name in found or text is None or not text.strip():
            continue
        pieces = _only_way(text, len(codes))
        if pieces is None and name in _NUMBERS:
            return None
        found[name] = pieces or (text,) * len(codes)
    return [
        {name: found[name][place] if name in found else None for name in cells} for place in range(len(codes))
    ]


def _may_be_several(column: pa.Array) -> pa.Array:
    pattern = rf"[\s{_SEPARATORS}]"
    if not pa.types.is_dictionary(column.type):
        return pc.match_substring_regex(column, pattern)
    return pc.match_substring_regex(column.dictionary, pattern).take(column.indices)


def part_rows(columns: Mapping[str, pa.Array]) -> Parted | None:
    """The columns with a row for each subject; None when no row names several."""
    if _NAME not in columns or _CODE not in columns:
        return None
    suspects = pc.indices_nonzero(pc.and_(*map(_may_be_several, (columns[_NAME], columns[_CODE]))))
    names = [each for each in (_NAME, _CODE, *_NUMBERS, *_KINDS) if each in columns]
    found = {}
    for row in suspects.to_pylist():
        told = subjects({each: columns[each][row].as_py() for each in names})
        if told is not None:
            found[row] = told
    return _spread(columns, found) if found else None


def _spread(columns: Mapping[str, pa.Array], found: Mapping[int, list[dict[str, str | None]]]) -> Parted:
    places: list[int] = []
    parts: list[int] = []
    for row in range(len(columns[_NAME])):
        number = len(found.get(row, ()))
        places += [row] * max(number, 1)
        parts += range(1, number + 1) if number else [0]
    at = pa.array(places, pa.int64())
    mask = pc.greater(pa.array(parts, pa.int16()), 0)
    told = [each for row in sorted(found) for each in found[row]]
    changed = partial(_replaced, mask=mask, told=told)
    made = {name: changed(name, column.take(at)) for name, column in columns.items()}
    return Parted(made, at, pa.array(parts, pa.int16()))


def _replaced(name: str, column: pa.Array, mask: pa.Array, told: list[dict[str, str | None]]) -> pa.Array:
    if name not in told[0]:
        return column
    values = pa.array([each[name] for each in told], pa.string())
    column_type = column.type
    made = pc.replace_with_mask(column.cast(pa.string()), mask, values)
    return made.dictionary_encode() if pa.types.is_dictionary(column_type) else made
