"""Personal identifiers are replaced in memory, before anything is written (个人信息保护法 第六条,
第二十八条).

A cell of an identity column becomes a keyed token, whatever it holds; an identity number in any other cell
becomes a mark, and so does what private_text.py knows in every cell that is not a number of a paper or register,
each with a finding that does not show it. Also a heading or a file name can hold one. The tax number of a shop is
its owner's and goes whole. Reads and writes no file.
"""

import dataclasses
import hashlib
import hmac
import re
from collections.abc import Mapping
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import identity_pattern, private_text
from pipeline.catalogue import Field, heading_key
from pipeline.findings import Finding
from pipeline.identifiers import credit_code, registration_number, resident_id
from pipeline.sources import codes
from pipeline.sources.raw import ROW

MARK = private_text.IDENTITY_MARK
_SHORTEST = 7
_COURT_FORM = re.compile(r"\d{10}\*{4}\d{3}[\dXx]")
"""The form in which courts publish an identity number: ten digits, four stars, the last four."""
_IDENTITY_HEADINGS = ("身份证号", "身份证件号", "证件号", "公民身份号", "居民身份号", "sfzh", "zjhm")
"""What the heading of a column of identity numbers holds, also where the catalogue does not know it."""
_SERIAL_FIELDS = ("document_number", "certificate_number")
"""Fields whose whole cell may be a 施工许可证编号, built like the number of someone born since 2014."""
_OWNED = {"subject_kind": r"个\s*体|自\s*然\s*人", "subject_code": r"\A[\s'‘’]*[9９]\s*[2２]"}
"""Field → what its cell holds, however it is spaced and spelt, where the tax number is that of a person."""


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


def _masked(texts: pa.Array) -> pa.Array:
    """Identity numbers in the form in which courts publish them; anything else becomes the mark."""
    encoded = texts.dictionary_encode()
    made = [_court_form(each.strip()) if each.strip() else each for each in encoded.dictionary.to_pylist()]
    return pa.array(made, pa.string()).take(encoded.indices)


def _court_form(text: str) -> str:
    if _COURT_FORM.fullmatch(text):
        return text
    number = resident_id.compact(text)
    return f"{number[:10]}****{number[14:]}" if resident_id.is_valid(number) and len(number) == 18 else MARK


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


def _mask(length: int, places: Mapping[int, object]) -> pa.Array:
    flags = bytearray(length)
    for place in places:
        flags[place] = 1
    return pc.equal(pa.array(flags, pa.uint8()), 1)


def _may_hold_private(field: Field | None) -> bool:
    """Whether a cell is read for telephone numbers and the like: all but numbers of papers, codes, dates, amounts."""
    return field is None or not (field.serial or field.check or field.type in ("date", "amount"))


def _scan_private(texts: pa.Array, field: Field | None) -> tuple[pa.Array, dict[int, tuple[str, ...]]]:
    """The texts without other personal data, and what kinds there were at which places."""
    if not _may_hold_private(field):
        return texts, {}
    suspects = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, private_text.SUSPECT), False))
    found: dict[int, tuple[str, ...]] = {}
    replaced: list[str] = []
    for place, text in zip(suspects.to_pylist(), texts.take(suspects).to_pylist(), strict=True):
        clean, kinds = private_text.mask(text)
        if kinds:
            found[place] = kinds
            replaced.append(clean)
    if not found:
        return texts, {}
    return pc.replace_with_mask(texts, _mask(len(texts), found), pa.array(replaced, pa.string())), found


def _owners(cells: pa.Table, fields: Mapping[str, Field | None]) -> pa.Array | None:
    """Which rows are of shops and persons, by kind and code; None where neither is told: then any may be."""
    flags = []
    for heading, field in fields.items():
        if heading in cells.column_names and field is not None and field.id in _OWNED:
            found = pc.match_substring_regex(cells[heading].combine_chunks(), _OWNED[field.id])
            flags.append(pc.fill_null(found, False))
    return reduce(pc.or_, flags) if flags else None


def _without_owners_number(texts: pa.Array, owners: pa.Array | None) -> tuple[pa.Array, list[int]]:
    """The column of tax numbers with those of shops and persons replaced whole."""
    given = pc.fill_null(pc.greater(pc.utf8_length(texts), 0), False)
    gone = given if owners is None else pc.and_(given, owners)
    return pc.if_else(gone, MARK, texts), pc.indices_nonzero(gone).to_pylist()


def redact(
    cells: pa.Table, headings_to_fields: Mapping[str, Field | None], key: bytes
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """The table without identity numbers; the findings' dataset and file are left empty for the caller."""
    columns = {ROW: cells[ROW].combine_chunks()}
    found: list[Finding] = []
    for heading in (name for name in cells.column_names if name != ROW):
        field = headings_to_fields.get(heading)
        column = cells[heading].combine_chunks()
        if is_identity_column(heading, field):
            columns[heading] = _tokens(column, key)
        elif field is not None and field.personal == "masked":
            columns[heading] = _masked(column)
        else:
            owners = _owners(cells, headings_to_fields) if field and field.personal == "tax" else None
            columns[heading], told = _replaced(column, heading, field, owners)
            found += [dataclasses.replace(each, row=columns[ROW][each.row or 0].as_py()) for each in told]
    return pa.table(columns), tuple(found)


def _replaced(
    column: pa.Array, heading: str, field: Field | None, owners: pa.Array | None
) -> tuple[pa.Array, list[Finding]]:
    """One column without personal data; the findings' rows are places in it."""
    shown = redact_text(heading)
    where = shown if field is None else field.id
    identity = codes.finding(codes.IDENTITY, "", "", field=shown)
    column, places = _scan(column, field)
    found = [dataclasses.replace(identity, row=place, field=where) for place in places]
    if field is not None and field.personal == "tax":
        column, places = _without_owners_number(column, owners)
        told = {each.row for each in found}
        found += [dataclasses.replace(identity, row=each, field=where) for each in places if each not in told]
        return column, found
    column, kinds = _scan_private(column, field)
    for place, names in kinds.items():
        told_of = codes.finding(codes.PRIVATE, "", "", field=shown, kinds="、".join(names))
        found.append(dataclasses.replace(told_of, row=place, field=where))
    return column, found
