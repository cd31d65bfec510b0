"""A field's cells as typed columns (按字段取值): what they mean, and what the checks need to know of them.

A column comes as its distinct texts (an Arrow dictionary), and each of them is parsed once; only long prose and numbers
of papers, where hardly two cells are alike, come as they are. Texts without anything to tidy are not looked at in
Python at all. Judges nothing; reads and writes nothing.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import OLD, Field
from pipeline.cells import amounts, dates, labels, text
from pipeline.identifiers import credit_code, division_code, organisation_code, registration_number
from pipeline.private_text import MARKS

TEXTS = pa.dictionary(pa.int32(), pa.string())
"""The type of a column of texts that repeat."""
_TYPES = {"date": pa.date32(), "amount": pa.float64(), "codes": pa.list_(pa.string()), "text": pa.string()}
_NO_VALUE = (
    *("空", "无", "/", "／", "-", "－", "—", "——", "--", "NULL", "null", "None", "N/A"),
    *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"),
)
"""What departments and programs write where there is nothing; with # the faults of a spreadsheet's formulas."""
_LONG = 500
"""Characters from which a field is prose that hardly repeats: 许可内容 has 4,000, the name of a decision 64."""
_REMEMBERED = 100_000
"""Texts of a field whose reading is kept between parts of a file: a county has fewer subjects."""
_FIELDS = 1_000

_VALID: dict[str, Callable[[str], bool]] = {
    # One code stands in many datasets.
    "credit_code": lru_cache(_REMEMBERED)(credit_code.is_valid),
    "organisation_code": organisation_code.is_valid,
    "registration_number": registration_number.is_valid_or_older,
    "division_code": division_code.is_valid,
}
_COMPACT: dict[str, Callable[[str], str]] = {
    "credit_code": credit_code.compact,
    "organisation_code": organisation_code.compact,
    "registration_number": registration_number.compact,
    "division_code": division_code.compact,
}
Reading: TypeAlias = Callable[[str], tuple[Any, ...]]
"""What one cell says: the value of each column that the field becomes."""


