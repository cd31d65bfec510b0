"""Bytes of the published files: variable-length numbers, front-coded strings, days, and the container of a shard.

Every layout is described in FORMAT.md. Reads and writes nothing; decode.py and client/bytes.js are its mirror.
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date

import deflate
import numpy as np
import numpy.typing as npt

FORMAT = 7
MAGIC = b"CPS1"
EPOCH = date(1999, 12, 31)
"""Day 1 is 2000-01-01; 0 means no day."""

DICTIONARY = "d"
"""The folder of the dictionary, which is its shard 0."""

Numbers = npt.NDArray[np.int64]


def varint(value: int) -> bytes:
    """Seven bits a byte, lowest first, the top bit set on all but the last."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


_AT_ONCE = 1 << 16
"""Values encoded together: what is made of them stays in the processor's cache, which makes it four times as fast."""


def _varints(values: Numbers) -> tuple[bytes, Numbers]:
    """Some values one after the other, and where each ends."""
    most, sizes = int(values.max(initial=0)), np.ones(len(values), dtype=np.int64)
    if most <= 0x7F:
        return values.astype(np.uint8).tobytes(), np.cumsum(sizes)
    for bits in (7, 14, 21, 28, 35):
        if most >= 1 << bits:
            sizes += values >= 1 << bits
    ends = np.cumsum(sizes)
    out = np.empty(int(ends[-1]), dtype=np.uint8)
    rest, at = values, ends - sizes
    while len(rest):
        longer = rest > 0x7F
        out[at] = (rest & 0x7F).astype(np.uint8) | longer.view(np.uint8) << 7
        left = np.flatnonzero(longer)
        rest, at = rest[left] >> 7, at[left] + 1
    return out.tobytes(), ends


def varints(values: Numbers) -> tuple[bytes, Numbers]:
    """All values one after the other, and where each begins (one more for the end)."""
    parts, starts, size = [], [np.zeros(1, dtype=np.int64)], 0
    for first in range(0, len(values), _AT_ONCE):
        raw, ends = _varints(values[first : first + _AT_ONCE])
        parts.append(raw)
        starts.append(ends + size)
        size += len(raw)
    return b"".join(parts), np.concatenate(starts)


def numbers(values: Iterable[int]) -> bytes:
    """A few numbers as varints."""
    return b"".join(varint(value) for value in values)


def text(value: str) -> bytes:
    """UTF-8 with its length before it."""
    raw = value.encode("utf-8")
    return varint(len(raw)) + raw


def front_coded(values: Sequence[str]) -> bytes:
    """Each string as (bytes shared with the one before, bytes of the rest, the rest)."""
    out = bytearray()
    before, shared = b"", 0
    for value in values:
        raw = value.encode("utf-8")
        # Neighbours share about as much as the pair before them did, so the search starts there.
        while raw[:shared] != before[:shared]:
            shared -= 1
        most = min(len(raw), len(before))
        shared = min(shared, most)
        while shared < most and raw[shared] == before[shared]:
            shared += 1
        out += varint(shared) + varint(len(raw) - shared) + raw[shared:]
        before = raw
    return bytes(out)


def day(value: date | None) -> int:
    """Days since 1999-12-31; 0 for none."""
    return 0 if value is None else (value - EPOCH).days


SMALLEST, FAST = 10, 6
"""Levels of libdeflate. On shards of a county's index level 10 gives 4 to 5 % fewer bytes than zlib's 9 in about its
time, level 6 the bytes of 9, 1 % more at most, in a third of its. Higher levels than 10 save 0.5 % more for twice the
time.
"""

_OFTEN = frozenset("hkmnrjw")
"""Folders most of whose shards change whenever a record leaves: each night they are deflated anew. Those of codes, 9 %
larger so, take an eighth of the time.
"""


def deflated(folder: str, payload: bytes) -> bytes:
    """A payload as raw deflate."""
    return bytes(deflate.deflate_compress(payload, FAST if folder in _OFTEN else SMALLEST))


def container(generation: str, folder: str, number: int, payload: bytes, squeezed: bytes) -> bytes:
    """A shard as published: magic, generation, folder, number, length and CRC-32 of the payload, deflated payload."""
    head = MAGIC + bytes.fromhex(generation) + folder.encode("ascii") + number.to_bytes(4, "little")
    check = len(payload).to_bytes(4, "little") + zlib.crc32(payload).to_bytes(4, "little")
    return head + check + squeezed


def term_hash(term: str) -> int:
    """FNV-1a over code points with a final mix; its low bits choose the bucket."""
    value = 0x811C9DC5
    for character in term:
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return value ^ value >> 13


def term_hashes(terms: Sequence[str]) -> npt.NDArray[np.uint64]:
    """The hashes of many terms at once."""
    low = np.uint64(0xFFFFFFFF)
    lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
    points = np.frombuffer("".join(terms).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    value = np.full(len(terms), 0x811C9DC5, dtype=np.uint64)
    for place in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        value[longer] = (value[longer] ^ points[starts[longer] + place]) * np.uint64(0x01000193) & low
    value = (value ^ value >> np.uint64(15)) * np.uint64(0x2C1B3C6D) & low
    return value ^ value >> np.uint64(13)
