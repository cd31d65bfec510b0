"""Bytes of the published files: variable-length numbers, front-coded strings, days, and the container of a shard.

Every layout is described in FORMAT.md. Reads and writes nothing; decode.py and client/bytes.js are its mirror.
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

FORMAT = 1
MAGIC = b"CPS1"
EPOCH = date(1999, 12, 31)
"""Day 1 is 2000-01-01; 0 means no day."""

Numbers = npt.NDArray[np.int64]


def varint(value: int) -> bytes:
    """Seven bits a byte, lowest first, the top bit set on all but the last."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def varints(values: Numbers) -> tuple[bytes, Numbers]:
    """All values one after the other, and where each begins (one more for the end)."""
    sizes = np.ones(len(values), dtype=np.uint8)
    for bits in (7, 14, 21, 28, 35):
        sizes += values >> bits > 0
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    out = np.zeros(int(starts[-1]), dtype=np.uint8)
    for place in range(int(sizes.max(initial=0))):
        chosen = sizes > place
        more = np.where(sizes[chosen] > place + 1, 0x80, 0)
        out[starts[:-1][chosen] + place] = (values[chosen] >> (7 * place)) & 0x7F | more
    return out.tobytes(), starts


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


def container(generation: str, folder: str, number: int, payload: bytes) -> bytes:
    """A shard as published: magic, generation, folder, number, length and CRC-32 of the payload, deflated payload."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = MAGIC + bytes.fromhex(generation) + folder.encode("ascii") + number.to_bytes(4, "little")
    check = len(payload).to_bytes(4, "little") + zlib.crc32(payload).to_bytes(4, "little")
    return head + check + squeeze.compress(payload) + squeeze.flush()


def term_hash(term: str) -> int:
    """FNV-1a over code points with a final mix; its low bits choose the bucket."""
    value = 0x811C9DC5
    for character in term:
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return value ^ value >> 13
