"""A look at an office file from outside (工作簿、文档), before any parser sees it: its first bytes and its zip directory.

Tells of old formats, encryption, macros, links to other files, names that lead out of the package, and what would
unpack to more than such a file ever does. Unpacks nothing.
"""

import io
import zipfile
from enum import Enum, auto

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

ENTRY_LIMIT = 2_000
"""A workbook of ten sheets has about thirty entries."""
UNPACKED_LIMIT = 400 << 20
"""Cells of 100,000 rows × 30 columns take about 150 MB of XML; the child's memory would not hold 400 MB."""
RATIO_LIMIT = 300
"""Repetitive sheets pack 50 to 1; deflate's best, the mark of a bomb, is 1,032 to 1."""
_RATIO_FROM = 10 << 20


class Trouble(Enum):
    """Why a file is not given to a parser."""

    OLD = auto()
    ENCRYPTED = auto()
    DAMAGED = auto()
    MACROS = auto()
    EXTERNAL = auto()
    UNPACKED = auto()
    PATHS = auto()


def trouble(data: bytes, main_part: str) -> Trouble | None:
    """What is wrong with the bytes, None when they look like a plain package that has the main part."""
    if data.startswith(_OLE):
        return Trouble.ENCRYPTED if _ENCRYPTED_STREAM in data else Trouble.OLD
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return Trouble.DAMAGED
    if _is_too_large(entries, len(data)):
        return Trouble.UNPACKED
    if any(entry.flag_bits & 1 for entry in entries):
        return Trouble.ENCRYPTED
    return _named([entry.filename.lower() for entry in entries], main_part)


def _named(names: list[str], main_part: str) -> Trouble | None:
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        return Trouble.MACROS
    if any("externallinks/" in name for name in names):
        return Trouble.EXTERNAL
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name for name in names):
        return Trouble.PATHS
    return None if main_part in names else Trouble.DAMAGED


def _is_too_large(entries: list[zipfile.ZipInfo], packed: int) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > _RATIO_FROM and unpacked > RATIO_LIMIT * packed
    return len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT or bomb
