"""Near copies (疑似抄袭): which texts share wording with one, by shingles of four characters, and where.

Only letters, digits and Chinese characters count; what many texts say alike (titles of documents, set phrases) does
not. The shares are exact: every shelved text that has a shingle in common is counted, by an inverted list of hashes.
Pure; reads and writes no file.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

WIDTH = 4
"""Characters of a shingle: two words; three find set phrases, five miss what synonyms broke up."""
COMMON_LEAST, COMMON_SHARE = 40, 0.02
"""A shingle of more texts than both is nobody's own wording; a notice that 40 units copy is still seen."""
SHORTEST = 40
"""A text with fewer shingles of its own is not compared."""
_DOC_BITS = 20
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_DROPPED = re.compile(r"[\W_]+")

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


@dataclass(frozen=True)
class Near:
    """A shelved text like the one asked about. `share`: of the smaller's own wording; `jaccard`: of both together."""

    place: int
    share: float
    jaccard: float


def normalised(text: str) -> str:
    """What is compared of a text: full-width folded, lower case, no blanks, no punctuation."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


def shingles(text: str) -> Hashes:
    """Hash of each run of WIDTH characters, with repeats, in the order of the normalised text."""
    points = np.frombuffer(normalised(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(points) < WIDTH:
        return np.zeros(0, np.uint64)
    count = len(points) - WIDTH + 1
    mixed = np.zeros(count, np.uint64)
    for offset in range(WIDTH):
        mixed = (mixed ^ points[offset : offset + count]) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
    return mixed >> np.uint64(_DOC_BITS)


class Shelf:
    """Texts to compare with. Built once; `near` asks about one text."""

    def __init__(self, texts: Sequence[str]) -> None:
        keys = [
            (shingles(text) << np.uint64(_DOC_BITS)) | np.uint64(place) for place, text in enumerate(texts)
        ]
        joined = np.unique(np.concatenate(keys)) if keys else np.zeros(0, np.uint64)
        hashes = joined >> np.uint64(_DOC_BITS)
        edges = np.flatnonzero(np.diff(hashes, prepend=hashes[:1] + np.uint64(1)))
        sizes = np.diff(edges, append=len(hashes))
        own = sizes <= max(COMMON_LEAST, COMMON_SHARE * len(texts))
        self._texts = len(texts)
        self._common = hashes[edges[~own]]
        self._hashes, self._starts, self._sizes = hashes[edges[own]], edges[own], sizes[own]
        self._places = (joined & np.uint64((1 << _DOC_BITS) - 1)).astype(np.int64)
        rows = np.repeat(own, sizes)
        self._own = np.bincount(self._places[rows], minlength=len(texts))

    def _found(self, hashes: Hashes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """How many of the hashes each shelved text has."""
        if not len(self._hashes):
            return np.zeros(self._texts, np.int64)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        at = at[self._hashes[at] == hashes]
        sizes, starts = self._sizes[at], self._starts[at]
        ends = np.cumsum(sizes)
        rows = (
            np.arange(ends[-1] if len(ends) else 0)
            - np.repeat(ends - sizes, sizes)
            + np.repeat(starts, sizes)
        )
        return np.bincount(self._places[rows], minlength=self._texts)

    def near(self, text: str, least: float, but: int | None = None) -> list[Near]:
        """Shelved texts that share at least that much, the likest first; `but` is the text's own place, if shelved."""
        hashes = np.unique(shingles(text))
        hashes = hashes[~np.isin(hashes, self._common)]
        if len(hashes) < SHORTEST or not self._texts:
            return []
        shared = self._found(hashes)
        smaller = np.minimum(self._own, len(hashes))
        enough = (self._own >= SHORTEST) & (shared >= least * smaller)
        made = [
            Near(
                int(place),
                float(shared[place] / smaller[place]),
                float(shared[place] / (len(hashes) + self._own[place] - shared[place])),
            )
            for place in np.flatnonzero(enough)
            if place != but
        ]
        return sorted(made, key=lambda each: (-each.share, each.place))


@dataclass(frozen=True)
class Passage:
    """A run of the same wording, as each of the two texts writes it."""

    mine: str
    theirs: str


def _mapped(text: str) -> tuple[str, list[int]]:
    """The normalised text and where each of its characters stands in the text."""
    kept, places = [], []
    for place, character in enumerate(text):
        for each in normalised(character):
            kept.append(each)
            places.append(place)
    return "".join(kept), places


def passages(mine: str, theirs: str, shortest: int = 12, most: int = 6) -> list[Passage]:
    """The longest runs both texts have, in the order of the first one; moved runs are found too."""
    own, own_places = _mapped(mine)
    other, other_places = _mapped(theirs)
    runs: list[tuple[int, int, int]] = []
    start = 0
    while start + shortest <= len(own):
        at = other.find(own[start : start + shortest])
        if at < 0:
            start += 1
            continue
        length = shortest
        while own[start : start + length + 1] in other and start + length < len(own):
            length += 1
        runs.append((start, other.find(own[start : start + length]), length))
        start += length
    longest = sorted(sorted(runs, key=lambda run: (-run[2], run[0]))[:most])
    return [
        Passage(
            mine[own_places[a] : own_places[a + length - 1] + 1],
            theirs[other_places[b] : other_places[b + length - 1] + 1],
        )
        for a, b, length in longest
    ]
