"""What is searched: subjects, records with a document number, and articles, as columns in their published order.

Reads the bundle; writes nothing. A document's number is its place in this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from search.encode import EPOCH, Numbers
from search.memory import NOTHING, Memory, ground_of
from search.normalise import keys_of
from search.postings import key_lengths

PLACE = "^(.{1,4}?[省市区县州旗盟镇乡])+"
"""What a name begins with before its brand (企业名称登记管理规定 art. 6: division, brand, trade, form)."""


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

_RECORDS = "records"
"""The records' order is judged row by row, so it has no other ground than this."""


@dataclass(frozen=True)
class Article:
    """An article as the portal shows it; `url` is relative to the site's root, `text` plain text."""

    title: str
    url: str
    date: date
    department: str
    text: str


@dataclass(frozen=True)
class Documents:
    """All documents in their order, and the names of the kinds that counts and `kind` refer to.

    `subjects`: code, name, former_names, status, one `n_<kind>` each, until, counted_until (from the day after, the
    counts may be too high). `records`: number, kind, subject (its document + 1; 0: none), until, where there is no
    subject name and month, day of decision, department. Days are numbers. `named`: a digest of codes and names, on which
    the order, heads and sounds of subjects depend alone.
    """

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    subjects: pa.Table
    named: str
    name_keys: list[str]
    name_lengths: Numbers
    records: pa.Table
    number_keys: list[str]
    number_orders: list[str]
    articles: tuple[Article, ...]


def _days(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates as numbers of days, 0 for none."""
    since = pc.subtract(column.cast(pa.date32()).cast(pa.int32()), (EPOCH - date(1970, 1, 1)).days)
    return pc.fill_null(since, 0)


def _looked_up(codes: pa.ChunkedArray, known: pa.Array, values: pa.Array) -> pa.Array:
    """The value of each code, 0 where the code is not known."""
    places = pc.index_in(codes, value_set=known)
    return pc.fill_null(pc.take(values, places), 0)


def _first_ends(bundle: Bundle, kinds: Sequence[str], codes: pa.ChunkedArray) -> pa.Array:
    """For each code the first last day of any of its records, 0 for none."""
    endless = np.iinfo(np.int32).max
    first, known = np.full(len(codes), endless, dtype=np.int32), codes.combine_chunks()
    for kind in kinds:
        table = bundle.records(kind, ["subject_code", "until"]).drop_null()
        places = pc.fill_null(
            pc.index_in(table["subject_code"].cast(pa.string()), value_set=known), -1
        ).to_numpy()
        days = _days(table["until"]).to_numpy()
        np.minimum.at(first, places[places >= 0], days[places >= 0])
    return pa.array(np.where(first == endless, 0, first))


def _order(table: pa.Table) -> pa.Table:
    """place, key, length of all subjects, shortest name first: the order that lets a reader stop early.

    Within a length by what follows the place: names of one brand stand together so, and the hits of a query share pages.
    """
    keys = keys_of(table["name"].to_pylist())
    lengths = key_lengths(keys)
    whole = pa.array(keys, pa.string())
    brands = pc.replace_substring_regex(whole, PLACE, "")
    by = {"length": lengths, "brand": brands, "key": whole, "code": table["code"]}
    places = pc.sort_indices(pa.table(by), sort_keys=[(name, "ascending") for name in by])
    return pa.table({"place": places, "key": whole.take(places), "length": pa.array(lengths).take(places)})


def _subjects(bundle: Bundle, kinds: Sequence[str], order: pa.Table) -> pa.Table:
    """The subjects' columns in their published order."""
    table = bundle.subjects()
    empty = pa.scalar([], pa.list_(pa.string()))
    columns = {
        "code": table["code"],
        "name": table["name"],
        "former_names": pc.fill_null(table["former_names"].cast(pa.list_(pa.string())), empty),
        "status": pc.fill_null(table["status"].cast(pa.string()), ""),
        **{name: table[name] for name in (f"n_{kind}" for kind in kinds)},
        "until": _days(table["until"]),
        "counted_until": _first_ends(bundle, kinds, table["code"]),
    }
    return pa.table(columns).take(order["place"])


def _sooner(one: pa.ChunkedArray, other: pa.Array) -> pa.ChunkedArray:
    """The earlier of two last days, 0 meaning no end."""
    least = pc.min_element_wise(one, other)
    return pc.if_else(pc.equal(least, 0), pc.max_element_wise(one, other), least)


def _with_numbers(bundle: Bundle, kinds: Sequence[str], subjects: pa.Table) -> pa.Table:
    """The records with a document number, as read, with their opaque ids; shown no longer than their subject."""
    known = subjects["code"].combine_chunks()
    tables = [RECORD.empty_table()]
    for number, kind in enumerate(kinds):
        table = bundle.records(kind, _OF_RECORD).filter(pc.is_valid(pc.field("document_number")))
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
            "until": _sooner(_days(table["until"]), ends),
            "name": pc.if_else(named, "", pc.fill_null(table["subject_name"], "")),
            "month": pc.if_else(named, 0, months),
            "day": _days(table["decided_on"]),
            "department": pc.fill_null(table["authority"].cast(pa.string()), ""),
            "record": table["record"],
        }
        tables.append(pa.table(columns).cast(RECORD))
    return pa.concat_tables(tables).combine_chunks()


