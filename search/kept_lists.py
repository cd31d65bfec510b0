"""Postings kept from one build of the index to the next: grouping them takes longer than all else, and few change.

Reads and writes what the memory it is given holds. What is kept is of an order of records from which some may have left
since: their postings are taken out and the numbers of those behind them go down, which is what grouping anew would give.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from search.memory import Memory, ground_of
from search.names import Names
from search.postings import Lists, gram_lists
from search.records import Ordered
from search.schema import Field


def _without(lists: Lists, here: npt.NDArray[np.bool_]) -> Lists:
    """The lists of the documents that are `here`, these numbered anew; terms of no document fall away."""
    if here.all():
        return lists
    gone = np.flatnonzero(~here[lists.documents])
    numbers = np.cumsum(here, dtype=np.int32) - np.int32(1)
    documents = np.delete(numbers[lists.documents], gone)
    starts = lists.starts - np.searchsorted(gone, lists.starts)
    left = np.diff(starts) > 0
    terms = pa.array(lists.terms, pa.string()).filter(pa.array(left)).to_pylist()
    ends = starts[1:][left]
    return Lists(
        lists.field, terms, np.append(0, ends), documents, lists.frequencies, lists.lengths, len(documents)
    )


def _kept(memory: Memory, field: Field, ground: str, made: Callable[[], Lists]) -> Lists:
    """Lists without weights, made or as they were kept."""

    def table() -> pa.Table:
        lists = made()
        each = pa.LargeListArray.from_arrays(lists.starts, lists.documents)
        return pa.table({"term": pa.array(lists.terms, pa.string()), "documents": each})

    kept = memory.table(f"{field.label}-lists", ground, table)
    each, none = kept["documents"].combine_chunks(), np.zeros(0, dtype=np.int64)
    documents = each.values.to_numpy()
    return Lists(
        field, kept["term"].to_pylist(), each.offsets.to_numpy(), documents, none, none, len(documents)
    )


def name_lists(names: Names, memory: Memory) -> Lists:
    """Postings of the subjects' names."""
    count = len(names.order)
    return _kept(
        memory,
        Field.NAME,
        names.named,
        lambda: gram_lists(Field.NAME, names.keys, np.arange(count), count),
    )


def ordered_ground(ordered: Ordered) -> str:
    """What the postings and heads of numbers were made of, those that left since included."""
    return ordered.ground or ground_of(pa.table({"key": ordered.keys}))


def ordered_lists(ordered: Ordered, memory: Memory) -> Lists:
    """Postings of the numbers of all records as they were put in order, those that left since included."""
    keys = ordered.keys

    def made() -> Lists:
        return gram_lists(Field.NUMBER, keys.to_pylist(), np.arange(len(keys)), len(keys))

    return _kept(memory, Field.NUMBER, ordered_ground(ordered), made)


def number_lists(ordered: Ordered, memory: Memory) -> Lists:
    """Postings of the records' numbers."""
    return _without(ordered_lists(ordered, memory), ordered.here)
