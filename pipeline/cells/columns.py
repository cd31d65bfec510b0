"""A field's cells as typed columns (按字段取值): what they mean, and what the checks need to know of them.

Each distinct text is parsed once, and texts without anything to tidy are not looked at in Python at all. Judges
nothing; reads and writes nothing.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import OLD, Field
from pipeline.cells import amounts, dates, labels, text
from pipeline.identifiers import credit_code, division_code, organisation_code, registration_number
from pipeline.private_text import MARKS

TYPES = {"date": pa.date32(), "amount": pa.float64(), "codes": pa.list_(pa.string()), "text": pa.string()}
_NO_VALUE = ("空", "无", "/", "-", "—", "NULL", "null", "None")
_REMEMBERED = 200_000
"""Texts whose reading is kept between chunks: a county has fewer subjects."""

_VALID: dict[str, Callable[[str], bool]] = {
    "credit_code": lru_cache(_REMEMBERED)(credit_code.is_valid),
    "organisation_code": lru_cache(_REMEMBERED)(organisation_code.is_valid),
    "registration_number": registration_number.is_valid_or_older,
    "division_code": division_code.is_valid,
}
_COMPACT: dict[str, Callable[[str], str]] = {
    "credit_code": credit_code.compact,
    "organisation_code": organisation_code.compact,
    "registration_number": registration_number.compact,
    "division_code": division_code.compact,
}


_SAMPLED = 1_000


class Distinct:
    """A column as its distinct texts, so that a function is called once for each."""

    def __init__(self, column: pa.Array, *, clean: bool = False) -> None:
        encoded = column.dictionary_encode()
        self._texts = encoded.dictionary.to_pylist()
        self._places = encoded.indices
        if clean:
            self._texts = [None if each is None else text.clean(each) for each in self._texts]

    def map(self, function: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
        """`function` of every text; nulls stay null."""
        made = [None if each is None else function(each) for each in self._texts]
        return pa.array(made, kind).take(self._places)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    texts = column.combine_chunks()
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _repeats(texts: pa.Array) -> bool:
    """Whether few texts fill the column, by its first thousand: then a dictionary is three times as fast."""
    first = texts.slice(0, _SAMPLED)
    return len(first) == _SAMPLED and pc.count_distinct(first).as_py() < _SAMPLED // 10


def cleaned(column: pa.ChunkedArray) -> pa.Array:
    """The cells as text.clean gives them; only those with something to tidy pass through Python."""
    texts = _whole(column)
    if _repeats(texts):
        return Distinct(texts).map(text.clean, pa.string())
    untidy = pc.fill_null(pc.match_substring_regex(texts, text.UNTIDY), False)
    if not pc.any(untidy).as_py():
        return texts
    tidied = [text.clean(each) for each in texts.filter(untidy).to_pylist()]
    return pc.replace_with_mask(texts, untidy, pa.array(tidied, pa.string()))


def _plain(value: str) -> str | None:
    return None if value in _NO_VALUE else value


def _labelled(field: Field, edition: str) -> dict[str, str]:
    """What is sent in place of a label, in this edition of the template."""
    return dict(field.values) | (dict(field.old_values) if edition == OLD else {})


def _parser(field: Field, edition: str) -> Callable[[str], Any]:
    match field.type:
        case "date":
            return dates.parse
        case "amount":
            return amounts.parse
        case "codes":
            return labels.splitter(field.codes)
    if field.check:
        compact = _COMPACT[field.check]
        return lambda value: None if value in MARKS else _plain(compact(value))
    given = _labelled(field, edition)
    return lambda value: _plain(given.get(value, value))


def _unknown(field: Field) -> Callable[[str], str | None]:
    split = labels.splitter(field.codes) if field.type == "codes" else lambda value: [value]

    def first_unknown(value: str) -> str | None:
        found = split(value) or []
        return next(
            (each for each in found if not labels.is_known(each, field.codes, field.open_codes)), None
        )

    return first_unknown


def _is_prose(field: Field, edition: str) -> bool:
    """Text without codes, checks or replacements: most cells differ, so nothing is gained by telling them apart."""
    return field.type == "text" and not (field.check or field.codes or _labelled(field, edition))


def _without_no_value(texts: pa.Array) -> pa.Array:
    empty = pc.is_in(texts, value_set=pa.array(_NO_VALUE, pa.string()))
    return pc.if_else(empty, pa.scalar(None, pa.string()), texts) if pc.any(empty).as_py() else texts


def _several_names(texts: pa.Array) -> pa.Array:
    parted = pc.fill_null(pc.match_substring_regex(texts, "[;；、\n]"), False)
    several = [text.is_several_names(each) for each in texts.filter(parted).to_pylist()]
    return pc.replace_with_mask(parted, parted, pa.array(several, pa.bool_()))


def field_columns(field: Field, sent: pa.ChunkedArray, edition: str = "") -> Iterator[tuple[str, pa.Array]]:
    """The typed column of a field and what the checks need beside it: `text_` as sent, `unknown_`, `valid_`."""
    if _is_prose(field, edition):
        texts = cleaned(sent)
        yield field.id, _without_no_value(texts)
        if field.id == "subject_name":
            yield "several_names", _several_names(texts)
        return
    distinct = Distinct(_whole(sent), clean=True)
    values = distinct.map(_parser(field, edition), TYPES[field.type])
    yield field.id, values
    if field.type in ("date", "amount"):
        yield f"text_{field.id}", distinct.map(str, pa.string())
    if field.codes:
        told = distinct if field.type == "codes" else Distinct(values)
        yield f"unknown_{field.id}", told.map(_unknown(field), pa.string())
    if field.check:
        yield f"valid_{field.id}", Distinct(values).map(_VALID[field.check], pa.bool_())
