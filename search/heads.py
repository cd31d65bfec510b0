"""Heads: the first results of every run of characters that many names hold, so that they come in one small page.

Names scatter over the cards' pages; of 建材 or 商贸有限 a reader wants the first twenty, not a list. Takes keys in their
published order, gives terms, counts and first documents; reads and writes nothing. Layout in FORMAT.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.encode import Numbers
from search.postings import Letters, Lists, letters_of


@dataclass(frozen=True)
class Limits:
    """In how many texts a run must be that has a head, how many characters it has at most; texts on a page of heads."""

    many: int
    longest: int
    page: int


NAMES = Limits(many=21, longest=6, page=768)
"""Runs of names: results of others are on fewer pages of cards. Pages of heads have 9 kB, for queries that they answer
cost least of all, and files are few (0904).
"""

NUMBERS = Limits(many=200, longest=8, page=256)
"""Runs of document numbers, above all years and offices: of 20 such records each is on a page of its own."""

FIRST = 21
"""Documents of a head: a page of results, and one more that tells that there are more."""


@dataclass(frozen=True)
class Heads:
    """Runs of characters, in how many names each is, and its first documents (all have as many)."""

    terms: list[str]
    counts: list[int]
    documents: npt.NDArray[np.int32]


NONE = Heads([], [], np.zeros((0, FIRST), dtype=np.int32))
"""No heads: of an index whose terms are no runs of characters."""


def _of_lists(lists: Lists, limits: Limits, first: int) -> Heads:
    """Heads of the runs that have postings: characters and pairs."""
    short = np.fromiter(map(len, lists.terms), dtype=np.int64, count=len(lists.terms)) < 3
    counts = np.diff(lists.starts)
    many = np.flatnonzero((counts > limits.many) & short)
    places = lists.starts[many][:, np.newaxis] + np.arange(first)
    documents = lists.documents[places].astype(np.int32).reshape(-1, first)
    return Heads([lists.terms[i] for i in many.tolist()], counts[many].tolist(), documents)


@dataclass(frozen=True)
class _Runs:
    """Runs of one size: every `place` sorted by run, the number of its run, whether it is its name's first of it."""

    places: Numbers
    number: npt.NDArray[np.int32]
    first_of_name: npt.NDArray[np.bool_]


def _runs(codes: Numbers, at: Numbers, of: Letters) -> _Runs:
    """Sort places by the code of the run that begins there; a name may hold a run twice (丙丙丙 in 丙丙丙丙)."""
    bits = int(of.letters.size).bit_length()
    both = codes << bits | at
    both.sort()
    places = both & (1 << bits) - 1
    both >>= bits
    new = np.diff(both, prepend=-1) != 0
    owners = of.owner[places]
    return _Runs(places, np.cumsum(new, dtype=np.int32) - 1, new | (np.diff(owners, prepend=-1) != 0))


def _spelled(of: Letters, at: Numbers, size: int) -> list[str]:
    points = of.alphabet[of.letters[at[:, np.newaxis] + np.arange(size)] - 1].astype(np.uint32)
    whole = points.tobytes().decode("utf-32-le")
    return [whole[i : i + size] for i in range(0, len(whole), size)]


def _marked(codes: Numbers, at: Numbers, of: Letters, many: int) -> npt.NDArray[np.int32]:
    """For each place the number of its code among the frequent ones, -1 where it is rare. Counts places, not names."""
    counts = np.bincount(codes)
    numbers = np.where(counts > many, np.cumsum(counts > many, dtype=np.int32) - 1, -1).astype(np.int32)
    found = np.full(len(of.letters) + 1, -1, dtype=np.int32)
    found[at] = numbers[codes]
    return found


def _of_keys(keys: Sequence[str], limits: Limits, first: int) -> list[Heads]:
    """Heads of longer runs: a run can be frequent only when both its beginning and its end are."""
    of = letters_of(keys, np.arange(len(keys)))
    base = len(of.alphabet) + 1
    at = np.flatnonzero(of.left >= 2)
    marks = _marked(of.letters[at].astype(np.int64) * base + of.letters[at + 1], at, of, limits.many)
    found = []
    for size in range(3, limits.longest + 1):
        at = at[(marks[at] >= 0) & (marks[at + 1] >= 0)]
        at = at[of.left[at] >= size]
        if len(at) == 0:
            break
        codes = marks[at].astype(np.int64) * base + of.letters[at + size - 1]
        runs = _runs(codes, at, of)
        places = runs.places[runs.first_of_name]
        counts = np.bincount(runs.number[runs.first_of_name])
        many = np.flatnonzero(counts > limits.many)
        begins = (np.cumsum(counts) - counts)[many]
        documents = of.owner[places[begins[:, np.newaxis] + np.arange(first)]]
        found.append(Heads(_spelled(of, places[begins], size), counts[many].tolist(), documents))
        number = np.full(len(counts), -1, dtype=np.int32)
        number[many] = np.arange(len(many))
        marks = np.full(len(of.letters) + 1, -1, dtype=np.int32)
        marks[runs.places] = number[runs.number]
    return found


def find_heads(lists: Lists, keys: Sequence[str], limits: Limits, first: int) -> Heads:
    """The heads of all runs of one character (of numbers two) and more that many keys hold; `first` documents of each,
    no more than `many`."""
    parts = [_of_lists(lists, limits, first), *_of_keys(keys, limits, first)]
    return Heads(
        [term for part in parts for term in part.terms],
        [count for part in parts for count in part.counts],
        np.concatenate([part.documents for part in parts]),
    )


def _by_documents(heads: Heads) -> list[int]:
    """The heads in order of their documents, those that share all of them in order of their terms."""
    terms = np.array(sorted(range(len(heads.terms)), key=heads.terms.__getitem__), dtype=np.int64)
    # Big-endian numbers one after the other are in order as bytes, which takes a ninth of the time of lists.
    rows = np.ascontiguousarray(heads.documents[terms].astype(">u4"))
    order: list[int] = terms[rows.view(f"S{rows.shape[1] * 4}").reshape(-1).argsort(kind="stable")].tolist()
    return order


def packed(heads: Heads, size: int) -> tuple[list[list[int]], list[int]]:
    """Pages of `size` documents, each ascending, and the page of each head; heads that share documents share a page."""
    pages: list[list[int]] = []
    page_of = [0] * len(heads.terms)
    filled: set[int] = set()
    rows = heads.documents.tolist()
    for number in _by_documents(heads) if rows else ():
        others = set(rows[number]) - filled
        if len(filled) + len(others) > size and filled:
            pages.append(sorted(filled))
            filled, others = set(), set(rows[number])
        filled |= others
        page_of[number] = len(pages)
    if filled:
        pages.append(sorted(filled))
    return pages, page_of
