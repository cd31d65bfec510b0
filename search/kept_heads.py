"""Heads kept from one build of the index to the next: finding them takes as long as half of all else, and few change.

Reads and writes what the memory it is given holds. Heads of names depend on names alone. Those of numbers are kept with
more documents than are published, of an order of records from which some may have left since: these are taken out, which
is what finding heads anew would give.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from search import heads
from search.heads import Heads, Limits, find_heads
from search.kept_lists import ordered_ground, ordered_lists
from search.memory import Memory
from search.names import Names
from search.postings import Lists
from search.records import Ordered

KEPT = 64
"""Documents kept of each head of numbers: of which FIRST must be left, else heads are found anew."""


def _table(found: Heads) -> pa.Table:
    width = found.documents.shape[1]
    columns = {
        "term": pa.array(found.terms, pa.string()),
        "count": pa.array(found.counts, pa.int64()),
        "first": pa.FixedSizeListArray.from_arrays(pa.array(found.documents.reshape(-1)), width),
    }
    return pa.table(columns)


def _heads(table: pa.Table) -> Heads:
    first = table["first"].combine_chunks()
    documents = first.flatten().to_numpy().reshape(-1, first.type.list_size)
    return Heads(table["term"].to_pylist(), table["count"].to_pylist(), documents)


def name_heads(lists: Lists, names: Names, memory: Memory) -> Heads:
    """Heads of the subjects' names, of which `lists` are the postings."""
    made = memory.table(
        "heads",
        names.named,
        lambda: _table(find_heads(lists, names.keys, heads.NAMES, heads.FIRST)),
    )
    return _heads(made)


def _runs(key: str, limits: Limits) -> set[str]:
    """All runs of a key that may have a head."""
    sizes = range(1, min(limits.longest, len(key)) + 1)
    return {key[start : start + size] for size in sizes for start in range(len(key) - size + 1)}


def without(found: Heads, gone: Sequence[str], here: npt.NDArray[np.bool_], limits: Limits) -> Heads | None:
    """The heads of those documents that are `here`, numbered anew, of which the keys `gone` left; None where too few of
    the documents that are kept of one are left."""
    held = Counter(run for key in gone for run in _runs(key, limits))
    counts = np.array(
        [count - held[term] for term, count in zip(found.terms, found.counts, strict=True)], np.int64
    )
    many = np.flatnonzero(counts > limits.many)
    left = here[found.documents[many]]
    ranks = np.cumsum(left, axis=1)
    if len(many) and int(ranks[:, -1].min()) < heads.FIRST:
        return None
    numbers = np.cumsum(here, dtype=np.int32) - np.int32(1)
    documents = numbers[found.documents[many][left & (ranks <= heads.FIRST)]].reshape(-1, heads.FIRST)
    return Heads([found.terms[each] for each in many.tolist()], counts[many].tolist(), documents)


def number_heads(numbers: Lists, ordered: Ordered, memory: Memory) -> Heads:
    """Heads of the records' numbers; `numbers` are their postings."""
    limits = heads.NUMBERS
    width = max(heads.FIRST, min(KEPT, limits.many))

    def made() -> pa.Table:
        lists = ordered_lists(ordered, memory)
        return _table(find_heads(lists, ordered.keys.to_pylist(), limits, width))

    kept = _heads(memory.table("number-heads", ordered_ground(ordered), made))
    gone = ordered.keys.filter(pa.array(~ordered.here)).to_pylist()
    found = without(kept, gone, ordered.here, limits)
    left = ordered.keys.filter(pa.array(ordered.here)).to_pylist()
    return found or find_heads(numbers, left, limits, heads.FIRST)
