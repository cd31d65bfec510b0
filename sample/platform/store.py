"""The platform's rows: read once from `<dataset>.jsonl`, kept as JSON text so that a page is only joined together."""

import json
import threading
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

BATCH_ROWS = 100
"""Rows of one batch number (批次号), by update stamp."""
DAY = "提供日期"


class Table:
    """One dataset in order of its update stamps."""

    def __init__(self, rows: Sequence[dict[str, object]]) -> None:
        ordered = sorted(rows, key=lambda row: int(str(row["_seq"])))
        self.stamps = [int(str(row["_seq"])) for row in ordered]
        if len(set(self.stamps)) != len(self.stamps):
            raise ValueError("an update stamp occurs twice")
        self._texts = [json.dumps(row, ensure_ascii=False).encode() for row in ordered]
        days = [str(row.get(DAY) or "") for row in ordered]
        self._by_day = sorted(range(len(days)), key=lambda place: (days[place], place))
        self._days = [days[place] for place in self._by_day]

    def __len__(self) -> int:
        return len(self.stamps)

    def texts(self, places: Sequence[int]) -> list[bytes]:
        """The rows at these places as JSON."""
        return [self._texts[place] for place in places]

    def after(self, stamp: int) -> Sequence[int]:
        """Places of rows with a later stamp."""
        return range(bisect_right(self.stamps, stamp), len(self))

    def between(self, first: str, last: str) -> Sequence[int]:
        """Places of rows provided on these days, both included."""
        return self._by_day[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def batch(self, number: int) -> Sequence[int]:
        """Places of the rows of a batch; batches are numbered from 1."""
        return range(len(self))[max(number - 1, 0) * BATCH_ROWS : max(number, 0) * BATCH_ROWS]

    @property
    def batches(self) -> int:
        """The newest batch number."""
        return -(-len(self) // BATCH_ROWS)

    @property
    def latest(self) -> int:
        """The newest update stamp."""
        return self.stamps[-1] if self.stamps else 0


class Store:
    """Tables by dataset, and how many rows of each have been given out."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self.tables = tables
        self.served: Counter[str] = Counter()
        self._lock = threading.Lock()

    def count(self, dataset: str, rows: int) -> None:
        """Note rows given out in a sound answer."""
        with self._lock:
            self.served[dataset] += rows


def read_store(folder: Path) -> Store:
    """The tables of a folder."""
    tables = {}
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        tables[path.stem] = Table([json.loads(line) for line in lines if line])
    return Store(tables)
