"""QR codes of subject pages (二维码, GB/T 18284, ISO/IEC 18004): the page's address as one SVG path. Reads and writes nothing.

A QR code with a fixed mask is affine over GF(2) in the bits of its text, error correction included. So the code of
one address is made by segno, with one more for each bit of the eighteen symbols that differ from page to page; every
other code is the exclusive or of these, for thousands at once: 3 µs instead of 5 ms, of which a county has 333,000.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import segno

SYMBOLS = 18
_ZERO = "0" * SYMBOLS
_CHUNK = 10
"""Modules drawn by one look-up: 1,024 pieces of a path."""
_WORD = 64
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Words = npt.NDArray[np.uint64]
"""The modules of one or many codes row by row, 64 to a word, the first in the lowest bit of the first word."""


def _matrix(text: str, version: int | None) -> tuple[int, int, int]:
    """(version, size, modules as one number, first module in the lowest bit)."""
    made = segno.make(
        text, error="l", version=version, mask=2, mode="byte", encoding="utf-8", boost_error=False
    )
    modules = "".join(str(module) for row in made.matrix for module in row)
    return int(made.version), len(made.matrix), int(modules[::-1], 2)


def _words(modules: int, size: int) -> list[int]:
    """A number cut into words, with one more so that a run of modules may end in the next word."""
    return [
        modules >> place & (1 << _WORD) - 1 for place in range(0, (size * size // _WORD + 2) * _WORD, _WORD)
    ]


def _piece(bits: int, length: int) -> str:
    """Part of a path over `length` modules: h draws, m moves on."""
    parts, at = [], 0
    while at < length:
        dark, start = bits >> at & 1, at
        while at < length and bits >> at & 1 == dark:
            at += 1
        parts.append(f"h{at - start}" if dark else f"m{at - start} 0")
    return "".join(parts)


@dataclass(frozen=True)
class PageCode:
    """What the codes of all pages of one site share. `flips`: for each place and byte of the credit code the modules
    that change; `looks`: for each run of modules its place, its length and how each pattern of it is drawn, a step to
    the next row included.
    """

    size: int
    plain: Words
    flips: Words
    looks: tuple[tuple[int, int, pa.Array], ...]

    def _runs(self, modules: Words) -> Iterator[pa.Array]:
        """Each run of modules as drawn in every one of the codes."""
        for place, length, drawn in self.looks:
            word, shift = divmod(place, _WORD)
            bits = modules[:, word] >> np.uint64(shift)
            if shift + length > _WORD:
                bits = bits | modules[:, word + 1] << np.uint64(_WORD - shift)
            yield drawn.take(pa.array(bits & np.uint64((1 << length) - 1)))

    def paths(self, codes: pa.Array) -> pa.Array:
        """`d` of the path for the page of each of `codes`."""
        symbols = np.frombuffer("".join(codes.to_pylist()).encode("ascii"), np.uint8).reshape(-1, SYMBOLS)
        modules = np.repeat(self.plain[None, :], len(symbols), 0)
        for place, flips in enumerate(self.flips):
            modules ^= flips[symbols[:, place]]
        return pc.binary_join_element_wise("M0 .5", *self._runs(modules), "")


def _looks(size: int) -> Iterator[tuple[int, int, pa.Array]]:
    widths = [_CHUNK] * (size // _CHUNK) + [size % _CHUNK] * (size % _CHUNK > 0)
    inner = {width: pa.array([_piece(bits, width) for bits in range(1 << width)]) for width in widths}
    last = pc.binary_join_element_wise(inner[widths[-1]], f"m-{size} 1", "")
    for row in range(size):
        for number, width in enumerate(widths):
            ends = number == len(widths) - 1 and row < size - 1
            yield row * size + number * _CHUNK, width, last if ends else inner[width]


@lru_cache(maxsize=4)
def page_code(before: str, after: str) -> PageCode:
    """The codes of all addresses `before` + credit code + `after`."""
    version, size, plain = _matrix(f"{before}{_ZERO}{after}", None)
    base = _words(plain, size)
    flips = np.zeros((SYMBOLS, 128, len(base)), np.uint64)
    for place in range(SYMBOLS):
        bits = []
        for bit in range(7):
            text = f"{_ZERO[:place]}{chr(ord('0') ^ 1 << bit)}{_ZERO[place + 1 :]}"
            bits.append(_matrix(f"{before}{text}{after}", version)[2] ^ plain)
        for symbol in _ALPHABET:
            flips[place, ord(symbol)] = _words(_combined(bits, ord(symbol) ^ ord("0")), size)
    return PageCode(size, np.array(base, np.uint64), flips, tuple(_looks(size)))


def _combined(bits: list[int], wanted: int) -> int:
    """The exclusive or of the modules of each wanted bit."""
    modules = 0
    for number, each in enumerate(bits):
        if wanted >> number & 1:
            modules ^= each
    return modules
