"""Reads every text file of a staged site once: which records it shows, and whether an identity number is in it.

Works on lists of paths, so that several processes can share the files. Writes nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.identifiers import resident_id

_RECORD = re.compile(rb'data-record="([0-9a-f]+)"')
_LIKE_IDENTITY = "[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]"
_IDENTITY = re.compile(rf"(?<=[^0-9A-Za-z]){_LIKE_IDENTITY}(?=[^0-9A-Za-z])".encode())
"""With a character on both sides, for what begins or ends with a piece may be part of a longer run; a file gets line ends."""
_PIECE, _OVERLAP = 32 << 10, 64
"""Large files are looked at in pieces that overlap by more than a number's length: credit codes may look like an identity
number, and only the pieces with such a one are read again by the slower `re`."""
_READ = 16 << 20
_AT_ONCE = 64 << 20


@dataclass(frozen=True)
class Scanned:
    """What a set of files holds. `identity`: names of files with an identity number."""

    files: int
    pages: int
    records: frozenset[str]
    identity: tuple[str, ...]


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        tail, more = b"\n", True
        while more:
            block = stream.read(_READ)
            more = len(block) == _READ
            whole = tail + block + (b"" if more else b"\n")
            for start in range(0, len(whole), _PIECE):
                yield whole[max(start - _OVERLAP, 0) : start + _PIECE]
            tail = whole[-_OVERLAP:]


def _groups(paths: Iterable[Path]) -> Iterator[list[tuple[Path, bytes]]]:
    """Pieces of files, some tens of megabytes at a time."""
    group: list[tuple[Path, bytes]] = []
    size = 0
    for path in paths:
        for piece in _pieces(path):
            group.append((path, piece))
            size += len(piece)
            if size >= _AT_ONCE:
                yield group
                group, size = [], 0
    yield group


def _suspects(group: list[tuple[Path, bytes]]) -> list[tuple[Path, bytes]]:
    """The pieces with something like an identity number; RE2 looks at some 300 MB a second, `re` at 30."""
    texts = pa.array([piece for _, piece in group], pa.large_binary())
    liked = pc.match_substring_regex(texts, _LIKE_IDENTITY).to_pylist()
    return [pair for pair, like in zip(group, liked, strict=True) if like]


def _holds_identity(text: bytes, codes: frozenset[str]) -> bool:
    found = {each.decode("ascii").upper() for each in _IDENTITY.findall(text)}
    return any(resident_id.is_valid(each) for each in found - codes)


def scan(paths: list[Path], codes: frozenset[str]) -> Scanned:
    """Look at every file; `codes` are credit codes, which may look like an identity number and are none."""
    records: set[str] = set()
    identity: set[str] = set()
    for group in _groups(paths):
        for path, piece in group:
            if path.suffix == ".html":
                records.update(each.decode("ascii") for each in _RECORD.findall(piece))
        identity |= {path.name for path, piece in _suspects(group) if _holds_identity(piece, codes)}
    pages = sum(path.suffix == ".html" for path in paths)
    return Scanned(len(paths), pages, frozenset(records), tuple(sorted(identity)))


def merged(parts: Iterable[Scanned]) -> Scanned:
    """Several scans as one."""
    every = list(parts)
    return Scanned(
        sum(each.files for each in every),
        sum(each.pages for each in every),
        frozenset().union(*(each.records for each in every)),
        tuple(sorted(name for each in every for name in each.identity)),
    )
