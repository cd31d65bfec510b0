"""The common parts of names, which stand before every page as a preset dictionary of its deflate (RFC 1951, window).

A page of some cards is too short to learn 有限公司 by itself. Takes names, gives bytes; reads and writes nothing.
"""

from collections import Counter
from collections.abc import Sequence

SAMPLE = 4000
"""Names looked at, evenly over all: what is in fewer than one name of a thousand saves less than it costs to send."""

LIMIT = 4000
"""Bytes: 1.3 kB as sent. Twice as much would save 1 byte a card, and a query reads cards of a dozen pages at most."""

RUNS = range(2, 9)
LEAST = 3


def common_parts(names: Sequence[str]) -> bytes:
    """The runs of characters that save most, the best ones last, where a distance is short."""
    step = max(1, len(names) // SAMPLE)
    counts: Counter[str] = Counter()
    for name in names[step // 2 :: step]:
        counts.update({name[i : i + size] for size in RUNS for i in range(len(name) - size + 1)})
    saving = sorted(
        ((many * (3 * len(run) - 2), run) for run, many in counts.items() if many >= LEAST), reverse=True
    )
    chosen: list[str] = []
    size = 0
    for _, run in saving:
        if size > LIMIT:
            break
        if any(run in other for other in chosen):
            continue
        chosen.append(run)
        size += len(run.encode("utf-8"))
    return "".join(reversed(chosen)).encode("utf-8")
