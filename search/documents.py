"""What is searched: subjects, records with a document number, and articles, as columns in their published order.

Reads the bundle; writes what the memory it is given keeps. A document's number is its place in this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle
from search.columns import days_of
from search.memory import NOTHING, Memory
from search.names import Names, names_in_order
from search.records import records_in_order

_ENDS = "ends"
"""Name in the memory of the subjects' first last days."""


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
    subject name and month, day of decision, department, key, order. Days are numbers.
    """

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    names: Names
    subjects: pa.Table
    records: pa.Table
    articles: tuple[Article, ...]


def _ends_of(bundle: Bundle, kinds: Sequence[str], codes: pa.Array) -> pa.Array:
    """For each code the first last day of any of its records, 0 for none."""
    endless = np.iinfo(np.int32).max
    first = np.full(len(codes), endless, dtype=np.int32)
    for kind in kinds:
        table = bundle.records(kind, ["subject_code", "until"]).drop_null()
        places = pc.index_in(table["subject_code"].cast(pa.string()), value_set=codes)
        known = pc.is_valid(places)
        days = days_of(table["until"].filter(known)).to_numpy()
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


def read_subjects(bundle: Bundle, names: Names, memory: Memory) -> pa.Table:
    """The subjects' columns in their published order."""
    table, kinds = bundle.subjects(), [each.name for each in bundle.meta.datasets]
    empty = pa.scalar([], pa.list_(pa.string()))
    columns = {
        "code": table["code"],
        "name": table["name"],
        "former_names": pc.fill_null(table["former_names"].cast(pa.list_(pa.string())), empty),
        "status": pc.fill_null(table["status"].cast(pa.string()), ""),
        **{name: table[name] for name in (f"n_{kind}" for kind in kinds)},
        "until": days_of(table["until"]),
        "counted_until": _first_ends(bundle, kinds, table["code"].combine_chunks(), memory),
    }
    return pa.table(columns).take(names.order["place"])


def documents_of(
    bundle: Bundle, names: Names, subjects: pa.Table, records: pa.Table, articles: Sequence[Article]
) -> Documents:
    """All together, the articles as `in_order` gives them."""
    return Documents(
        tuple(each.name for each in bundle.meta.datasets),
        tuple(each.title for each in bundle.meta.datasets),
        names,
        subjects,
        records,
        tuple(articles),
    )


def in_order(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Newest first."""
    return tuple(sorted(articles, key=lambda a: (-a.date.toordinal(), a.title, a.url)))


def read_documents(bundle: Bundle, articles: Sequence[Article], memory: Memory = NOTHING) -> Documents:
    """Everything to be searched."""
    names = names_in_order(bundle, memory)
    subjects = read_subjects(bundle, names, memory)
    records, _ = records_in_order(bundle, subjects, memory)
    return documents_of(bundle, names, subjects, records, in_order(articles))
