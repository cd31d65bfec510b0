"""A tiny platform folder for tests (`count` rows of one dataset, stamps 10, 20, 30 …) and a pull from it."""

import json
from pathlib import Path

from pipeline.sources.platform_http import PlatformAccess
from pipeline.sources.sharing_platform import Pulled, pull
from sample.platform.faults import Switch
from sample.platform.server import running

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


def fetch(
    folder: Path, *switches: Switch, cursor: int = 0, size: int = 2, clock: Clock | None = None
) -> Pulled:
    with running(folder, TOKEN, switches) as platform:
        return pull(PlatformAccess(platform.url, TOKEN, size), DATASET, cursor, sleep=clock or Clock())
