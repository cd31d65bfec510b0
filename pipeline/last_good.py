"""What the last good build leaves for the next: its figures for the guards and its forecast (`state/last_good/`).

Written after the swap only, so that a build that stopped is compared with nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import ledger
from pipeline.errors import Stopped
from pipeline.files import beside, write_whole
from pipeline.publicity.guards import Figures

FORECAST = pa.schema(
    [
        ("record", pa.string()),
        ("dataset", pa.string()),
        ("department", pa.string()),
        ("drops_on", pa.date32()),
    ]
)


@dataclass(frozen=True)
class LastGood:
    """Figures by dataset and the forecast; `as_of` None when there was no good build yet."""

    as_of: date | None = None
    figures: Mapping[str, Figures] = field(default_factory=dict)
    forecast: pa.Table = field(default_factory=FORECAST.empty_table)


def read_last_good(folder: Path) -> LastGood:
    """What the last good build left; nothing when there was none."""
    path = folder / "figures.json"
    if not path.exists():
        return LastGood()
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        figures = {name: Figures(**each) for name, each in table["figures"].items()}
        return LastGood(
            date.fromisoformat(table["as_of"]), figures, pq.read_table(folder / "forecast.parquet")
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise Stopped(f"上次生成留下的数字 {folder} 无法读取（{error}）。请从备份恢复该目录。") from error


def write_last_good(folder: Path, good: LastGood) -> None:
    """Keep what this build leaves; the figures last, so that both are of one build."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "forecast.parquet"
    pq.write_table(good.forecast, beside(path), compression="zstd")
    beside(path).replace(path)
    table = {
        "as_of": good.as_of.isoformat() if good.as_of else None,
        "figures": {name: asdict(each) for name, each in sorted(good.figures.items())},
    }
    write_whole(folder / "figures.json", json.dumps(table, ensure_ascii=False, indent=1) + "\n")


def require_ledger(state: Path) -> None:
    """The ledger is whole, and there if anything was ever shown: without its tombstones repaired records would return."""
    files, last = ledger.verify(state / "ledger"), read_last_good(state / "last_good")
    if files == 0 and any(any(each.shown.values()) for each in last.figures.values()):
        raise Stopped(
            f"公示台账 {state / 'ledger'} 不见了，而上次生成已有公示的记录：没有台账，已修复、已撤销的记录可能再次公示。"
            "请从备份恢复该目录。"
        )
