"""What manifest.json says of an index (FORMAT.md): its documents, and what rules out that a query finds anything.

Takes the documents and their postings, gives a table; reads and writes nothing.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle
from search import heads
from search.documents import Documents
from search.encode import FORMAT, Numbers
from search.folds import TRADITIONAL
from search.postings import Lists
from search.schema import Field
from search.shards import DECODED

LATIN = "0123456789abcdefghijklmnopqrstuvwxyz"
"""The ASCII characters that a key can hold."""

NUMBERED = 1024
"""Bits that tell the characters of document numbers: 300 different ones leave a word of four one chance in 200."""


def length_bounds(lengths: Numbers) -> list[list[int]]:
    """[first document, length as Whoosh reads it back, true length] for each run of equal name lengths."""
    firsts = np.flatnonzero(np.diff(lengths, prepend=-1))
    return [
        [place, int(DECODED[length]), length]
        for place, length in zip(firsts.tolist(), lengths[firsts].tolist(), strict=True)
    ]


def _joined(texts: pa.ChunkedArray) -> Iterator[str]:
    """The texts in a few long ones, with a blank between each two."""
    some = max(1, len(texts) // 8)
    for first in range(0, len(texts), some):
        part = texts.slice(first, some).combine_chunks()
        ends = pa.array([0, len(part)], pa.int32())
        yield pc.binary_join(pa.ListArray.from_arrays(ends, part), " ")[0].as_py()


def _points(texts: pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    """The characters that texts hold, and the blank."""
    present = np.zeros(sys.maxunicode + 1, dtype=bool)
    present[ord(" ")] = True
    for whole in _joined(texts):
        present[np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)] = True
    return np.flatnonzero(present).astype(np.uint32)


def _folds(documents: Documents) -> str:
    """The traditional characters that cards and titles have, each with its simplified form: a reader needs no others."""
    subjects, records = documents.subjects, documents.records
    columns = [
        subjects["name"],
        pc.list_flatten(subjects["former_names"]),
        records["number"],
        records["name"],
    ]
    points = np.unique(np.concatenate([_points(column) for column in columns]))
    found = {chr(point) for point in points.tolist()}.union(*(a.title for a in documents.articles))
    return "".join(f"{each}{TRADITIONAL[each]}" for each in sorted(found & TRADITIONAL.keys()))


def _hex(bits: npt.NDArray[np.uint8]) -> str:
    """Bits as hex digits, highest first, without zeros at the end."""
    return np.packbits(bits).tobytes().hex().rstrip("0")


def latin_pairs(runs: Iterable[str]) -> str:
    """Which pairs of digits and Latin letters runs of them hold: bit 36 × first + second.

    A query for a number holds some that are in no name, and so asks for no list of names.
    """
    bits = np.zeros(len(LATIN) ** 2, dtype=np.uint8)
    for one, other in {pair for run in runs for pair in pairwise(run)}:
        bits[len(LATIN) * LATIN.index(one) + LATIN.index(other)] = 1
    return _hex(bits)


def latin_of(lists: Sequence[Lists]) -> dict[str, object]:
    """What tells that names, or articles, do not hold some run of digits and Latin letters."""
    named = (term for each in lists if each.field in (Field.NAME, Field.FORMER) for term in each.terms)
    told = (term for each in lists if each.field in (Field.TITLE, Field.TEXT) for term in each.terms)
    runs = {run for term in told for run in re.findall("[0-9a-z]+", term)}
    return {
        "latin": latin_pairs(term for term in named if len(term) == 2 and term.isascii()),
        "text_latin": latin_pairs(runs),
        "text_longest": max(map(len, runs), default=0),
    }


def _longest_run(keys: pa.ChunkedArray) -> int:
    """Letters and digits of the longest run of them in any key."""
    inside = np.zeros(256, dtype=bool)
    inside[list(LATIN.encode("ascii"))] = True
    longest = 0
    for whole in _joined(keys):
        others = np.flatnonzero(~inside[np.frombuffer(f" {whole} ".encode(), dtype=np.uint8)])
        longest = max(longest, int(np.diff(others).max()) - 1)
    return longest


def _numbered(keys: pa.ChunkedArray) -> str:
    """Which characters document numbers may hold: bit code point mod NUMBERED."""
    bits = np.zeros(NUMBERED, dtype=np.uint8)
    bits[_points(keys) % NUMBERED] = 1
    return _hex(bits)


def manifest_of(bundle: Bundle, documents: Documents, totals: Mapping[str, int]) -> dict[str, object]:
    """What the documents tell; `totals`: of each field how long all its texts are."""
    shown = zip(documents.kinds, documents.titles, strict=True)
    return {
        "format": FORMAT,
        "build_id": bundle.meta.build_id,
        "as_of": bundle.meta.as_of.isoformat(),
        "kinds": [{"name": name, "title": title} for name, title in shown],
        "heads": {"longest": heads.NAMES.longest, "numbers": heads.NUMBERS.longest, "first": heads.FIRST},
        "documents": {
            "subjects": len(documents.subjects),
            "records": len(documents.records),
            "articles": len(documents.articles),
        },
        "total_lengths": totals,
        "name_lengths": length_bounds(documents.names.lengths),
        "folds": _folds(documents),
        "number_lengths": pc.unique(pc.utf8_length(documents.records["key"])).sort().to_pylist(),
        "longest_run": _longest_run(documents.records["key"]),
        "numbered": _numbered(documents.records["key"]),
    }
