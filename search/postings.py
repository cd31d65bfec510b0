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

_SECOND = 21
"""Bits of a code point: a pair is (first << 21) | second, a single character its own code point."""


@dataclass(frozen=True)
class Lists:
    """The postings of a field: term i has documents[starts[i]:starts[i + 1]]."""

    field: Field
    terms: tuple[str, ...]
    starts: Numbers
    documents: Numbers
    frequencies: Numbers
    lengths: Numbers
    total_length: int


def gram_pairs(keys: Sequence[str], documents: Numbers, *, singles: bool) -> tuple[Numbers, Numbers]:
    """Distinct (gram, document) of all keys, sorted by gram, then document; key i belongs to documents[i]."""
    points = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(len(keys)), [len(each) for each in keys])
    inside = owner[:-1] == owner[1:]
    grams = ((points[:-1] << _SECOND) | points[1:])[inside]
    owners = owner[:-1][inside]
    if singles:
        grams, owners = np.concatenate((points, grams)), np.concatenate((owner, owners))
    if len(grams) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    terms, place = np.unique(grams, return_inverse=True)
    # One sort of one number is several times faster than a sort by two columns.
    width = int(documents.max()) + 1
    both = np.unique(place * width + documents[owners])
    return terms[both // width], both % width


def distinct_counts(_terms: Numbers, documents: Numbers, count: int) -> Numbers:
    """How many distinct grams each document has: Whoosh's field length under Existence."""
    return np.bincount(documents, minlength=count).astype(np.int64)


def _spelled(gram: int) -> str:
    first, second = gram >> _SECOND, gram & ((1 << _SECOND) - 1)
    return chr(first) + chr(second) if first else chr(second)


def gram_lists(field: Field, keys: Sequence[str], documents: Numbers, count: int) -> Lists:
    """Postings of names or numbers."""
    grams, places = gram_pairs(keys, documents, singles=field is not Field.NUMBER)
    lengths = distinct_counts(grams, places, count)
    first = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))) if len(grams) else grams
    terms = tuple(_spelled(gram) for gram in grams[first].tolist())
    starts = np.append(first, len(grams))
    return Lists(field, terms, starts, places, np.ones_like(places), lengths[places], int(lengths.sum()))


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
