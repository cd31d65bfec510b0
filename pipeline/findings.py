"""Findings (问题): what is wrong with a file, a row or a cell, told so that a department can mend it.

A finding is a record, never a log line. Values of personal fields are not carried in it.
Data only; finding_log.py writes them.
"""

from dataclasses import dataclass
from enum import StrEnum


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


def advice(message: str) -> str:
    """What to do, without what is wrong: the last part of a message from 请 on, empty when it has none.

    What stands before it can hold a value of a row, which is not public and may itself say 请.
    """
    start = max(message.rfind(mark) for mark in ("。请", "，请"))
    text = message[start + 1 :]
    return text if text.startswith("请") and not {"“", "”"} & set(text) else ""
