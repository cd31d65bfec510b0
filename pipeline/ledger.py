"""Ledger (公示台账): append-only, what was first shown, withdrawn, barred or accepted, when, why and by which rule.

One file per build that changed something, `<number>-<as_of>.jsonl`; its first line carries the SHA-256 of the file before,
and `head.json` that of the last one and, while the next is being written, of that one, so that any edit shows. Lines hold opaque
ids, no content: without the key that the ids are made with nobody can tell whose they are, and the chain can be verified all
the same.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.json

from pipeline.errors import Stopped
from pipeline.files import write_whole

HEAD = "head.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of the public record.

    `event`: shown, withdrawn, barred (a tombstone), lifted (the tombstone is void) or accepted (an operator passed a
    guard); `reason`: the state it went to, or the guard; `rule`: what decided; `because`: the operator's words.
    """

    record: str
    dataset: str
    event: str
    on: str
    reason: str = ""
    rule: str = ""
    because: str = ""


_ENTRIES = pyarrow.json.ParseOptions(
    explicit_schema=pa.schema([(each.name, pa.string()) for each in fields(Entry)]),
    unexpected_field_behavior="error",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the ledger knows of a record: first day shown (None: never), shown at the last build, tombstone and its day."""

    dataset: str
    since: date | None
    current: bool
    barred: str = ""
    barred_on: date | None = None


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def _digest(path: Path | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path is not None else ""


def _broken(folder: Path, what: str) -> Stopped:
    return Stopped(f"公示台账{what}：台账被改动或缺失。请从备份恢复 {folder}。")


def _parsed(line: bytes, path: Path) -> dict[str, Any]:
    try:
        table: dict[str, Any] = dict(json.loads(line))
    except (TypeError, ValueError) as error:
        raise _broken(path.parent, f" {path.name} 中有无法读取的行（{error}）") from error
    return table


def _name(number: int, as_of: str) -> str:
    return f"{number:06d}-{as_of}.jsonl"


def verify(folder: Path) -> int:
    """Number of files in the chain; Stopped names the first file that was changed, or the place where one is missing."""
    previous: Path | None = None
    files = _files(folder)
    for number, path in enumerate(files, 1):
        with path.open("rb") as stream:
            head = _parsed(stream.readline(), path)
        if head.get("previous") != _digest(previous):
            raise _broken(folder, f" {path.name} 与前一文件不相连")
        if path.name != _name(number, str(head.get("as_of"))):
            raise _broken(folder, f" {path.name} 的文件名与其内容不符")
        previous = path
    _verify_head(folder, files)
    return len(files)


def _verify_head(folder: Path, files: list[Path]) -> None:
    """The last file is as it was written. A build that died while it wrote leaves the one that the head announces, or none."""
    path = folder / HEAD
    if not path.exists():
        if files:
            raise _broken(folder, f"的 {HEAD} 不见了")
        return
    head = _parsed(path.read_bytes(), path)
    digests = ["", *map(_digest, files[-2:])]
    whole = (len(files), digests[-1]) == (head.get("files"), head.get("sha256"))
    begun = (len(files) - 1, *digests[-2:]) == (head.get("files"), head.get("sha256"), head.get("next"))
    if not (whole or begun):
        raise _broken(folder, f"最后一个文件与 {HEAD} 不符")


def _rows(folder: Path) -> Iterator[tuple[str, ...]]:
    """All entries, oldest first, each as its values in the order of Entry; a million in two seconds."""
    for path in _files(folder):
        lines = path.read_bytes()
        body = pa.py_buffer(memoryview(lines)[lines.find(b"\n") + 1 :])
        try:
            table = pyarrow.json.read_json(pa.BufferReader(body), parse_options=_ENTRIES)
        except pa.ArrowInvalid as error:
            raise _broken(path.parent, f" {path.name} 中有无法读取的行（{error}）") from error
        for batch in table.to_batches():
            yield from zip(*(column.fill_null("").to_pylist() for column in batch.columns), strict=True)


def entries(folder: Path) -> Iterator[Entry]:
    """All entries, oldest first."""
    for values in _rows(folder):
        yield Entry(*values)


@cache
def _after(known: Shown | None, dataset: str, event: str, on: str, reason: str) -> Shown:
    """What is known of a record after one more entry. Most of a million records share one of few answers."""
    before = known or Shown(dataset, None, False)
    day = date.fromisoformat(on)
    match event:
        case "shown":
            return Shown(dataset, before.since or day, True, before.barred, before.barred_on)
        case "withdrawn":
            return Shown(dataset, before.since, False, before.barred, before.barred_on)
        case "barred":
            return Shown(dataset, before.since, before.current, reason, day)
        case "lifted":
            return Shown(dataset, before.since, before.current)
        case _:
            raise Stopped(f"公示台账中有无法识别的事项“{event}”。请使用与该台账相同或更新的版本。")


def read(folder: Path) -> dict[str, Shown]:
    """Record → what is known of it, after all entries."""
    known: dict[str, Shown] = {}
    for record, dataset, event, on, reason, *_ in _rows(folder):
        if record:
            known[record] = _after(known.get(record), dataset, event, on, reason)
    return known


def _line(entry: Entry) -> dict[str, str]:
    """An entry without its empty parts."""
    kept = ("record", "dataset", "event", "on")
    return {name: value for name, value in asdict(entry).items() if value or name in kept}


def append(folder: Path, changes: list[Entry], as_of: date) -> None:
    """Write the changes of one build as the next file of the chain; nothing when there are none."""
    if not changes:
        return
    folder.mkdir(parents=True, exist_ok=True)
    files = _files(folder)
    before = {"files": len(files), "sha256": _digest(files[-1] if files else None)}
    head = {"previous": before["sha256"], "as_of": as_of.isoformat()}
    lines = [head, *(_line(each) for each in changes)]
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    digest = hashlib.sha256(content).hexdigest()
    # Announced first: a file that no head tells of was put there by somebody else.
    write_whole(folder / HEAD, json.dumps(before | {"next": digest}) + "\n")
    write_whole(folder / _name(len(files) + 1, as_of.isoformat()), content)
    write_whole(folder / HEAD, json.dumps({"files": len(files) + 1, "sha256": digest}) + "\n")
