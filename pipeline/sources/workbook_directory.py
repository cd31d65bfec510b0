"""A look at an xlsx file from outside, before any parser sees it: its first bytes and its zip directory.

Refuses old workbooks, encryption, macros, links to other files, and what would unpack to more than a
workbook of data ever does. Unpacks nothing.
"""

import io
import zipfile

from pipeline.sources import codes

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

ENTRY_LIMIT = 2_000
"""A workbook of ten sheets has about thirty entries."""
UNPACKED_LIMIT = 400 << 20
"""Cells of 100,000 rows × 30 columns take about 150 MB of XML; the child's memory would not hold 400 MB."""
RATIO_LIMIT = 300
"""Repetitive sheets pack 50 to 1; deflate's best, the mark of a bomb, is 1,032 to 1."""
_RATIO_FROM = 10 << 20


def inspect(data: bytes) -> None:
    """Return when the bytes look like a plain xlsx workbook; FileRefusedError says why not."""
    if data.startswith(_OLE):
        raise codes.FileRefusedError(codes.ENCRYPTED if _ENCRYPTED_STREAM in data else codes.OLD_WORKBOOK)
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise codes.FileRefusedError(codes.DAMAGED) from error
    _require_size(entries, len(data))
    names = [entry.filename.lower() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise codes.FileRefusedError(codes.ENCRYPTED)
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise codes.FileRefusedError(codes.MACROS)
    if any("externallinks/" in name for name in names):
        raise codes.FileRefusedError(codes.EXTERNAL)
    if "xl/workbook.xml" not in names:
        raise codes.FileRefusedError(codes.DAMAGED)


def _require_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > _RATIO_FROM and unpacked > RATIO_LIMIT * packed
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT or bomb:
        raise codes.FileRefusedError(codes.UNPACKED)
