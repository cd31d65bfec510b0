"""What went to which upper platform, when, and what it answered (上传登记): `state/upward.jsonl`, append-only.

A line holds ids and counts, no content of a record.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import SettingsError, Stopped
from pipeline.files import write_whole

NAME = "upward.jsonl"


@dataclass(frozen=True)
class Sent:
    """One export. `files`: name → SHA-256."""

    number: int
    on: str
    platform: str
    dataset: str
    month: str
    edition: str
    files: dict[str, str]
    records: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the platform answered to export `number`: rows taken and refused, and its words."""

    number: int
    on: str
    accepted: int
    refused: int
    note: str


def _lines(state: Path) -> Iterator[dict[str, object]]:
    path = state / NAME
    if path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise Stopped(f"上传登记 {path} 第 {number} 行无法读取。请从备份恢复该文件。") from error


def read_register(state: Path) -> tuple[list[Sent], list[Answer]]:
    """All exports and all answers, oldest first."""
    sent, answers = [], []
    for line in _lines(state):
        if line.pop("event", "") == "sent":
            sent.append(Sent(**{**line, "records": tuple(line["records"])}))  # type: ignore[arg-type]
        else:
            answers.append(Answer(**line))  # type: ignore[arg-type]
    return sent, answers


def sent_records(sent: list[Sent], answers: list[Answer], platform: str, dataset: str) -> frozenset[str]:
    """Records a platform has: of each export that it did not refuse wholly."""
    refused = {each.number for each in answers if each.accepted == 0 and each.refused > 0}
    mine = (each for each in sent if (each.platform, each.dataset) == (platform, dataset))
    return frozenset(record for each in mine if each.number not in refused for record in each.records)


def _append(state: Path, line: dict[str, object]) -> None:
    path = state / NAME
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_whole(path, f"{before}{json.dumps(line, ensure_ascii=False)}\n")


def note_sent(state: Path, sent: Sent) -> None:
    """Add an export."""
    _append(state, {"event": "sent", **asdict(sent)})


def note_answer(state: Path, answer: Answer) -> None:
    """Add an answer; it must be to an export there is."""
    sent, _ = read_register(state)
    rows = {each.number: len(each.records) for each in sent}
    if answer.number not in rows:
        raise SettingsError(f"没有编号为 {answer.number} 的上传。用 portal export --list 查看登记。")
    if answer.accepted + answer.refused != rows[answer.number]:
        raise SettingsError(
            f"接收 {answer.accepted} 条、退回 {answer.refused} 条，与上传的 {rows[answer.number]} 条不符。请核对。"
        )
    _append(state, {"event": "answer", **asdict(answer)})
