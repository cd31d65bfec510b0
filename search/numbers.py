"""The terms of document numbers, which have buckets of their own: a name is not looked for in them, nor a number in those of
names.

Reads the bundle, reads and writes what the memory it is given holds. They depend on nothing else of the index but the
subjects, so that a process beside the one that makes the rest can be given them.
"""

from dataclasses import dataclass

import pyarrow as pa

from pipeline.bundle import Bundle
from search import heads
from search.kept_heads import number_heads
from search.kept_lists import number_lists
from search.memory import Memory
from search.postings import no_lists
from search.records import records_in_order
from search.schema import Field
from search.shards import Payloads, Sizes, heads_section, term_shards

SIZES = Sizes(folders=("n", "m"), bucket=2400)
"""Small buckets, since a number is looked for by four terms and more."""


@dataclass(frozen=True)
class Numbered:
    """`runs`: the documents of each page of heads; `buckets`: how many; `total_length` of all numbers."""

    payloads: Payloads
    runs: list[list[int]]
    buckets: int
    total_length: int


def numbers_of(bundle: Bundle, subjects: pa.Table, memory: Memory) -> tuple[pa.Table, Numbered]:
    """The records in their order, and the terms of their numbers. `subjects`: code and until, in their order."""
    records, ordered = records_in_order(bundle, subjects, memory)
    lists = number_lists(ordered, memory)
    often = number_heads(lists, ordered, memory)
    runs, page_of = heads.packed(often, heads.NUMBERS.page)
    fields = [lists if field is Field.NUMBER else no_lists(field) for field in Field]
    payloads, buckets = term_shards(fields, heads_section(often, page_of), SIZES)
    return records, Numbered(payloads, runs, buckets, lists.total_length)
