"""The runs of characters that many names begin or end with (place; form; trade), so that a page names them by number.

Takes names, gives runs and numbers; reads and writes nothing. Layout in FORMAT.md.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from search.encode import Numbers, text, varint

SAMPLE = 8000
"""Names looked at, evenly over all: what is in fewer than one name of a thousand saves less than it costs to send."""

LEAST = 3
"""Names of the sample that must hold a run."""

LONGEST = 8
"""Characters of a run at most (有限责任公司 has six)."""

ENDS, TRADES, PLACES = 40, 127, 200
"""Runs of each sort: the dictionary is read once by every query, as 1.7 kB, and spares it 4 bytes a card."""


@dataclass(frozen=True)
class Parts:
    """What names end with (form), end with before that (trade), begin with (place); runs that save most first."""

    ends: list[str]
    trades: list[str]
    places: list[str]

    def payload(self) -> bytes:
        """The dictionary as published."""
        each = (self.ends, self.trades, self.places)
        return b"".join(varint(len(runs)) + b"".join(map(text, runs)) for runs in each)


@dataclass(frozen=True)
class Parted:
    """Names in parts: the number of each run in the dictionary, from 1 (0: none), and what stands between."""

    ends: Numbers
    trades: Numbers
    places: Numbers
    middles: pa.Array


def _frequent(texts: Sequence[str], at_end: bool, limit: int) -> list[str]:
    """The runs that save most bytes, each counted over the texts that no run chosen before is in."""
    holding: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(texts):
        for size in range(1, min(LONGEST, len(each)) + 1):
            holding[each[-size:] if at_end else each[:size]].append(number)
    rows = [(-len(some) * (len(run.encode("utf-8")) - 1), run) for run, some in holding.items()]
    heapq.heapify(rows)
    left = [True] * len(texts)
    chosen: list[str] = []
    while rows and len(chosen) < limit:
        promised, run = heapq.heappop(rows)
        some = [number for number in holding[run] if left[number]]
        saving = -len(some) * (len(run.encode("utf-8")) - 1)
        if len(some) < LEAST:
            continue
        if saving != promised:
            heapq.heappush(rows, (saving, run))
            continue
        chosen.append(run)
        for number in some:
            left[number] = False
    return chosen


def _cut(texts: pa.Array, runs: Sequence[str], at_end: bool) -> tuple[Numbers, pa.Array]:
    """For each text the longest run it begins or ends with, and what is left of it."""
    found, rest, known = np.zeros(len(texts), dtype=np.int64), texts, pa.array(runs, pa.string())
    for size in sorted({len(run) for run in runs}, reverse=True):
        part = pc.utf8_slice_codeunits(texts, *((-size,) if at_end else (0, size)))
        places = pc.fill_null(pc.index_in(part, value_set=known), -1).to_numpy(zero_copy_only=False) + 1
        new = (found == 0) & (places > 0)
        found[new] = places[new]
        other = pc.utf8_slice_codeunits(texts, *((0, -size) if at_end else (size,)))
        rest = pc.if_else(pa.array(new), other, rest)
    return found, rest


def parted(names: pa.Array, parts: Parts) -> Parted:
    """Names in parts."""
    ends, rest = _cut(names, parts.ends, True)
    trades, rest = _cut(rest, parts.trades, True)
    places, rest = _cut(rest, parts.places, False)
    return Parted(ends, trades, places, rest)


def common_parts(names: pa.Array) -> Parts:
    """The dictionary of a register's names."""
    step = max(1, len(names) // SAMPLE)
    some = names.take(pa.array(np.arange(step // 2, len(names), step)))
    ends = _frequent(some.to_pylist(), True, ENDS)
    _, rest = _cut(some, ends, True)
    trades = _frequent(rest.to_pylist(), True, TRADES)
    _, rest = _cut(rest, trades, True)
    return Parts(ends, trades, _frequent(rest.to_pylist(), False, PLACES))
