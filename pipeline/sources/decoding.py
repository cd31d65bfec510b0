"""Which encoding a text file is in (编码识别): a mark, strict UTF-8, strict GB18030, or both line by line. Never a
guess.

GB18030 accepts almost any bytes, so in a file with lines of both kinds each line is told apart by itself: sixteen and
more bytes beyond ASCII that are UTF-8 by chance occur once in 10^8 lines of Chinese GB18030 text. A line that may be
either, or that is neither (a character cut in two) or both, is doubtful: its row is refused, not the file.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.findings import Finding
from pipeline.sources import codes

_STEP = 1 << 20
_CHANCE = 16
_ASCII = bytes(range(128))
_UTF8 = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]{2}){2}")
"""Two Chinese characters of UTF-8 side by side: not once in two million bytes of GB18030 text. A line that has them and
is not UTF-8 is damaged, or in both encodings.
"""


@dataclass(frozen=True)
class Decoded:
    """A file's text: `lines` gives it from the beginning, lines end at CR, LF or CRLF and keep their end.

    `doubtful` are numbers of lines whose encoding cannot be told, `odd` those in another encoding than most.
    """

    lines: Callable[[], Iterable[str]]
    doubtful: frozenset[int] = frozenset()
    odd: tuple[int, ...] = ()

    def findings(self, dataset: str, file: str) -> tuple[Finding, ...]:
        """That the file is in two encodings."""
        if not self.odd:
            return ()
        return (codes.finding(codes.MIXED, dataset, file, line=self.odd[0], lines=len(self.odd)),)

    def is_doubtful(self, first: int, last: int) -> bool:
        """Whether one of the lines of a row is."""
        return bool(self.doubtful) and not self.doubtful.isdisjoint(range(first, last + 1))


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


def _has_utf8_line(data: bytes) -> bool:
    return any(
        len(line.translate(None, _ASCII)) >= _CHANCE and _decodes(line, "utf-8") for line in io.BytesIO(data)
    )


def _encoding(line: bytes) -> str:
    """The encoding of one line, "" for a doubtful one."""
    beyond = len(line.translate(None, _ASCII))
    if beyond == 0:
        return "ascii"
    chinese = _decodes(line, "gb18030")
    if _decodes(line, "utf-8"):
        return "utf-8" if beyond >= _CHANCE or not chinese else ""
    return "gb18030" if chinese and _UTF8.search(line) is None else ""


def _by_line(data: bytes) -> Decoded:
    """A file that is in neither encoding as a whole; FileRefusedError when not even its heading can be read."""
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    encodings = [_encoding(each) for each in lines]
    heading = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not encodings[heading]:
        odd = next(number for number, line in enumerate(lines, 1) if not _decodes(line, "utf-8"))
        raise codes.FileRefusedError(codes.ENCODING, line=odd)
    texts = [line.decode(name or "utf-8", "replace") for line, name in zip(lines, encodings, strict=True)]
    doubtful = frozenset(number for number, name in enumerate(encodings, 1) if not name)
    rarer = min(("utf-8", "gb18030"), key=encodings.count)
    odd_lines = tuple(number for number, name in enumerate(encodings, 1) if name == rarer)
    return Decoded(lambda: iter(texts), doubtful, odd_lines)


def decoded(data: bytes) -> Decoded:
    """The text of a file's bytes; FileRefusedError when it is in no encoding that is taken."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise codes.FileRefusedError(codes.UTF16)
    if _decodes(data, "utf-8"):
        encoding = "utf-8-sig"
    elif data.startswith(codecs.BOM_UTF8) or not _decodes(data, "gb18030") or _has_utf8_line(data):
        return _by_line(data)
    else:
        encoding = "gb18030"
    return Decoded(lambda: io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline=""))
