"""Puts postings and cards into small shards: hashed term buckets, blocks of long lists, pages, fences.

Gives payloads by (folder, number); build.py writes them. The layouts are in FORMAT.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pyarrow as pa
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.columns import Column, number_column, text_column
from search.encode import Numbers, front_coded, numbers, term_hashes, varint
from search.heads import Heads
from search.postings import Lists, encoded
from search.schema import Field

T = TypeVar("T")
Payloads = dict[tuple[str, int], bytes]

INLINE, INLINE_ONE = 400, 128
"""Postings that lie in the bucket itself, of runs and of single characters: not worth a request of their own.

The pairs where a brand meets its place and trade are in some hundred names; they find a name one character of which is wrong.
"""

BLOCK = 2000
"""Bytes of postings in a block of a long list, before compression."""

SHARED = 10_000
"""Bytes of blocks in one shard, so that there are not too many files."""

SELDOM = 48_000
"""The same of single characters' blocks: they are read only by who wants more than their heads."""

NUMBER_SHARDS = 400
"""Shards of document numbers' blocks at most: where there are more numbers, shards are larger."""

MOST_BUCKETS = 4096
"""Beyond a million subjects buckets grow."""


@dataclass(frozen=True)
class Sizes:
    """Where postings lie: folders of buckets and blocks; bytes of a bucket on average, of a shard of blocks, before
    compression, which halves a bucket; how many postings of a run of characters lie in the bucket itself.
    """

    folders: tuple[str, str] = ("b", "p")
    bucket: int = 5200
    shared: int = field(default_factory=lambda: SHARED)
    inline: int = field(default_factory=lambda: INLINE)


FENCES = 64
"""Pages whose first keys lie in one shard of fences."""

DECODED = np.array([byte_to_length(length_to_byte(n)) for n in range(4096)], dtype=np.int64)
"""Field length → what Whoosh reads back, because it keeps a length in one byte."""


@dataclass
class _Shard:
    """A shard being filled; `limit` is how many bytes it takes."""

    limit: int
    number: int = -1
    filled: list[bytes] = field(default_factory=list)
    size: int = 0


class PostingShards:
    """Collects blocks of long lists: those that are often read in small shards, of `shared` bytes, others in large ones."""

    def __init__(self, sizes: Sizes) -> None:
        self.payloads: Payloads = {}
        self.sizes = sizes
        self._count = 0
        self._open: dict[int, _Shard] = {}

    def _put(self, shard: _Shard) -> None:
        if shard.filled:
            self.payloads[self.sizes.folders[1], shard.number] = b"".join(shard.filled)
        shard.filled, shard.size, shard.number = [], 0, -1

    def close(self) -> None:
        """Put away the shards being filled."""
        for shard in self._open.values():
            self._put(shard)

    def add(self, block: bytes, limit: int) -> tuple[int, int]:
        """Place a block in a shard of at most `limit` bytes; gives the shard and the offset in it."""
        shard = self._open.setdefault(limit, _Shard(limit))
        if shard.number < 0 or shard.size + len(block) > shard.limit:
            self._put(shard)
            shard.number = self._count
            self._count += 1
        shard.filled.append(block)
        shard.size += len(block)
        return shard.number, shard.size - len(block)