_BY = ("order", "number", "kind", "subject", "until", "name", "month", "day", "department")
"""The order of records: by the digits of the number, then by the number, so that what holds some digits shares pages."""


def _sorted(read: pa.Table) -> pa.Table:
    keys = pa.array(keys_of(read["number"].to_pylist()), pa.string())
    orders = pc.binary_join_element_wise(pc.replace_substring_regex(keys, "[^0-9]+", ""), keys, " ")
    whole = read.append_column("key", keys).append_column("order", orders)
    return whole.sort_by([(name, "ascending") for name in _BY])


def _still(read: pa.Table, last: pa.Table | None) -> pa.Table | None:
    """What was read in its order, when all of it was there before and is the same: without keys made and without a sort."""
    if last is None or len(read) == 0:
        return None
    places = pc.index_in(read["record"].combine_chunks(), value_set=last["record"].combine_chunks())
    if places.null_count > 0:
        return None
    by = pc.sort_indices(places)
    now, then = read.take(by), last.take(places.take(by))
    return then if now.equals(then.select(now.column_names)) else None


def _records(read: pa.Table, memory: Memory) -> pa.Table:
    """By number; those whose number holds nothing to search for are left out."""
    ordered = _still(read, memory.recalled("records", _RECORDS))
    ordered = _sorted(read) if ordered is None else ordered
    memory.keep("records", _RECORDS, ordered)
    return ordered.filter(pc.not_equal(ordered["key"], "")).drop_columns(["record"])


def read_documents(bundle: Bundle, articles: Sequence[Article], memory: Memory = NOTHING) -> Documents:
    """Everything to be searched, in its published order; newest article first."""
    datasets = bundle.meta.datasets
    kinds = tuple(each.name for each in datasets)
    named = ground_of(pq.read_table(bundle.path / "subjects.parquet", columns=["code", "name"]))
    order = memory.table("subjects", named, lambda: _order(bundle.subjects()))
    subjects = _subjects(bundle, kinds, order)
    records = _records(_with_numbers(bundle, kinds, subjects), memory)
    return Documents(
        kinds,
        tuple(each.title for each in datasets),
        subjects,
        named,
        order["key"].to_pylist(),
        order["length"].to_numpy(),
        records,
        records["key"].to_pylist(),
        records["order"].to_pylist(),
        tuple(sorted(articles, key=lambda a: (-a.date.toordinal(), a.title, a.url))),
    )
