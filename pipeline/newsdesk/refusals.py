"""Refused pieces (退稿记录): who refused what, when and why, for the figures and for the next enquiry.

Reads and appends content/desk/refused.jsonl, which no page is made from.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from pipeline.errors import Stopped
from pipeline.files import write_whole

PLACE = Path("content") / "desk" / "refused.jsonl"


@dataclass(frozen=True)
class Refusal:
    """One piece that was sent back. Days are ISO dates; `file` is the name it came under."""

    department: str
    submitted: str
    title: str
    kind: str
    file: str
    refused_on: str
    refused_by: str
    because: str

    @property
    def day(self) -> date:
        """When it was submitted."""
        return date.fromisoformat(self.submitted)


def _parsed(line: str, number: int) -> Refusal:
    try:
        table = json.loads(line)
        made = Refusal(**{each.name: str(table[each.name]) for each in fields(Refusal)})
        date.fromisoformat(made.submitted)
    except (ValueError, KeyError, TypeError) as error:
        raise Stopped(
            f"退稿记录 {PLACE.as_posix()} 第 {number} 行无法读取（{error}）。请从版本库恢复该文件。"
        ) from error
    return made


def read_refusals(root: Path) -> tuple[Refusal, ...]:
    """All refusals, in the order in which they were written; none when there is no file yet."""
    path = root / PLACE
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parsed(line, number) for number, line in enumerate(lines, 1) if line.strip())


def add_refusals(root: Path, refusals: Iterable[Refusal]) -> None:
    """Append to the file, which is put in place whole."""
    every = [*read_refusals(root), *refusals]
    (root / PLACE).parent.mkdir(parents=True, exist_ok=True)
    write_whole(root / PLACE, "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in every))
