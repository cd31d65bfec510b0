"""Which encoding a text file is in (编码识别): a mark, strict UTF-8, strict GB18030, or refused. Never a
guess.

GB18030 accepts almost any bytes, so a file that is UTF-8 in some lines and GB18030 in others must be told
apart: sixteen and more bytes beyond ASCII that are UTF-8 by chance occur once in 10^8 lines of Chinese
GB18030 text.
"""

import codecs
import io

from pipeline.sources import codes

_STEP = 1 << 20
_CHANCE = 16


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(view[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_line_not(data: bytes, encoding: str) -> int:
    return next((n for n, line in enumerate(io.BytesIO(data), 1) if not _decodes(line, encoding)), 1)


def _has_utf8_line(data: bytes) -> bool:
    return any(
        len(line.translate(None, _ASCII)) >= _CHANCE and _decodes(line, "utf-8") for line in io.BytesIO(data)
    )


_ASCII = bytes(range(128))


def encoding_of(data: bytes) -> str:
    """The encoding to decode with; FileRefusedError names the first line that does not fit."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise codes.FileRefusedError(codes.UTF16)
    if _decodes(data, "utf-8"):
        return "utf-8-sig"
    marked = data.startswith(codecs.BOM_UTF8)
    if marked or not _decodes(data, "gb18030") or _has_utf8_line(data):
        raise codes.FileRefusedError(codes.ENCODING, line=_first_line_not(data, "utf-8"))
    return "gb18030"


def open_text(data: bytes) -> io.TextIOWrapper:
    """The text line by line, decoded as it is read; lines end at CR, LF or CRLF and keep their end."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data), newline="")
