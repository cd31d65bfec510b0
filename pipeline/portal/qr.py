"""QR codes of subject pages (二维码, GB/T 18284, ISO/IEC 18004): the page's address as one SVG path. Reads and writes nothing.

A QR code with a fixed mask is affine over GF(2) in the bits of its text, error correction included. So the code of
one address is made by segno, with one more for each bit of the eighteen symbols that differ from page to page; every
other code is the exclusive or of these: 20 µs instead of 5 ms, of which a county has 333,000.
"""

from dataclasses import dataclass
from functools import lru_cache

import segno

SYMBOLS = 18
_ZERO = "0" * SYMBOLS
_CHUNK = 10
"""Modules drawn by one look-up: 1,024 pieces of a path."""


def _matrix(text: str, version: int | None) -> tuple[int, int, int]:
    """(version, size, modules as one number, first module in the lowest bit)."""
    made = segno.make(
        text, error="l", version=version, mask=2, mode="byte", encoding="utf-8", boost_error=False
    )
    modules = "".join(str(module) for row in made.matrix for module in row)
    return int(made.version), len(made.matrix), int(modules[::-1], 2)


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
    """What the codes of all pages of one site share. `flips`: for each symbol and byte the modules that change;
    `looks`: for each run of modules its place, its mask and how it is drawn, a step to the next row included.
    """

    size: int
    plain: int
    flips: tuple[dict[str, int], ...]
    looks: tuple[tuple[int, int, tuple[str, ...]], ...]

    def path(self, code: str) -> str:
        """`d` of the path for the page of `code`."""
        modules = self.plain
        for flips, symbol in zip(self.flips, code, strict=True):
            modules ^= flips[symbol]
        return "M0 .5" + "".join([drawn[modules >> place & mask] for place, mask, drawn in self.looks])


def _looks(size: int) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    widths = [_CHUNK] * (size // _CHUNK) + [size % _CHUNK] * (size % _CHUNK > 0)
    inner = [tuple(_piece(bits, width) for bits in range(1 << width)) for width in widths]
    last = tuple(f"{each}m-{size} 1" for each in inner[-1])
    made = []
    for row in range(size):
        for number, width in enumerate(widths):
            ends = number == len(widths) - 1 and row < size - 1
            place = row * size + number * _CHUNK
            made.append((place, (1 << width) - 1, last if ends else inner[number]))
    return tuple(made)


@lru_cache(maxsize=4)
def page_code(before: str, after: str) -> PageCode:
    """The codes of all addresses `before` + credit code + `after`."""
    version, size, plain = _matrix(f"{before}{_ZERO}{after}", None)
    flips = []
    for place in range(SYMBOLS):
        bits = []
        for bit in range(7):
            text = f"{_ZERO[:place]}{chr(ord('0') ^ 1 << bit)}{_ZERO[place + 1 :]}"
            bits.append(_matrix(f"{before}{text}{after}", version)[2] ^ plain)
        flips.append({symbol: _combined(bits, ord(symbol) ^ ord("0")) for symbol in _ALPHABET})
    return PageCode(size, plain, tuple(flips), _looks(size))


_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _combined(bits: list[int], wanted: int) -> int:
    """The exclusive or of the modules of each wanted bit."""
    modules = 0
    for number, each in enumerate(bits):
        if wanted >> number & 1:
            modules ^= each
    return modules
