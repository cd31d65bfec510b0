"""A tiny platform folder for tests (`count` rows of one dataset, stamps 10, 20, 30 …) and a pull from it."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipeline.findings import Finding
from pipeline.source_settings import PlatformSource
from pipeline.sources.platform_http import Timing
from pipeline.sources.pull import Request, Taken, take
from pipeline.sources.sharing_platform import SharingPlatform
from sample.platform.faults import Switch
from sample.platform.rules import Rules
from sample.platform.server import Running, running, serving
from sample.platform.store import Store, Table

TOKEN = "canary-7f3a91-token"
DATASET = "permit"


def row(seq: int, **cells: object) -> dict[str, object]:
    return {
        "_seq": seq,
        "主体名称": f"示例第{seq}有限公司",
        "记录编号": f"P{seq}",
        "提供日期": "2026-11-01",
        **cells,
    }


def write_rows(folder: Path, rows: list[dict[str, object]], dataset: str = DATASET) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
    (folder / f"{dataset}.jsonl").write_text(text, encoding="utf-8", newline="\n")
    return folder


def write_count(folder: Path, count: int) -> Path:
    return write_rows(folder, [row(10 * number) for number in range(1, count + 1)])


class Clock:
    """Stands in for time.sleep and remembers what it was asked."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


NOW = 1795230000.0
TODAY = date(2026, 11, 20)
PLAIN = PlatformSource("platform", datasets=(DATASET,), page_size=2)


@dataclass(frozen=True)
class Pulled:
    """What a pull gave: None for the table when there was no row."""

    table: pa.Table | None
    name: str
    cursor: str
    findings: tuple[Finding, ...]
    requests: int
    retries: int
    rounds: int
    resumed: int


def timing(clock: Clock | None = None, now: float = NOW) -> Timing:
    """A clock that stands, sleeping that takes no time, no chance."""
    return Timing(lambda: now, sleep=clock or Clock(), chance=lambda: 0.5)


def untouched(cells: pa.Table, findings: tuple[Finding, ...]) -> tuple[pa.Table, tuple[Finding, ...]]:
    return cells, findings


def taken_from(adapter: SharingPlatform, cursor: str, folder: Path) -> Taken:
    return take(Request(adapter, DATASET, cursor, folder, untouched, lambda *_: None))


def pull_from(
    url: str,
    source: PlatformSource = PLAIN,
    *,
    cursor: str = "",
    secret: str = TOKEN,
    folder: Path | None = None,
    clock: Clock | None = None,
    now: float = NOW,
) -> Pulled:
    """Pull as a build does, into a folder that is thrown away unless one is given."""
    adapter = SharingPlatform(replace(source, url=url), secret, timing(clock, now), TODAY, b"key")
    with tempfile.TemporaryDirectory() as name:
        try:
            taken = taken_from(adapter, cursor, folder or Path(name) / "incoming")
        finally:
            adapter.close()
        table = pa.concat_tables(taken.incoming.tables()).combine_chunks() if taken.incoming.rows else None
        requests, retries, _ = adapter.tally()
        return Pulled(
            table,
            taken.whole.name,
            taken.whole.cursor,
            taken.incoming.findings(),
            requests,
            retries,
            taken.rounds,
            taken.resumed,
        )


def fetch(
    folder: Path, *switches: Switch, cursor: str = "", size: int = 2, clock: Clock | None = None
) -> Pulled:
    with running(folder, TOKEN, switches) as platform:
        return pull_from(platform.url, replace(PLAIN, page_size=size), cursor=cursor, clock=clock)


@contextmanager
def county(rows: list[dict[str, object]], rules: Rules, *switches: Switch) -> Iterator[Running]:
    """A platform over these rows in memory."""
    with serving(Store({DATASET: Table(rows)}), rules, switches) as platform:
        yield platform


def numbers(pulled: Pulled) -> list[str]:
    """The record numbers in the order they came."""
    return [] if pulled.table is None else pulled.table["记录编号"].to_pylist()
