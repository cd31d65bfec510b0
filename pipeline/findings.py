"""Findings (问题): what is wrong with a file, a row or a cell, told so that a department can mend it.

A finding is a record, never a log line. Values of personal fields are not carried in it.
Writes findings.jsonl; reads nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Level(StrEnum):
    """What a finding means for its row."""

    REJECT = "reject"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `row` is the number the sender sees in his file, None where a whole file is meant."""

    code: str
    level: Level
    dataset: str
    file: str
    message: str
    row: int | None = None
    field: str | None = None
    value: str = ""
    department: str = ""


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write one JSON object a line, in the order given."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in findings)


def count_by_code(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """(code, level, number) sorted by code."""
    counts = Counter((each.code, each.level.value) for each in findings)
    return [(code, level, number) for (code, level), number in sorted(counts.items())]
