"""The bulk writer's heart: postings grouped in columns with NumPy, never one document at a time.

Takes keys or tokens, gives for each term its documents in ascending order. Reads and writes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.encode import Numbers, varints
from search.normalise import tokens
from search.schema import Field


@dataclass(frozen=True)
class Lists:
    """The postings of a field: term i has documents[starts[i]:starts[i + 1]]; no frequencies and lengths unless weighted."""

    field: Field
    terms: tuple[str, ...]
    starts: Numbers
    documents: Numbers
    frequencies: Numbers
    lengths: Numbers
    total_length: int


@dataclass(frozen=True)
class Grams:
    """Distinct (gram, document), sorted by gram, then document. A gram is up to `depth` digits of base alphabet + 1."""

    alphabet: Numbers
    depth: int
    grams: Numbers
    documents: Numbers

    def spelled(self, gram: int) -> str:
        """The characters of a gram; the digit 0 stands for none."""
        base = len(self.alphabet) + 1
        digits = [gram // base**place % base for place in reversed(range(self.depth))]
        return "".join(chr(self.alphabet[digit - 1]) for digit in digits if digit)


def key_grams(keys: Sequence[str], documents: Numbers, sizes: Sequence[int]) -> Grams:
    """All runs of `sizes` characters of the keys (1: characters, 2: pairs …); key i belongs to documents[i]."""
    points = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    present = np.bincount(points, minlength=1) > 0
    alphabet, letters = np.flatnonzero(present), np.cumsum(present)[points]
    lengths = [len(each) for each in keys]
    owner = np.repeat(documents, lengths)
    left = np.repeat(np.cumsum(lengths, dtype=np.int64), lengths) - np.arange(len(points))
    base, depth = len(alphabet) + 1, max(sizes)
    # One sort of one number is ten times faster than a sort by two columns.
    width = int(documents.max(initial=0)) + 1
    if base**depth * width >= 2**63:
        raise OverflowError(f"{len(alphabet)} characters in runs of {depth} over {width} documents")
    parts = []
    for size in sizes:
        at = np.flatnonzero(left >= size)
        gram = sum(
            (letters[at + place] * base ** (depth - 1 - place) for place in range(size)), np.zeros_like(at)
        )
        parts.append(gram * width + owner[at])
    del left, letters, owner, points
    both = np.concatenate(parts)
    parts.clear()
    both.sort()
    both = both[np.concatenate(([True], both[1:] != both[:-1]))] if len(both) else both
    return Grams(alphabet, depth, both // width, both % width)


def field_lengths(grams: Grams, count: int) -> Numbers:
    """How many distinct grams each document has: Whoosh's field length under Existence."""
    return np.bincount(grams.documents, minlength=count).astype(np.int64)


def gram_lists(field: Field, keys: Sequence[str], documents: Numbers, count: int) -> Lists:
    """Postings of names or numbers."""
    found = key_grams(keys, documents, (2, 3) if field is Field.NUMBER else (1, 2))
    grams, places = found.grams, found.documents
    lengths = field_lengths(found, count)
    first = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))) if len(grams) else grams
    terms = tuple(found.spelled(gram) for gram in grams[first].tolist())
    starts = np.append(first, len(grams))
    none = places[:0]
    ones, each = (np.ones_like(places), lengths[places]) if field.weighted else (none, none)
    return Lists(field, terms, starts, places, ones, each, int(lengths.sum()))


def text_lists(field: Field, texts: Sequence[str]) -> Lists:
    """Postings of articles' titles or texts, with frequencies and field lengths."""
    rows: dict[str, list[tuple[int, int, int]]] = {}
    total = 0
    for number, value in enumerate(texts):
        found = tokens(value)
        total += len(found)
        for term, frequency in Counter(found).items():
            rows.setdefault(term, []).append((number, frequency, len(found)))
    terms = tuple(sorted(rows))
    flat = np.array([row for term in terms for row in rows[term]], dtype=np.int64).reshape(-1, 3)
    starts = np.cumsum([0, *(len(rows[term]) for term in terms)], dtype=np.int64)
    return Lists(field, terms, starts, flat[:, 0], flat[:, 1], flat[:, 2], total)


def encoded(lists: Lists, decode_length: Numbers) -> tuple[bytes, Numbers]:
    """All postings as bytes, and where each begins. A document is written as its distance from the one before, less 1."""
    before = np.concatenate(([-1], lists.documents[:-1]))
    before[lists.starts[:-1]] = -1
    gaps = lists.documents - before - 1
    if not lists.field.weighted:
        return varints(gaps)
    rows = np.stack(
        (gaps, lists.frequencies, decode_length[np.minimum(lists.lengths, len(decode_length) - 1)])
    )
    raw, starts = varints(rows.T.reshape(-1))
    return raw, starts[::3]
