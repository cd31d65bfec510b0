"""The files in a zip that a department sent, one after the other, within limits. Writes nothing: unpacked in memory."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath

from pipeline.sources import codes

MEMBERS = 200
MEMBER_BYTES = 400 << 20
TOTAL_BYTES = 1024 << 20


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name without folders; Windows writes GBK where the flag for UTF-8 is not set."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return PurePosixPath(name.replace("\\", "/")).name


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each file by name; FileRefusedError when the archive is not fit to be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            _require(entries)
            for entry in sorted(entries, key=_name):
                if not _name(entry).startswith((".", "~$")):
                    yield _name(entry), _content(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise codes.FileRefusedError(codes.ZIP) from error


def _require(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MEMBERS or sum(each.file_size for each in entries) > TOTAL_BYTES:
        raise codes.FileRefusedError(codes.ZIP_SIZE)
    if any(_name(each).lower().endswith((".zip", ".rar", ".7z")) for each in entries):
        raise codes.FileRefusedError(codes.ZIP_NESTED)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes, never more than the directory said."""
    if entry.file_size > MEMBER_BYTES:
        raise codes.FileRefusedError(codes.ZIP_SIZE)
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise codes.FileRefusedError(codes.ZIP_SIZE)
    return content
