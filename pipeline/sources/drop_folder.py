"""The drop folder (交换目录): files departments put into `new/`, each picked up once.

Workbooks, CSV, JSON Lines, XML messages, and zip files of those. A file is left alone until it has not changed for a
while. What was landed moves to `done/<day>/`, what was refused to `refused/<day>/`; `receipts/` gets a text for the
department either way. Landing keeps a file only once, so a stop at any moment is made good by the next run.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline import landing
from pipeline.catalogue import Catalogue
from pipeline.errors import SettingsError
from pipeline.files import write_whole
from pipeline.findings import Finding, Level
from pipeline.personal import redact_text
from pipeline.source_settings import FolderSource
from pipeline.sources import codes, inbox
from pipeline.sources.folder_zip import members
from pipeline.sources.heading_row import below_title
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import refused
from pipeline.sources.xml_exchange import NAME, read_xml

_UNFINISHED = (".tmp", ".part", ".filepart", ".crdownload", ".uploading")

Annotate = Callable[[RawTable, Path], tuple[Finding, ...]]
"""Checks a table as a build would, writes the marked copy for its sender when there is something to mark."""

TOLD = 200
"""Findings listed in a receipt; the marked copy has them all."""


@dataclass(frozen=True)
class FolderTask:
    """One look into one drop folder; `now` is seconds since the epoch."""

    source: FolderSource
    catalogue: Catalogue
    state: Path
    root: Path
    today: date
    now: float
    key: bytes = field(repr=False)
    annotate: Annotate = field(repr=False)

    @property
    def path(self) -> Path:
        """The folder as the office wrote it, beside portal.toml when relative."""
        return self.root / self.source.path


@dataclass(frozen=True)
class Picked:
    """A table that was picked up; `batch` is empty when it was refused."""

    table: RawTable
    batch: str


def settled(task: FolderTask) -> list[Path]:
    """The files of `new/` that are whole, by name; hidden ones, links and those still being written are not."""
    folder = task.path / "new"
    if not folder.is_dir():
        raise SettingsError(
            f"数据来源 {task.source.name} 的交换目录 {folder} 不存在。请建立该目录，或更正 portal.toml 的 path。"
        )
    return [each for each in sorted(folder.iterdir(), key=lambda path: path.name) if _is_settled(each, task)]


def _is_settled(path: Path, task: FolderTask) -> bool:
    if path.name.startswith((".", "~$")) or path.suffix.lower() in _UNFINISHED:
        return False
    if path.is_symlink() or not path.is_file():
        return False
    # A clock ahead of ours must not keep a file waiting for ever: only the near past means "being written".
    return not 0 <= task.now - path.stat().st_mtime < task.source.settle_seconds


def take_folder(task: FolderTask) -> Iterator[Picked]:
    """Pick up every whole file: land, write the receipt, move."""
    for path in settled(task):
        picked = [_land(table, task) for table in _tables(path, task)]
        yield from picked
        well = any(each.batch for each in picked)
        _write_receipt(path, picked, task)
        _move(path, task.path / ("done" if well else "refused") / task.today.isoformat())


def _land(table: RawTable, task: FolderTask) -> Picked:
    if not table.headings:
        return Picked(table, "")
    batch = landing.land(table, task.state / "landing", task.catalogue, task.today, task.key)
    return Picked(table, batch.batch)


def _tables(path: Path, task: FolderTask) -> Iterator[RawTable]:
    """The tables of a file, one for each member of a zip."""
    name = redact_text(path.name)
    if path.stat().st_size > inbox.SIZE_LIMIT_MB << 20:
        error = codes.FileRefusedError(codes.SIZE, limit=inbox.SIZE_LIMIT_MB)
        yield refused("", name, "", error)
        return
    data = path.read_bytes()
    if path.suffix.lower() != ".zip":
        yield _table(data, name, task)
        return
    try:
        for inner, content in members(data):
            yield _table(content, redact_text(inner), task)
    except codes.FileRefusedError as error:
        yield refused("", name, hashlib.sha256(data).hexdigest(), error)


def _table(data: bytes, name: str, task: FolderTask) -> RawTable:
    digest = hashlib.sha256(data).hexdigest()
    try:
        if (message := NAME.fullmatch(name)) is not None:
            return read_xml(data, name, _message_dataset(message[1], task))
        dataset = _named_dataset(name, task)
        return below_title(inbox.read_bytes(data, name, dataset), task.catalogue[dataset])
    except codes.FileRefusedError as error:
        return refused("", name, digest, error)


def _named_dataset(name: str, task: FolderTask) -> str:
    dataset = inbox.dataset_of(name, task.catalogue)
    if dataset is None:
        raise codes.FileRefusedError(codes.NO_DATASET)
    return dataset.name


def _message_dataset(number: str, task: FolderTask) -> str:
    dataset = task.catalogue.find(task.source.messages.get(number, ""))
    if dataset is None:
        raise codes.FileRefusedError(codes.NO_MESSAGE, number=number)
    return dataset.name


def _move(path: Path, folder: Path) -> None:
    """Into the folder under its own name, or a numbered one when that is taken by other content."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem} ({number}){path.suffix}"
    shutil.move(path, target)


def _write_receipt(path: Path, picked: list[Picked], task: FolderTask) -> None:
    """What the department reads: each table, its rows, what is wrong and what to do."""
    lines = [
        f"回执　{redact_text(path.name)}",
        f"收到日期：{task.today.isoformat()}　文件大小：{path.stat().st_size:,} 字节",
    ]
    folder = task.path / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(picked, start=1):
        table = each.table
        findings = _checked(path, table, number, task)
        done = f"已接收 {len(table.cells):,} 行" if each.batch else "未接收"
        lines.append(f"{table.name}：{done}")
        if len(findings) > TOLD:
            lines.append(f"　问题共 {len(findings):,} 个，只列前 {TOLD} 个，其余见标注副本")
        for found in findings[:TOLD]:
            where = "" if found.row is None else f"第 {found.row} 行："
            lines.append(
                f"　{'退回' if found.level is Level.REJECT else '提示'}　{found.code}　{where}{found.message}"
            )
    name = f"{task.today.isoformat()}-{redact_text(path.name)}.txt"
    write_whole(folder / name, redact_text("\n".join(lines)) + "\n")


def _checked(path: Path, table: RawTable, number: int, task: FolderTask) -> tuple[Finding, ...]:
    """All that is wrong with a table; the marked copy lies beside the receipt, for the same eyes as the file."""
    if not table.headings:
        return table.findings
    name = f"{task.today.isoformat()}-{redact_text(path.stem)}-{number}-检查结果.xlsx"
    target = task.path / "receipts" / name
    findings = task.annotate(table, target)
    if target.exists():
        shutil.copymode(path, target)
    return findings


def writable(folder: Path) -> bool:
    """Whether files can be moved within the folder (for portal doctor)."""
    return folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)
