"""Records with a document number (文书号), in the order in which they are published.

Reads the bundle; writes what the memory it is given keeps.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle
from search.columns import days_of
from search.memory import Memory
from search.normalise import keys_of

RECORD = pa.schema(
    [
        ("number", pa.string()),
        ("kind", pa.int32()),
        ("subject", pa.int32()),
        ("until", pa.int32()),
        ("name", pa.string()),
        ("month", pa.int32()),
        ("day", pa.int32()),
        ("department", pa.string()),
        ("record", pa.string()),
    ]
)

_OF_RECORD = [
    "record", "document_number", "subject_code", "subject_name", "until", "month", "decided_on", "authority",
]  # fmt: skip
"""What is read of a record."""

_RECORDS, _LEFT = "records", "left"
"""Names in the memory: the records' order, which is judged row by row and so has no other ground than its name; the records
that left since they were put in order."""


@dataclass(frozen=True)
class Ordered:
    """The keys of the records' numbers as they were last put in order, which of these records are there still, and a
    digest of that order."""

    keys: pa.ChunkedArray
    here: npt.NDArray[np.bool_]
    ground: str


def _looked_up(codes: pa.ChunkedArray, known: pa.Array, values: pa.Array) -> pa.Array:
    """The value of each code, 0 where the code is not known."""
    places = pc.index_in(codes, value_set=known)
    return pc.fill_null(pc.take(values, places), 0)


def _sooner(one: pa.ChunkedArray, other: pa.Array) -> pa.ChunkedArray:
    """The earlier of two last days, 0 meaning no end."""
    least = pc.min_element_wise(one, other)
    return pc.if_else(pc.equal(least, 0), pc.max_element_wise(one, other), least)


def _with_numbers(bundle: Bundle, subjects: pa.Table) -> pa.Table:
    """The records with a document number, as read, with their opaque ids; shown no longer than their subject."""
    known = subjects["code"].combine_chunks()
    tables = [RECORD.empty_table()]
    for number, dataset in enumerate(bundle.meta.datasets):
        table = bundle.records(dataset.name, _OF_RECORD).filter(pc.is_valid(pc.field("document_number")))
        place = pc.index_in(table["subject_code"], value_set=known)
        named = pc.is_valid(place)
        ends = _looked_up(table["subject_code"], known, subjects["until"].combine_chunks())
        year, month = (
            pc.utf8_slice_codeunits(table["month"], 0, 4),
            pc.utf8_slice_codeunits(table["month"], 5, 7),
        )
        months = pc.add(pc.multiply(year.cast(pa.int32()), 12), pc.subtract(month.cast(pa.int32()), 1))
        columns = {
            "number": table["document_number"].cast(pa.string()),
            "kind": pa.array(np.full(table.num_rows, number, dtype=np.int32)),
            "subject": pc.fill_null(pc.add(place, 1), 0),
            "until": _sooner(days_of(table["until"]), ends),
            "name": pc.if_else(named, "", pc.fill_null(table["subject_name"], "")),
            "month": pc.if_else(named, 0, months),
            "day": days_of(table["decided_on"]),
            "department": pc.fill_null(table["authority"].cast(pa.string()), ""),
            "record": table["record"],
        }
        tables.append(pa.table(columns).cast(RECORD))
    return pa.concat_tables(tables).combine_chunks()


_BY = ("order", "number", "kind", "subject", "until", "name", "month", "day", "department")
"""The order of records: by the digits of the number, the first four last, then by the number.

The first four are mostly the year: numbers that hold some digits of the serial number, or of the end of the year and of
what follows, share pages.
"""


def _sorted(read: pa.Table) -> pa.Table:
    keys = pa.array(keys_of(read["number"].to_pylist()), pa.string())
    digits = pc.replace_substring_regex(keys, "[^0-9]+", "")
    turned = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(digits, 4), pc.utf8_slice_codeunits(digits, 0, 4), ""
    )
    orders = pc.binary_join_element_wise(turned, keys, " ")
    whole = read.append_column("key", keys).append_column("order", orders)
    return whole.sort_by([(name, "ascending") for name in _BY])


def _still(read: pa.Table, last: pa.Table | None) -> npt.NDArray[np.bool_] | None:
    """Which of the records that were there before are the same; None when any is new or another than it was."""
    if last is None or len(read) == 0:
        return None
    places = pc.index_in(read["record"].combine_chunks(), value_set=last["record"].combine_chunks())
    if places.null_count > 0:
        return None
    by = pc.sort_indices(places)
    now, then = read.take(by), last.take(places.take(by))
    if not now.equals(then.select(now.column_names)):
        return None
    here = np.zeros(len(last), dtype=np.bool_)
    here[places.to_numpy()] = True
    return here


def _here(bundle: Bundle, last: pa.Table | None, ground: str, memory: Memory) -> npt.NDArray[np.bool_] | None:
    """The same of a bundle that only lost records of the one that the memory is of: without reading them."""
    fewer = bundle.fewer
    if last is None or fewer is None or fewer.subjects:
        return None
    left = memory.recalled(_LEFT, f"{fewer.build_id} {ground}")
    if left is None:
        return None
    gone = pa.chunked_array([*left["record"].chunks, *fewer.column("record").chunks], pa.string())
    here: npt.NDArray[np.bool_] = pc.invert(pc.is_in(last["record"], value_set=gone)).to_numpy()
    return here


def records_in_order(bundle: Bundle, subjects: pa.Table, memory: Memory) -> tuple[pa.Table, Ordered]:
    """By number; those whose number holds nothing to search for are left out. `subjects`: code and until, in order."""
    ordered = memory.recalled(_RECORDS, _RECORDS)
    ground = "" if ordered is None else memory.digest(_RECORDS)
    here = _here(bundle, ordered, ground, memory)
    if ordered is None or here is None:
        read = _with_numbers(bundle, subjects)
        here = _still(read, ordered)
    if ordered is None or here is None:
        ordered, here = _sorted(read), np.ones(len(read), dtype=np.bool_)
        memory.keep(_RECORDS, _RECORDS, ordered)
        ground = memory.digest(_RECORDS)
    memory.keep(_LEFT, f"{bundle.meta.build_id} {ground}", ordered.select(["record"]).filter(pa.array(~here)))
    told = pc.not_equal(ordered["key"], "")
    if not pc.all(told).as_py():
        ordered, here = ordered.filter(told), here[told.to_numpy()]
    records = ordered.drop_columns(["record"]).filter(pa.array(here)).combine_chunks()
    return records, Ordered(ordered["key"], here, ground)
