"""Near copies (疑似抄袭): which texts share wording with one, by shingles of four characters, and where.

Only letters, digits and Chinese characters count. Wording that several texts share weighs less the more there are, for
it is the trade's (titles of documents, set phrases) and nobody's own. The shares are exact: every shelved text that has
a shingle in common is counted, by an inverted list of hashes. Pure; reads and writes no file.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

WIDTH = 4
"""Characters of a shingle: two words; three find set phrases, five miss what synonyms broke up."""
COMMON_LEAST, COMMON_SHARE = 40, 0.02
"""A shingle of more texts than both weighs nothing: it would be a sixth at most, and costs the most time."""
SHORTEST = 40
"""A text with fewer shingles of its own is not compared."""
_DOC_BITS = 20
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_END = "\n"
_SENTENCE_ENDS = re.compile(r"[。！？；!?;\n]+")
_DROPPED = re.compile(r"[^\w\n]+|_+")

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Near:
    """A shelved text like the one asked about.

    `share`: of the weighed wording of the lighter of the two, which decides; `overlap`: of the shingles of the shorter,
    unweighed, as a reader would count; `jaccard`: of the shingles of both together.
    """

    place: int
    share: float
    overlap: float
    jaccard: float


def normalised(text: str) -> str:
    """What is compared of a text: full-width folded, lower case, no blanks, no punctuation; a line per sentence."""
    kept = _DROPPED.sub("", _SENTENCE_ENDS.sub(_END, text))
    if not unicodedata.is_normalized("NFKC", kept):
        kept = _DROPPED.sub("", unicodedata.normalize("NFKC", kept))
    return kept.lower()


def _distinct(hashes: Hashes) -> Hashes:
    """Sorted, each once; numpy's own `unique` takes four times as long."""
    ordered = np.sort(hashes)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=~ordered[:1]))]


def shingles(text: str) -> Hashes:
    """Hash of each run of WIDTH characters inside a sentence, with repeats, in the order of the normalised text.

    Runs across two sentences would make a text of moved sentences look like another one.
    """
    points = np.frombuffer(normalised(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = len(points) - WIDTH + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    whole = np.ones(count, np.bool_)
    for offset in range(WIDTH):
        piece = points[offset : offset + count]
        mixed = (mixed ^ piece) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
        whole &= piece != ord(_END)
    return mixed[whole] >> np.uint64(_DOC_BITS)


def _weights(counts: Places, common: float) -> Weights:
    """What a shingle of so many texts weighs: 1 when one or two have it, then less with the root of the further ones.

    Measured (bench/news_copies.py): without weights unrelated articles of one trade share up to 0.52, with the whole
    number copies of which 30 % are new fall to 0.41; with the root the two stay apart (0.36 at the 99th of a hundred,
    0.49).
    """
    return np.where(counts > common, 0.0, np.maximum(1, counts - 1) ** -0.5)


class Shelf:
    """Texts to compare with. Built once; `near` asks about one text."""

    def __init__(self, texts: Sequence[str]) -> None:
        keys = [
            (shingles(text) << np.uint64(_DOC_BITS)) | np.uint64(place) for place, text in enumerate(texts)
        ]
        joined = _distinct(np.concatenate(keys)) if keys else np.zeros(0, np.uint64)
        hashes = joined >> np.uint64(_DOC_BITS)
        self._starts = np.flatnonzero(np.diff(hashes, prepend=hashes[:1] + np.uint64(1)))
        self._hashes = hashes[self._starts]
        self._counts = np.diff(self._starts, append=len(hashes))
        self._places = (joined & np.uint64((1 << _DOC_BITS) - 1)).astype(np.int64)
        self._texts = len(texts)
        self._common = max(COMMON_LEAST, COMMON_SHARE * len(texts))
        weights = np.repeat(_weights(self._counts, self._common), self._counts)
        self._heavy = np.bincount(self._places, weights, minlength=len(texts))
        self._sizes = np.bincount(self._places, minlength=len(texts))

    def _sums(self, at: Places, weights: Weights) -> np.ndarray[Any, Any]:
        """For each shelved text the weights of those of the groups that it has."""
        at, weights = at[weights != 0], weights[weights != 0]
        counts = self._counts[at]
        ends = np.cumsum(counts)
        steps = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
        rows = steps + np.repeat(self._starts[at], counts)
        return np.bincount(self._places[rows], np.repeat(weights, counts), minlength=self._texts)

    def near(self, text: str, least: float, but: int | None = None) -> list[Near]:
        """Shelved texts that share at least that much, the likest first; `but` is the text's own place, if shelved."""
        hashes = _distinct(shingles(text))
        if len(hashes) < SHORTEST or not len(self._hashes):
            return []
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        at = at[self._hashes[at] == hashes]
        # A text that is not shelved is one more that has its shingles.
        more = 0 if but is not None else 1
        weights = _weights(self._counts[at] + more, self._common)
        shared = self._sums(at, weights)
        theirs = self._heavy
        if more:
            theirs = theirs - self._sums(at, _weights(self._counts[at], self._common) - weights)
        lighter = np.minimum(theirs, weights.sum() + len(hashes) - len(at))
        enough = (self._sizes >= SHORTEST) & (shared > 0) & (shared >= least * lighter)
        found = [(int(place), float(shared[place] / lighter[place])) for place in np.flatnonzero(enough)]
        made = [self._near(place, share, at, len(hashes)) for place, share in found if place != but]
        return sorted(made, key=lambda each: (-each.share, each.place))

    def _near(self, place: int, share: float, at: Places, size: int) -> Near:
        """The unweighed shares of one text that is near."""
        both = int(self._sums(at, np.ones(len(at)))[place])
        theirs = int(self._sizes[place])
        return Near(place, share, both / min(size, theirs), both / (size + theirs - both))


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
        if own[start] == _END or own[start : start + shortest] not in other:
            start += 1
            continue
        length = shortest
        while own[start : start + length + 1] in other and start + length < len(own):
            length += 1
        run = own[start : start + length].rstrip(_END)
        runs.append((start, other.find(run), len(run)))
        start += length
    longest = sorted(sorted(runs, key=lambda run: (-run[2], run[0]))[:most])
    return [
        Passage(
            mine[own_places[a] : own_places[a + length - 1] + 1],
            theirs[other_places[b] : other_places[b + length - 1] + 1],
        )
        for a, b, length in longest
    ]
