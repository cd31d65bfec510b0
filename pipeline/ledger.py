"""Ledger (公示台账): append-only, what was first shown and what was withdrawn, when and why.

One file per build that changed something, `<number>-<as_of>.jsonl`; its first line carries the SHA-256 of the file before,
so that an edit of the past shows. Lines hold opaque ids, no content.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import Stopped
from pipeline.files import write_whole


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of the public record. `event`: shown or withdrawn; `reason`: the state it went to."""

    record: str
    dataset: str
    event: str
    on: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the ledger knows of a record: the day it was first shown, and whether it still was at the last build."""

    dataset: str
    since: date
    current: bool


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def _digest(path: Path | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path is not None else ""


def verify(folder: Path) -> int:
    """Number of files in the chain; Stopped names the first file whose predecessor was changed or lost."""
    previous: Path | None = None
    for path in _files(folder):
        with path.open(encoding="utf-8") as stream:
            head = json.loads(stream.readline())
        if head.get("previous") != _digest(previous):
            raise Stopped(f"公示台账 {path.name} 与前一文件不相连：台账被改动或缺失。请从备份恢复 {folder}。")
        previous = path
    return len(_files(folder))


def entries(folder: Path) -> Iterable[Entry]:
    """All entries, oldest first."""
    for path in _files(folder):
        with path.open(encoding="utf-8") as stream:
            stream.readline()
            for line in stream:
                yield Entry(**json.loads(line))


def read(folder: Path) -> dict[str, Shown]:
    """Record → what is known of it, after all entries."""
    known: dict[str, Shown] = {}
    for entry in entries(folder):
        before = known.get(entry.record)
        since = before.since if before is not None else date.fromisoformat(entry.on)
        known[entry.record] = Shown(entry.dataset, since, entry.event == "shown")
    return known


def append(folder: Path, changes: list[Entry], as_of: date) -> None:
    """Write the changes of one build as the next file of the chain; nothing when there are none."""
    if not changes:
        return
    folder.mkdir(parents=True, exist_ok=True)
    files = _files(folder)
    head = {"previous": _digest(files[-1] if files else None), "as_of": as_of.isoformat()}
    path = folder / f"{len(files) + 1:06d}-{as_of}.jsonl"
    lines = [head, *(asdict(each) for each in changes)]
    write_whole(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
