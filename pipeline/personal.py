"""Personal identifiers are replaced in memory, before anything is written (个人信息保护法 第六条,
第二十八条).

A cell of an identity column becomes a keyed token, whatever it holds; an identity number in any other cell
becomes a mark, with a finding that does not show it. Also a heading or a file name can hold one. Does not
look for phone numbers, accounts or addresses: those of free text are masked where pages are made. Reads and
writes no file.
"""

import dataclasses
import hashlib
import hmac
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import identity_pattern
from pipeline.catalogue import Field, heading_key
from pipeline.findings import Finding
from pipeline.identifiers import credit_code, registration_number, resident_id
from pipeline.sources import codes
from pipeline.sources.raw import ROW

MARK = "[证件号码已隐去]"
_SHORTEST = 15
_IDENTITY_HEADINGS = ("身份证号", "身份证件号", "证件号", "公民身份号", "居民身份号", "sfzh", "zjhm")
"""What the heading of a column of identity numbers holds, also where the catalogue does not know it."""
_SERIAL_FIELDS = ("document_number", "certificate_number")
"""Fields whose whole cell may be a 施工许可证编号, built like the number of someone born since 2014."""


def token(value: str, key: bytes) -> str:
    """The token of an identity document's number: keyed hash and year of birth, the same in every spelling."""
    number = resident_id.compact(value)
    if len(number) == 15 and number.isdecimal() and resident_id.is_plausible(resident_id.to_18(number)):
        number = resident_id.to_18(number)
    known = len(number) == 18 and number[:17].isdecimal() and resident_id.is_plausible(number)
    year = number[6:10] if known else "0000"
    return f"pid:{hmac.digest(key, number.encode('utf-8', 'replace'), hashlib.sha256).hex()[:32]}:{year}"


def redact_text(text: str, *, anywhere: bool = False) -> str:
    """The text with each identity number replaced by the mark."""
    pieces: list[str] = []
    end = 0
    for start, stop in identity_pattern.spans(text, anywhere=anywhere):
        pieces += [text[end:start], MARK]
        end = stop
    return "".join([*pieces, text[end:]])


def _is_recent_serial(text: str) -> bool:
    number = identity_pattern.plain(text)
    return (
        len(number) == len(text) == 18
        and number[:17].isdecimal()
        and int(number[6:10]) >= identity_pattern.RECENT
    )


def _is_own_number(text: str, field: Field | None) -> bool:
    """Whether the whole cell is what its column is for, though it looks like an identity number."""
    if field is None:
        return False
    if field.check == "credit_code":
        return credit_code.is_valid(text) and not resident_id.is_valid(text)
    if field.id == "registration_number":
        return registration_number.is_valid(text)
    return field.id in _SERIAL_FIELDS and _is_recent_serial(text)


def is_identity_column(heading: str, field: Field | None) -> bool:
    """Whether every value under the heading is replaced by a token."""
    if field is not None:
        return field.personal == "identity"
    return any(word in heading_key(heading) for word in _IDENTITY_HEADINGS)


def _tokens(texts: pa.Array, key: bytes) -> pa.Array:
    encoded = texts.dictionary_encode()
    made = [token(text, key) if text.strip() else text for text in encoded.dictionary.to_pylist()]
    return pa.array(made, pa.string()).take(encoded.indices)


def _scan(texts: pa.Array, field: Field | None) -> tuple[pa.Array, list[int]]:
    """The texts with identity numbers replaced, and the places where there was one."""
    longest = pc.max(pc.binary_length(texts)).as_py()
    if longest is None or longest < _SHORTEST:
        return texts, []
    anywhere = field is not None and field.personal == "tax"
    pattern = identity_pattern.ANYWHERE if anywhere else identity_pattern.APART
    suspects = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, pattern), False))
    replaced: dict[int, str] = {}
    for place, text in zip(suspects.to_pylist(), texts.take(suspects).to_pylist(), strict=True):
        clean = text if _is_own_number(text, field) else redact_text(text, anywhere=anywhere)
        if clean != text:
            replaced[place] = clean
    if not replaced:
        return texts, []
    mask = _mask(len(texts), replaced)
    return pc.replace_with_mask(texts, mask, pa.array(list(replaced.values()), pa.string())), list(replaced)


def _mask(length: int, places: Mapping[int, str]) -> pa.Array:
    flags = bytearray(length)
    for place in places:
        flags[place] = 1
    return pc.equal(pa.array(flags, pa.uint8()), 1)


def redact(
    cells: pa.Table, headings_to_fields: Mapping[str, Field | None], key: bytes
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """The table without identity numbers; the findings' dataset and file are left empty for the caller."""
    columns = {ROW: cells[ROW].combine_chunks()}
    rows = columns[ROW]
    found: list[Finding] = []
    for heading in (name for name in cells.column_names if name != ROW):
        field = headings_to_fields.get(heading)
        column = cells[heading].combine_chunks()
        if is_identity_column(heading, field):
            columns[heading] = _tokens(column, key)
            continue
        columns[heading], places = _scan(column, field)
        where = redact_text(heading) if field is None else field.id
        told = codes.finding(codes.IDENTITY, "", "", field=redact_text(heading))
        found += [dataclasses.replace(told, row=rows[place].as_py(), field=where) for place in places]
    return pa.table(columns), tuple(found)