def whole(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece."""
    if column.num_chunks == 1:
        return column.chunk(0)
    joined = column.combine_chunks()
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def by_text(values: pa.Array, places: pa.Array) -> pa.DictionaryArray:
    """The column that has at each place the value given for its distinct text, again as distinct texts."""
    encoded = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(places), encoded.dictionary)


def is_varied(field: Field) -> bool:
    """Whether hardly two cells are alike, so that the column comes as it is and not as distinct texts."""
    return _is_prose(field) and (field.serial or (field.length or 0) >= _LONG)


def _is_prose(field: Field) -> bool:
    """Text without codes, checks or replacements: most cells need no look in Python."""
    given = field.check or field.codes or field.values or field.old_values
    return field.type == "text" and not given


def _tidied(texts: pa.Array) -> pa.Array:
    """The texts as text.clean gives them, null for what means nothing (空, 无); the same array when all are so."""
    if texts.null_count == len(texts):
        return texts
    untidy = pc.match_substring_regex(texts, text.UNTIDY)
    if pc.any(untidy).as_py():
        untidy = pc.fill_null(untidy, False)
        clean = [text.clean(each) for each in texts.filter(untidy).to_pylist()]
        texts = pc.replace_with_mask(texts, untidy, pa.array(clean, pa.string()))
    empty = pc.is_in(texts, value_set=pa.array(_NO_VALUE, pa.string()))
    return pc.if_else(empty, pa.scalar(None, pa.string()), texts) if pc.any(empty).as_py() else texts


def cleaned(column: pa.Array) -> pa.Array:
    """A column of prose, tidy."""
    if not isinstance(column, pa.DictionaryArray):
        return _tidied(column)
    texts = _tidied(column.dictionary)
    return column if texts is column.dictionary else by_text(texts, column.indices)


def parsed(column: pa.DictionaryArray, parse: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """`parse` of each distinct text of a tidy column."""
    return pa.array(map(parse, column.dictionary.to_pylist()), kind).take(column.indices)


def _plain(value: str) -> str | None:
    return None if value in _NO_VALUE else value


def _value(field: Field, edition: str) -> Callable[[str], Any]:
    """What a tidy cell means."""
    match field.type:
        case "date":
            return dates.parse
        case "amount":
            return amounts.parse
        case "codes":
            return labels.splitter(field.codes, field.open_codes)
    if field.check:
        compact = _COMPACT[field.check]
        return lambda value: None if value in MARKS else _plain(compact(value))
    given = dict(field.values) | (dict(field.old_values) if edition == OLD else {})
    return lambda value: _plain(given.get(value, value))


def _unknown(field: Field) -> Callable[[str | None], str | None]:
    split = labels.splitter(field.codes, field.open_codes) if field.type == "codes" else lambda value: [value]

    def first_unknown(value: str | None) -> str | None:
        found = split(value) or [] if value is not None else []
        return next(
            (each for each in found if not labels.is_known(each, field.codes, field.open_codes)), None
        )

    return first_unknown


def _columns(field: Field) -> dict[str, pa.DataType]:
    """The columns a field becomes beside its own."""
    kinds = {field.id: _TYPES[field.type]}
    if field.type in ("date", "amount"):
        kinds[f"text_{field.id}"] = pa.string()
    if field.codes:
        kinds[f"unknown_{field.id}"] = pa.string()
    if field.check:
        kinds[f"valid_{field.id}"] = pa.bool_()
    return kinds


def _reading(field: Field, edition: str) -> Reading:
    """What one cell of the field gives for each of `_columns`."""
    value, unknown = _value(field, edition), _unknown(field)
    width = len(_columns(field))

    def read(sent: str) -> tuple[Any, ...]:
        plain = text.clean(sent)
        if plain is None or plain in _NO_VALUE:
            return (None,) * width
        found = value(plain)
        told: list[Any] = [found]
        if field.type in ("date", "amount"):
            told.append(plain)
        if field.codes:
            told.append(unknown(plain if field.type == "codes" else found))
        if field.check:
            told.append(None if found is None else _VALID[field.check](found))
        return tuple(told)

    return read


class _Texts:
    """The texts of a field met so far and what they say: those of the next part are hardly ever new."""

    def __init__(self, field: Field, edition: str) -> None:
        self._read = _reading(field, edition)
        self._kinds = tuple(_columns(field).values())
        self._known = pa.array([], pa.string())
        self._told = tuple(pa.array([], kind) for kind in self._kinds)

    def told(self, texts: pa.Array) -> tuple[pa.Array, ...]:
        """What each of the texts says, for each of `_columns`."""
        known, told = self._known, self._told
        places = pc.index_in(texts, value_set=known)
        if places.null_count:
            new = texts.filter(pc.is_null(places))
            known = pa.concat_arrays([known, new])
            told = tuple(map(pa.concat_arrays, zip(told, self._parse(new), strict=True)))
            places = pc.index_in(texts, value_set=known)
            if len(known) <= _REMEMBERED:
                self._known, self._told = known, told
        return tuple(each.take(places) for each in told)

    def _parse(self, texts: pa.Array) -> list[pa.Array]:
        columns = zip(*map(self._read, texts.to_pylist()), strict=True)
        return [pa.array(values, kind) for values, kind in zip(columns, self._kinds, strict=True)]


@lru_cache(_FIELDS)
def _texts(field: Field, edition: str) -> _Texts:
    return _Texts(field, edition)


def _several_names(column: pa.DictionaryArray) -> pa.Array:
    """Which cells name several subjects."""
    texts = column.dictionary
    several = pc.match_substring_regex(texts, text.MAY_BE_SEVERAL)
    if not pc.any(several).as_py():
        return pa.repeat(pa.scalar(False), len(column))
    told = [text.is_several_names(each) for each in texts.filter(several).to_pylist()]
    several = pc.replace_with_mask(several, several, pa.array(told, pa.bool_()))
    return pc.fill_null(several.take(column.indices), False)


def field_columns(field: Field, sent: pa.Array, edition: str = "") -> Iterator[tuple[str, pa.Array]]:
    """The typed column of a field and what the checks need beside it: `text_` as sent, `unknown_`, `valid_`."""
    if _is_prose(field):
        column = cleaned(sent)
        yield field.id, column
        if field.id == "subject_name":
            yield "several_names", _several_names(column)
        return
    told = _texts(field, edition).told(sent.dictionary)
    for (name, kind), column in zip(_columns(field).items(), told, strict=True):
        yield name, by_text(column, sent.indices) if kind == pa.string() else column.take(sent.indices)
