"""The bulk writer's heart: postings grouped in columns with NumPy, never one document at a time.

Takes keys or tokens, gives for each term its documents in ascending order. Reads and writes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.encode import Numbers, varints
from search.normalise import tokens
from search.schema import Field

AT_ONCE = 50_000
"""Names whose lengths are counted at once, so that they stay in the processor's cache."""


@dataclass(frozen=True)
class Lists:
    """The postings of a field: term i has documents[starts[i]:starts[i + 1]]; no frequencies and lengths unless weighted.

    Terms are in order of code points.
    """

    field: Field
    terms: list[str]
    starts: Numbers
    documents: npt.NDArray[np.int32] | Numbers
    frequencies: Numbers
    lengths: Numbers
    total_length: int


def no_lists(field: Field) -> Lists:
    """A field without terms."""
    none = np.zeros(0, dtype=np.int64)
    return Lists(field, [], np.zeros(1, dtype=np.int64), none, none, none, 0)


@dataclass(frozen=True)
class Grams:
    """Distinct (gram, document), sorted: gram i has documents[starts[i]:starts[i + 1]]."""

    terms: list[str]
    starts: Numbers
    documents: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Letters:
    """Keys as one row of letters: numbers from 1 in an alphabet, how many follow in the key, the key's number."""

    alphabet: Numbers
    letters: npt.NDArray[np.int32]
    left: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]


def letters_of(keys: Sequence[str], documents: Numbers) -> Letters:
    """The keys as one row of letters."""
    points = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32)
    present = np.zeros(int(points.max(initial=0)) + 1, dtype=bool)
    present[points] = True
    alphabet, letters = np.flatnonzero(present), np.cumsum(present, dtype=np.int32)[points]
    lengths = np.fromiter(map(len, keys), dtype=np.int32, count=len(keys))
    owner = np.repeat(documents.astype(np.int32), lengths)
    ends = np.repeat(np.cumsum(lengths, dtype=np.int64), lengths)
    return Letters(alphabet, letters, (ends - np.arange(len(points))).astype(np.int32), owner)


def _coded(
    keys: Sequence[str], documents: Numbers, sizes: Sequence[int]
) -> tuple[Numbers, Numbers, int, int]:
    """Distinct gram × width + document, sorted; also alphabet, depth and width."""
    of = letters_of(keys, documents)
    base, depth = len(of.alphabet) + 1, max(sizes)
    # One sort of one number is ten times faster than a sort by two columns.
    width = int(documents.max(initial=0)) + 1
    if base**depth * width >= 2**63:
        raise OverflowError(f"{len(of.alphabet)} characters in runs of {depth} over {width} documents")
    each = [np.flatnonzero(of.left >= size) for size in sizes]
    both = np.empty(sum(map(len, each)), dtype=np.int64)
    filled = 0
    for size, at in zip(sizes, each, strict=True):
        part = both[filled : filled + len(at)]
        part[:] = of.letters[at]
        for place in range(1, size):
            part *= base
            part += of.letters[at + place]
        part *= base ** (depth - size) * width
        part += of.owner[at]
        filled += len(at)
    both.sort()
    kept = np.ones(len(both), dtype=bool)
    np.not_equal(both[1:], both[:-1], out=kept[1:])
    return both[kept], of.alphabet, depth, width


def _spelled(grams: Numbers, alphabet: Numbers, depth: int) -> list[str]:
    """The characters of grams: digits of base alphabet + 1, 0 standing for none."""
    base = len(alphabet) + 1
    digits = np.stack([grams // base**place % base for place in reversed(range(depth))], axis=1)
    points = np.concatenate(([0], alphabet))[digits].astype(np.uint32)
    sizes = np.count_nonzero(digits, axis=1)
    whole = points[digits > 0].tobytes().decode("utf-32-le")
    ends = np.cumsum(sizes).tolist()
    return [whole[end - size : end] for end, size in zip(ends, sizes.tolist(), strict=True)]


def key_grams(keys: Sequence[str], documents: Numbers, sizes: Sequence[int]) -> Grams:
    """All runs of `sizes` characters of the keys (1: characters, 2: pairs …); key i belongs to documents[i]."""
    both, alphabet, depth, width = _coded(keys, documents, sizes)
    places = (both % width).astype(np.int32)
    both //= width
    first = np.flatnonzero(np.concatenate(([True], both[1:] != both[:-1]))) if len(both) else both[:0]
    return Grams(_spelled(both[first], alphabet, depth), np.append(first, len(places)), places)


def _repeated(of: Letters) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which letters, which pairs that begin there, stood in the same key before."""
    letter, pair = np.zeros(len(of.letters), dtype=bool), np.zeros(len(of.letters), dtype=bool)
    at = np.arange(len(of.letters), dtype=np.int32)
    for step in range(1, int(of.left.max(initial=1))):
        # What is left are the keys longer than that: a quarter of the time of sorting all letters and pairs.
        at = at[of.left[at] > step]
        same = at[of.letters[at] == of.letters[at + step]]
        letter[same + step] = True
        same = same[of.left[same + step] > 1]
        pair[same[of.letters[same + 1] == of.letters[same + step + 1]] + step] = True
    return letter, pair


def key_lengths(keys: Sequence[str]) -> Numbers:
    """How many different characters and pairs each name has: Whoosh's length of its field under Existence."""
    parts = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        of = letters_of(some, np.arange(len(some)))
        letter, pair = _repeated(of)
        letters, pairs = of.owner[~letter], of.owner[~pair & (of.left > 1)]
        parts.append(np.bincount(letters, minlength=len(some)) + np.bincount(pairs, minlength=len(some)))
    return np.concatenate(parts)


def gram_lists(field: Field, keys: Sequence[str], documents: Numbers, count: int) -> Lists:
    """Postings of names or numbers."""
    found = key_grams(keys, documents, (2, 3) if field is Field.NUMBER else (1, 2))
    none = np.zeros(0, dtype=np.int64)
    if not field.weighted:
        return Lists(field, found.terms, found.starts, found.documents, none, none, len(found.documents))
    lengths = np.bincount(found.documents, minlength=count).astype(np.int64)
    each = lengths[found.documents]
    return Lists(
        field, found.terms, found.starts, found.documents, np.ones_like(each), each, len(found.documents)
    )


def text_lists(field: Field, texts: Sequence[str]) -> Lists:
    """Postings of articles' titles or texts, with frequencies and field lengths."""
    rows: dict[str, list[tuple[int, int, int]]] = {}
    total = 0
    for number, value in enumerate(texts):
        found = tokens(value)
        total += len(found)
        for term, frequency in Counter(found).items():
            rows.setdefault(term, []).append((number, frequency, len(found)))
    terms = sorted(rows)
    flat = np.array([row for term in terms for row in rows[term]], dtype=np.int64).reshape(-1, 3)
    starts = np.cumsum([0, *(len(rows[term]) for term in terms)], dtype=np.int64)
    return Lists(field, terms, starts, flat[:, 0], flat[:, 1], flat[:, 2], total)


def encoded(lists: Lists, decode_length: Numbers) -> tuple[bytes, Numbers]:
    """All postings as bytes, and where each begins. A document is written as its distance from the one before, less 1."""
    gaps = np.diff(lists.documents, prepend=np.int32(-1)) - 1
    first = lists.starts[:-1]
    gaps[first] = lists.documents[first]
    if not lists.field.weighted:
        return varints(gaps)
    rows = np.stack(
        (gaps, lists.frequencies, decode_length[np.minimum(lists.lengths, len(decode_length) - 1)])
    )
    raw, starts = varints(rows.T.reshape(-1))
    return raw, starts[::3]
