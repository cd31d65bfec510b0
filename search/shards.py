"""Puts postings and cards into small shards: hashed term buckets, blocks of long lists, pages, fences.

Gives payloads by (folder, number); build.py writes them. The layouts are in FORMAT.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.encode import Numbers, front_coded, numbers, term_hash, text, varint
from search.postings import Lists, encoded
from search.schema import Field

T = TypeVar("T")
Payloads = dict[tuple[str, int], bytes]

INLINE = 128
"""Postings that lie in the bucket itself: a list of 128 is about 150 bytes, not worth a request of its own."""

BLOCKS = {Field.NUMBER: 4096}
BLOCK = 1024
"""Postings in a block of a long list: about 1.2 kB; numbers' lists are denser and read in runs."""

SHARED = 3000
"""Lists of one block share a shard up to this many bytes, so that there are not too many files."""

BUCKET = 2500
"""Bytes of a bucket before compression, on average at most; deflate halves it."""

FENCES = 512
"""Pages whose first keys lie in one shard of fences."""

DECODED = np.array([byte_to_length(length_to_byte(n)) for n in range(4096)], dtype=np.int64)
"""Field length → what Whoosh reads back, because it keeps a length in one byte."""


@dataclass
class PostingShards:
    """Collects blocks of long lists; `number` is the shard being filled."""

    payloads: Payloads = field(default_factory=dict)
    number: int = -1
    filled: bytearray = field(default_factory=bytearray)

    def _next(self) -> None:
        self.close()
        self.number += 1

    def close(self) -> None:
        """Put away the shard being filled."""
        if self.number >= 0 and self.filled:
            self.payloads["p", self.number] = bytes(self.filled)
        self.filled = bytearray()

    def add(self, blocks: list[bytes]) -> tuple[int, int]:
        """Place the blocks of one list; gives the first shard and the offset in it."""
        if len(blocks) > 1 or self.number < 0 or len(self.filled) + len(blocks[0]) > SHARED:
            self._next()
        first, offset = self.number, len(self.filled)
        self.filled += blocks[0]
        for block in blocks[1:]:
            self._next()
            self.filled += block
        if len(blocks) > 1:
            self._next()
        return first, offset


def _entry(lists: Lists, raw: bytes, at: Numbers, term: int, shards: PostingShards) -> bytes:
    """One field's postings of one term as they stand in the bucket."""
    start, end = int(lists.starts[term]), int(lists.starts[term + 1])
    head = varint(int(lists.field))
    if end - start <= INLINE:
        postings = raw[at[start] : at[end]]
        return head + varint((end - start) * 2) + varint(len(postings)) + postings
    size = BLOCKS.get(lists.field, BLOCK)
    edges = [*range(start, end, size), end]
    blocks = [raw[at[a] : at[b]] for a, b in pairwise(edges)]
    lasts = [int(lists.documents[edge - 1]) for edge in edges[1:]]
    shard, offset = shards.add(blocks)
    skips = [
        (last - before, len(block)) for before, last, block in zip([0, *lasts], lasts, blocks, strict=False)
    ]
    return (
        head
        + varint((end - start) * 2 + 1)
        + numbers([shard, offset, len(blocks), *(n for s in skips for n in s)])
    )


def term_shards(all_lists: Sequence[Lists]) -> tuple[Payloads, int]:
    """Buckets ("b") and blocks ("p") of all terms; also the number of buckets, a power of two."""
    shards = PostingShards()
    entries: dict[str, list[bytes]] = {}
    for lists in all_lists:
        raw, at = encoded(lists, DECODED)
        for number, term in enumerate(lists.terms):
            entries.setdefault(term, []).append(_entry(lists, raw, at, number, shards))
    shards.close()
    size = sum(len(each) + 4 for parts in entries.values() for each in parts)
    buckets = 1
    while size / buckets > BUCKET:
        buckets *= 2
    filled: list[list[bytes]] = [[] for _ in range(buckets)]
    for term in sorted(entries):
        parts = entries[term]
        filled[term_hash(term) & (buckets - 1)].append(text(term) + varint(len(parts)) + b"".join(parts))
    payloads = shards.payloads
    for number, terms in enumerate(filled):
        payloads["b", number] = varint(len(terms)) + b"".join(terms)
    return payloads, buckets


def pages(folder: str, items: Sequence[T], size: int, encode: Callable[[Sequence[T]], bytes]) -> Payloads:
    """Items in pages of `size`."""
    return {
        (folder, start // size): encode(items[start : start + size]) for start in range(0, len(items), size)
    }


def fence_shards(folder: str, keys: Sequence[str], size: int) -> tuple[Payloads, list[str]]:
    """First keys of pages of `size` sorted keys, in shards of fences, and the first fence of each shard."""
    firsts = keys[::size]
    payloads = pages(folder, firsts, FENCES, lambda some: varint(len(some)) + front_coded(some))
    return payloads, list(firsts[::FENCES])
