"""What is searched: subjects, records with a document number, and articles, as columns in their published order.

Reads the bundle; writes nothing. A document's number is its place in this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from search.encode import EPOCH, Numbers
from search.memory import NOTHING, Memory, ground_of
from search.normalise import keys_of
from search.postings import key_lengths
from search.readings import initial_of

PLACE = "^(.{1,4}?[省市区县州旗盟镇乡])+"
"""What a name begins with before its brand (企业名称登记管理规定 art. 6: division, brand, trade, form)."""

SOUNDED = 4
"""Characters of a brand and its trade whose initials come first in the order: six typed initials mostly begin with them."""

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

_RECORDS, _ENDS, _LEFT = "records", "ends", "left"
"""Names in the memory: the records' order, which is judged row by row and so has no other ground than its name; the
subjects' first last days; the records that left since they were put in order."""


@dataclass(frozen=True)
class Article:
    """An article as the portal shows it; `url` is relative to the site's root, `text` plain text."""

    title: str
    url: str
    date: date
    department: str
    text: str


@dataclass(frozen=True)
class Ordered:
    """The keys of the records' numbers as they were last put in order, which of these records are there still, and a
    digest of that order."""

    keys: pa.ChunkedArray
    here: npt.NDArray[np.bool_]
    ground: str


@dataclass(frozen=True)
class Documents:
    """All documents in their order, and the names of the kinds that counts and `kind` refer to.

    `subjects`: code, name, former_names, status, one `n_<kind>` each, until, counted_until (from the day after, the
    counts may be too high). `records`: number, kind, subject (its document + 1; 0: none), until, where there is no
    subject name and month, day of decision, department, key, order. Days are numbers. `named`: a digest of codes and
    names, on which the order, heads and sounds of subjects depend alone. `ordered`: what `records` were taken from.
    """

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    subjects: pa.Table
    named: str
    name_keys: list[str]
    name_lengths: Numbers
    records: pa.Table
    ordered: Ordered
    articles: tuple[Article, ...]


def _days(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates as numbers of days, 0 for none."""
    since = pc.subtract(column.cast(pa.date32()).cast(pa.int32()), (EPOCH - date(1970, 1, 1)).days)
    return pc.fill_null(since, 0)


def _looked_up(codes: pa.ChunkedArray, known: pa.Array, values: pa.Array) -> pa.Array:
    """The value of each code, 0 where the code is not known."""
    places = pc.index_in(codes, value_set=known)
    return pc.fill_null(pc.take(values, places), 0)


def _ends_of(bundle: Bundle, kinds: Sequence[str], codes: pa.Array) -> pa.Array:
    """For each code the first last day of any of its records, 0 for none."""
    endless = np.iinfo(np.int32).max
    first = np.full(len(codes), endless, dtype=np.int32)
    for kind in kinds:
        table = bundle.records(kind, ["subject_code", "until"]).drop_null()
        places = pc.index_in(table["subject_code"].cast(pa.string()), value_set=codes)
        known = pc.is_valid(places)
        days = _days(table["until"].filter(known)).to_numpy()
        np.minimum.at(first, places.filter(known).to_numpy(), days)
    return pa.array(np.where(first == endless, 0, first))


def _first_ends(bundle: Bundle, kinds: Sequence[str], codes: pa.Array, memory: Memory) -> pa.Array:
    """The same for all subjects: of a bundle that only lost records those days are new that these records had."""
    fewer = bundle.fewer
    last = memory.recalled(_ENDS, fewer.build_id) if fewer is not None and not fewer.subjects else None
    if last is None or fewer is None:
        ends = _ends_of(bundle, kinds, codes)
    else:
        owners = pc.unique(fewer.column("subject_code").drop_null())
        found = _ends_of(bundle, kinds, owners)
        mine = pc.is_in(codes, value_set=owners)
        ends = last["ends"].combine_chunks()
        places = pc.index_in(codes.filter(mine), value_set=owners)
        ends = pc.replace_with_mask(ends, mine, found.take(places))
    memory.keep(_ENDS, bundle.meta.build_id, pa.table({"ends": ends}))
    return ends


def _initials(brands: pa.Array, place: int) -> pa.Array:
    """The first letter of how each brand's character at a place is read."""
    characters = pc.utf8_slice_codeunits(brands, place, place + 1).dictionary_encode()
    return pa.array(map(initial_of, characters.dictionary.to_pylist()), pa.string()).take(characters.indices)


def _order(table: pa.Table) -> pa.Table:
    """place, key, length of all subjects, shortest name first: the order that lets a reader stop early.

    Within a length by what follows the place, first by how it sounds: names that begin with the same initials stand together
    so, among them those of one brand, and the hits of a query share pages.
    """
    keys = keys_of(table["name"].to_pylist())
    lengths = key_lengths(keys)
    whole = pa.array(keys, pa.string())
    brands = pc.replace_substring_regex(whole, PLACE, "")
    heard = pc.binary_join_element_wise(*(_initials(brands, place) for place in range(SOUNDED)), "")
    by = {"length": lengths, "heard": heard, "brand": brands, "key": whole, "code": table["code"]}
    places = pc.sort_indices(pa.table(by), sort_keys=[(name, "ascending") for name in by])
    return pa.table({"place": places, "key": whole.take(places), "length": pa.array(lengths).take(places)})


def _subjects(bundle: Bundle, kinds: Sequence[str], order: pa.Table, memory: Memory) -> pa.Table:
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
        "counted_until": _first_ends(bundle, kinds, table["code"].combine_chunks(), memory),
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


def _records(
    bundle: Bundle, kinds: Sequence[str], subjects: pa.Table, memory: Memory
) -> tuple[pa.Table, Ordered]:
    """By number; those whose number holds nothing to search for are left out."""
    ordered = memory.recalled(_RECORDS, _RECORDS)
    ground = "" if ordered is None else memory.digest(_RECORDS)
    here = _here(bundle, ordered, ground, memory)
    if ordered is None or here is None:
        read = _with_numbers(bundle, kinds, subjects)
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


def read_documents(bundle: Bundle, articles: Sequence[Article], memory: Memory = NOTHING) -> Documents:
    """Everything to be searched, in its published order; newest article first."""
    datasets = bundle.meta.datasets
    kinds = tuple(each.name for each in datasets)
    named = ground_of(pq.read_table(bundle.path / "subjects.parquet", columns=["code", "name"]))
    order = memory.table("subjects", named, lambda: _order(bundle.subjects()))
    subjects = _subjects(bundle, kinds, order, memory)
    records, ordered = _records(bundle, kinds, subjects, memory)
    return Documents(
        kinds,
        tuple(each.title for each in datasets),
        subjects,
        named,
        order["key"].to_pylist(),
        order["length"].to_numpy(),
        records,
        ordered,
        tuple(sorted(articles, key=lambda a: (-a.date.toordinal(), a.title, a.url))),
    )
