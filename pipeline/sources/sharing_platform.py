"""The sharing platform (共享平台) as a source: pages over HTTP become chunks of text.

Asks by the settings of the source; which pages and when it is whole is platform_walk's and platform_takes'. Writes
nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.source_settings import PlatformSource
from pipeline.sources import platform_takes
from pipeline.sources.answers import Row
from pipeline.sources.platform_auth import make_auth
from pipeline.sources.platform_cells import table_of
from pipeline.sources.platform_http import Session, Timing
from pipeline.sources.platform_walk import Walk, from_json
from pipeline.sources.pull import MARK, Chunk
from pipeline.sources.raw import ROW


class SharingPlatform:
    """One platform as described, asked with one connection."""

    def __init__(
        self,
        source: PlatformSource,
        secret: str,
        timing: Timing,
        today: date,
        key: bytes,
        root: Path = Path(),
    ) -> None:
        self.name, self.datasets = source.name, source.datasets
        self._source, self._today = source, today
        self._key = hashlib.sha256(key).digest()
        self._session = Session(source, make_auth(source, secret, timing.now), timing, root)

    def question(self, dataset: str, cursor: str) -> str:
        """Address, way of taking and filter."""
        source = self._source
        begin = platform_takes.start(source, cursor, self._today)
        asked = {**source.parameters, **begin.leg} | ({"days": begin.days[0]} if begin.days else {})
        table: dict[str, object] = {
            "url": source.url,
            "path": source.path,
            "name": source.names.get(dataset, dataset),
        }
        table |= {
            "take": source.take,
            "paging": source.paging,
            "size": source.page_size,
            "columns": source.columns,
        }
        return json.dumps(table | {"dataset": dataset, "filter": asked}, ensure_ascii=False, sort_keys=True)

    def chunks(
        self, dataset: str, cursor: str, position: Mapping[str, Any] | None, row: int
    ) -> Iterator[Chunk]:
        """One chunk a page."""
        source = self._source
        walk = Walk(source, dataset, lambda page, asked: self._session.ask(dataset, page, asked))
        at = from_json(position) if position else platform_takes.start(source, cursor, self._today)
        leave_out = source.stamp_field if source.take == "changes" and source.stamp == "number" else ""
        with closing(platform_takes.steps(walk, source, at)) as steps:  # type: ignore[type-var]
            for step in steps:
                table, findings = table_of(step.rows, dataset, row, leave_out, source.columns)
                if self.is_distinct(dataset):
                    table = table.append_column(MARK, self._marks(step.rows, table, row))
                row += len(step.rows)
                yield Chunk(table, findings, len(step.rows), step.position.as_json(), step.total)

    def _marks(self, rows: Sequence[Row], table: pa.Table, start: int) -> pa.Array:
        kept = (rows[number - start] for number in table[ROW].to_pylist())
        texts = (json.dumps(row, sort_keys=True).encode("ascii") for row in kept)
        digests = (hashlib.blake2b(text, digest_size=8, key=self._key).digest() for text in texts)
        return pa.array([int.from_bytes(each, "big", signed=True) for each in digests], pa.int64())

    def whole(self, dataset: str, cursor: str, position: Mapping[str, Any] | None) -> platform_takes.Whole:
        """Name and cursor of what was taken; without any page, the cursor stays."""
        at = from_json(position) if position else platform_takes.start(self._source, cursor, self._today)
        return platform_takes.whole(self._source, dataset, at, cursor)

    def is_distinct(self, _dataset: str) -> bool:
        """Stamps that grow show a repeated row by themselves."""
        source = self._source
        return not source.identical_rows and not (source.take == "changes" and source.stamp == "number")

    def tally(self) -> tuple[int, int, str]:
        """Requests, retries, and how far the clocks are apart when that matters."""
        skew = self._session.skew
        remark = f"本机时钟与平台相差 {skew:.0f} 秒" if abs(skew) > 60 else ""
        return self._session.requests, self._session.retries, remark

    def landed(self, _dataset: str, _batch: str) -> None:
        """A platform wants no receipt."""

    def close(self) -> None:
        """End the connection."""
        self._session.__exit__()
