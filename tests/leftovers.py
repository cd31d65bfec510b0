"""Searches every byte of a folder for a text: as it stands, and inflated where a file or a part of it is packed."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from search.published import HEAD
from tests import county


def inflated(data: bytes, dictionary: bytes = b"") -> Iterator[bytes]:
    """The bytes, and what they hold when they are an archive or packed from any of their first bytes on."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from inflated(archive.read(name))
    for start in range(min(len(data), 64)):
        for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                yield zlib.decompressobj(bits, zdict=dictionary).decompress(data[start:])
            except zlib.error:
                continue


def dictionary_of(folder: Path) -> bytes:
    """What the search index's files are packed with."""
    for path in (folder / "search/index/d").glob("0.*.bin"):
        return zlib.decompress(path.read_bytes()[HEAD:], -zlib.MAX_WBITS)
    return b""


def holding(folder: Path, text: str) -> list[str]:
    """Files that tell the text, by name or content, in UTF-8, UTF-16 or as JSON escapes."""
    forms = [text.encode(), text.encode("utf-16-le"), text.encode("unicode_escape")]
    tree, common = county.tree(folder).items(), dictionary_of(folder)
    return [
        name
        for name, data in tree
        if text in name or any(form in part for part in inflated(data, common) for form in forms)
    ]
