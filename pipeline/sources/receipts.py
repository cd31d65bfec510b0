"""Receipts of pulls (取数回执): one line of JSON each in `state/receipts.jsonl`, whole or failed. No cell is in one."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Receipt:
    """What one pull of one dataset did. `ended_at` is in Asia/Shanghai; `batch` is empty when nothing was new."""

    source: str
    dataset: str
    day: str
    ended_at: str
    outcome: str
    """`whole`, `nothing_new` or `incomplete`."""
    window: tuple[str, str]
    """The cursor before and after."""
    requests: int
    retries: int
    rounds: int
    resumed: int
    rows: int
    seconds: float
    batch: str
    findings: dict[str, int]
    message: str = ""


def append(state: Path, receipt: Receipt) -> None:
    """Add a receipt; a half line from a killed run is ended first."""
    path = state / "receipts.jsonl"
    line = json.dumps(asdict(receipt), ensure_ascii=False) + "\n"
    broken = path.exists() and path.stat().st_size > 0 and path.read_bytes()[-1:] != b"\n"
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(("\n" if broken else "") + line)
        stream.flush()
        os.fsync(stream.fileno())


def read(state: Path) -> Iterable[Receipt]:
    """All receipts, oldest first; a half line is left out, its pull was never finished."""
    try:
        lines = (state / "receipts.jsonl").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        yield Receipt(**(record | {"window": tuple(record["window"])}))


@dataclass(frozen=True)
class Standing:
    """How a dataset of a source stands: its last success and how many days ago that was, None when never."""

    source: str
    dataset: str
    last_success: str | None
    age: int | None
    incomplete: str
    """What the newest pull said when it was not whole."""


def standings(state: Path, as_of: date, wanted: Iterable[tuple[str, str]]) -> list[Standing]:
    """One line per (source, dataset) wanted; pulls after `as_of` are left out."""
    newest: dict[tuple[str, str], Receipt] = {}
    success: dict[tuple[str, str], str] = {}
    for each in read(state):
        if date.fromisoformat(each.day) <= as_of:
            newest[each.source, each.dataset] = each
            if each.outcome != "incomplete":
                success[each.source, each.dataset] = each.day
    found: list[Standing] = []
    for pair in wanted:
        day = success.get(pair)
        age = None if day is None else (as_of - date.fromisoformat(day)).days
        last = newest.get(pair)
        told = last.message if last is not None and last.outcome == "incomplete" else ""
        found.append(Standing(*pair, last_success=day, age=age, incomplete=told))
    return found
