"""Search by sound at build time: which groups of cards have names by pairs of syllables and by four initials; who reads how.

A second small index beside that of names, in files of its own (`s`, `t`), laid out as FORMAT.md says under "Sounds"; a
query that needs none of it loads none of it. Its lists tell groups of cards, not subjects: a reader settles by the cards
how a name sounds, and such lists are half as long. Writes nothing; sounding.py is the reader.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from search.encode import Numbers, front_coded, varint, varints
from search.heads import NONE
from search.postings import Lists, no_lists
from search.readings import MOST, all_readings, place_of
from search.schema import Field
from search.shards import Payloads, Sizes, heads_section, term_shards

SYLLABLE = 0xE100
"""Syllable i of the table is written as this private character + i in a term."""

INITIALS = 4
"""Initials in a term: of two or three, a list would hold a tenth of all names."""

SIZES = Sizes(folders=("s", ""), inline=1 << 40)
"""No list is so long that it does not lie in its bucket: one of all groups deflates to nothing."""

QUARTERS = 4
"""How often a syllable is heard is told as this many times the binary logarithm."""

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
BEYOND = 0x30000
"""Code points looked at; further ones have no common reading."""


@dataclass(frozen=True)
class Voices:
    """What the characters of some names sound like: `heard[k]`, by code point, is a k-th syllable + 1, or 0.

    `initials[k]` likewise is a k-th different first letter (place in LETTERS + 1); Latin letters and digits are their own.
    """

    syllables: list[str]
    heard: npt.NDArray[np.int16]
    initials: npt.NDArray[np.int8]


def _voices() -> Voices:
    readings = all_readings()
    syllables = sorted({each for some in readings.values() for each in some})
    number = {each: i + 1 for i, each in enumerate(syllables)}
    heard = np.zeros((MOST, BEYOND), dtype=np.int16)
    initials = np.zeros((MOST, BEYOND), dtype=np.int8)
    for character, some in readings.items():
        if ord(character) < BEYOND:
            for k, each in enumerate(some):
                heard[k, ord(character)] = number[each]
            for k, letter in enumerate(dict.fromkeys(each[0] for each in some)):
                initials[k, ord(character)] = LETTERS.index(letter) + 1
    for place, letter in enumerate(LETTERS):
        initials[0, ord(letter)] = place + 1
    return Voices(syllables, heard, initials)


@dataclass(frozen=True)
class _Row:
    """All keys one after the other: code points, how many follow in the same key, and its group of cards."""

    points: npt.NDArray[np.uint32]
    left: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]


def _row(keys: Sequence[str], group: int) -> _Row:
    points = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32)
    lengths = np.fromiter(map(len, keys), dtype=np.int32, count=len(keys))
    ends = np.repeat(np.cumsum(lengths, dtype=np.int64), lengths)
    left = (ends - np.arange(len(points))).astype(np.int32)
    groups = np.arange(len(keys), dtype=np.int32) // np.int32(group)
    return _Row(np.minimum(points, BEYOND - 1), left, np.repeat(groups, lengths))


def _coded(
    row: _Row, sounds: npt.NDArray[np.int16] | npt.NDArray[np.int8], size: int, base: int, width: int
) -> Numbers:
    """Distinct (run of `size` sounds) × width + group, sorted; every reading of each character with every other's."""
    heard = [np.flatnonzero(each[row.points] > 0) for each in sounds]
    parts: list[Numbers] = []
    for choice in product(range(MOST), repeat=size):
        # Further readings are rare: a choice begins with the places that have its rarest one.
        step = max(range(size), key=lambda step: choice[step])
        at = heard[choice[step]] - step
        at = at[at >= 0]
        at = at[row.left[at] >= size]
        for other in range(size):
            at = at[sounds[choice[other]][row.points[at + other]] > 0] if other != step else at
        code = np.zeros(len(at), dtype=np.int64)
        for place, k in enumerate(choice):
            code *= base
            code += sounds[k][row.points[at + place]]
        code *= width
        code += row.owner[at]
        parts.append(code)
    both = np.concatenate(parts)
    both.sort()
    return both[np.concatenate(([True], both[1:] != both[:-1]))] if len(both) else both


def _spelled(codes: Numbers, size: int, base: int, letters: Sequence[str]) -> list[str]:
    digits = [(codes // base**step % base).tolist() for step in reversed(range(size))]
    return ["".join(letters[digit - 1] for digit in each) for each in zip(*digits, strict=True)]


def sound_lists(row: _Row, voices: Voices) -> Lists:
    """Groups of names by four initials and by pairs of syllables, in this order, which is that of code points."""
    width = int(row.owner.max(initial=0)) + 1
    signs = [chr(SYLLABLE + i) for i in range(len(voices.syllables))]
    terms: list[str] = []
    starts, documents = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int32)]
    for sounds, size, letters in ((voices.initials, INITIALS, LETTERS), (voices.heard, 2, signs)):
        both = _coded(row, sounds, size, len(letters) + 1, width)
        grams, before = both // width, sum(map(len, documents))
        first = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))) if len(grams) else grams
        terms += _spelled(grams[first], size, len(letters) + 1, letters)
        starts.append(first + before)
        documents.append((both % width).astype(np.int32))
    none, flat = np.zeros(0, dtype=np.int64), np.concatenate(documents)
    return Lists(Field.NAME, terms, np.append(np.concatenate(starts), len(flat)), flat, none, none, len(flat))


def _often(row: _Row, voices: Voices) -> list[int]:
    """How often each syllable is heard in all names, as a logarithm made of whole numbers: the same everywhere."""
    counts = np.zeros(len(voices.syllables) + 1, dtype=np.int64)
    for each in voices.heard:
        counts += np.bincount(each[row.points], minlength=len(counts))
    return [((count + 1) ** QUARTERS).bit_length() - 1 for count in counts[1:].tolist()]


def _tables(keys: Sequence[str], syllables: Sequence[str], often: Sequence[int]) -> Iterator[bytes]:
    """Who reads how: first the characters of the names, then the others of GB 2312 (homophones nobody is called by)."""
    readings, present = all_readings(), set().union(*keys) if keys else set()
    common = bytes(b for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for b in (high, low))
    others = set(common.decode("gb2312", errors="ignore")) - present
    for some in (present, others):
        by_syllable: dict[str, list[int]] = {each: [] for each in syllables}
        for character in sorted(some & readings.keys()):
            for each in readings[character]:
                by_syllable[each].append(place_of(character))
        sizes, gaps = [], []
        for places in by_syllable.values():
            sizes.append(len(places))
            gaps += np.diff(np.array(sorted(places), dtype=np.int64), prepend=0).tolist()
        counts = varints(np.array([*often, *sizes, *gaps], dtype=np.int64))[0]
        yield varint(len(syllables)) + front_coded(syllables) + counts


def sound_shards(keys: Sequence[str], group: int) -> tuple[Payloads, dict[str, object]]:
    """Payloads of buckets (`s`) and readings (`t`) of names, `group` cards a group, and what the manifest says of them."""
    voices, row = _voices(), _row(keys, group)
    lists = [no_lists(field) if field is not Field.NAME else sound_lists(row, voices) for field in Field]
    payloads, buckets = term_shards(lists, heads_section(NONE, []), SIZES)
    tables = enumerate(_tables(keys, voices.syllables, _often(row, voices)))
    return payloads | {("t", number): payload for number, payload in tables}, {"sounds": buckets}