def _long_list(lists: Lists, raw: bytes, at: Numbers, term: int, shards: PostingShards) -> bytes:
    """How a long list stands in its bucket: for each block its shard, offset, last document and size."""
    start, end = int(lists.starts[term]), int(lists.starts[term + 1])
    cuts = np.arange(int(at[start]) + BLOCK, int(at[end]), BLOCK)
    edges = [start, *(np.searchsorted(at[start:end], cuts) + start).tolist(), end]
    least = SELDOM if len(lists.terms[term]) == 1 else 0
    limit = max(shards.sizes.shared, least, len(raw) // NUMBER_SHARDS if lists.field is Field.NUMBER else 0)
    described, shard, last = [len(edges) - 1], 0, 0
    for first, after in pairwise(edges):
        block = raw[int(at[first]) : int(at[after])]
        now, offset = shards.add(block, limit)
        document = int(lists.documents[after - 1])
        described += [now - shard, offset, document - last, len(block)]
        shard, last = now, document
    return numbers(described)


def _bodies(lists: Lists, shards: PostingShards) -> tuple[bytes, Numbers, Numbers]:
    """What stands behind each term: its postings, or where they are; where each begins; documents × 2 + long."""
    raw, at = encoded(lists, DECODED)
    counts = np.diff(lists.starts)
    begins = at[lists.starts]
    parts, shifts, taken = [], np.zeros(len(begins), dtype=np.int64), 0
    single = np.fromiter(map(len, lists.terms), dtype=np.int64, count=len(lists.terms)) == 1
    long = counts > np.where(single, min(INLINE_ONE, shards.sizes.inline), shards.sizes.inline)
    for term in np.flatnonzero(long).tolist():
        begin, end = int(begins[term]), int(begins[term + 1])
        described = _long_list(lists, raw, at, term, shards)
        parts += [raw[taken:begin], described]
        shifts[term + 1] = len(described) - (end - begin)
        taken = end
    parts.append(raw[taken:])
    return b"".join(parts), begins + np.cumsum(shifts), counts * 2 + long


@dataclass(frozen=True)
class Section:
    """A part of all buckets: columns over its terms ordered by hash, and the hashes in that order, their bits reversed.

    By reversed bits every power of two of buckets is a run of neighbours; equal ones stay in order of terms.
    """

    columns: list[Column]
    turned: Numbers

    def page(self, start: int, end: int) -> bytes:
        """The bytes of some terms."""
        return varint(end - start) + b"".join(column.page(start, end) for column in self.columns)


def _order(terms: Sequence[str]) -> tuple[pa.Array, Numbers]:
    """Terms by their turned hashes, else as they are."""
    low = (term_hashes(terms) & np.uint64(0xFFFF)).astype(np.int64)
    turned = np.zeros_like(low)
    for bit in range(16):
        turned |= (low >> bit & 1) << 15 - bit
    order = np.argsort(turned, kind="stable")
    return pa.array(order), turned[order]


def _section(lists: Lists, shards: PostingShards) -> Section:
    body, starts, coded = _bodies(lists, shards)
    order, turned = _order(lists.terms)
    texts = text_column(pa.array(lists.terms, pa.string()).take(order))
    bodies = pa.Array.from_buffers(
        pa.binary(), len(coded), [None, pa.py_buffer(starts.astype(np.int32)), pa.py_buffer(body)]
    ).take(order)
    sizes, data = text_column(bodies)
    return Section([texts[0], number_column(coded[order.to_numpy()]), sizes, texts[1], data], turned)


def heads_section(heads: Heads, page_of: Sequence[int]) -> Section:
    """The heads' part of all buckets: lengths of texts, counts, pages, texts; each run where its first pair is."""
    order, turned = _order([term[:2] for term in heads.terms])
    counts, places = np.array(heads.counts, dtype=np.int64), np.array(page_of, dtype=np.int64)
    lengths, texts = text_column(pa.array(heads.terms, pa.string()).take(order))
    at = order.to_numpy()
    return Section([lengths, number_column(counts[at]), number_column(places[at]), texts], turned)


def term_shards(all_lists: Sequence[Lists], heads: Section, sizes: Sizes) -> tuple[Payloads, int]:
    """Buckets and blocks of all terms, and the number of buckets, a power of two."""
    shards = PostingShards(sizes)
    sections = [*(_section(lists, shards) for lists in all_lists), heads]
    shards.close()
    size = sum(len(column.data) for section in sections for column in section.columns)
    bits = 0
    while size >> bits > sizes.bucket and 1 << bits < MOST_BUCKETS:
        bits += 1
    buckets = 1 << bits
    payloads = shards.payloads
    edges = [np.searchsorted(each.turned, np.arange(buckets + 1) << 16 - bits).tolist() for each in sections]
    for run in range(buckets):
        parts = (
            section.page(edge[run], edge[run + 1]) for section, edge in zip(sections, edges, strict=True)
        )
        number = int(f"{run:0{bits}b}"[::-1], 2) if bits else 0
        payloads[sizes.folders[0], number] = b"".join(parts)
    return payloads, buckets


def pages(folder: str, items: Sequence[T], size: int, encode: Callable[[Sequence[T]], bytes]) -> Payloads:
    """Items in pages of `size`."""
    return {
        (folder, start // size): encode(items[start : start + size]) for start in range(0, len(items), size)
    }


def fence_shards(folder: str, keys: pa.Array | pa.ChunkedArray, size: int) -> tuple[Payloads, list[str]]:
    """First keys of pages of `size` sorted keys, in shards of fences, and the first fence of each shard."""
    firsts = keys.take(pa.array(np.arange(0, len(keys), size))).to_pylist()
    payloads = pages(folder, firsts, FENCES, lambda some: varint(len(some)) + front_coded(some))
    return payloads, list(firsts[::FENCES])
