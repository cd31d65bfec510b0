"""xlsx workbooks into a RawTable: inspected from outside, then parsed by a child process with limits.

A parser of hostile files can ask for gigabytes or abort its process (workbook_child.py): that must not be
ours. The answer comes through a pipe and never touches the disk, for it may hold identity numbers. The
child is run by its path in isolated mode (-I): no environment variable or working directory changes what it
imports.
"""

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.findings import Finding
from pipeline.sources import codes
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import TableBuilder, require_width
from pipeline.sources.workbook_child import SECONDS, UNREADABLE
from pipeline.sources.workbook_directory import inspect

_CHILD = Path(__file__).with_name("workbook_child.py")
_KILLED = (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT)
"""How a child ends that asked for too much: the kernel's kill, processor time, Rust's failed allocation."""


def _parsed(data: bytes) -> bytes:
    """What the child writes; FileRefusedError when it could not or was stopped."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(_CHILD)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # the key of identity numbers may be in ours
        )
    except subprocess.TimeoutExpired as error:
        raise codes.FileRefusedError(codes.TOO_HEAVY) from error
    if done.returncode == UNREADABLE:
        raise codes.FileRefusedError(codes.DAMAGED)
    if done.returncode in _KILLED or b"MemoryError" in done.stderr:
        raise codes.FileRefusedError(codes.TOO_HEAVY)
    if done.returncode != 0:  # a panic of the parser
        raise codes.FileRefusedError(codes.DAMAGED)
    return done.stdout


def _lines(answer: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        yield answer[start:end]
        start = end + 1


def read_workbook(data: bytes, name: str, dataset: str) -> RawTable:
    """The RawTable of an xlsx file's bytes; FileRefusedError when it cannot be read at all."""
    inspect(data)
    lines = _lines(_parsed(data))
    about = json.loads(next(lines))
    first = next(lines, None)
    if first is None:
        raise codes.FileRefusedError(codes.EMPTY)
    headings: list[str] = json.loads(first)[1]
    require_width(headings)
    builder = TableBuilder()
    for line in lines:
        row, cells = json.loads(line)
        if any(cell.strip() for cell in cells):
            builder.add(row, [cell.replace("\0", "") for cell in cells] if b"\\u0000" in line else cells)
    table, found = builder.finish(headings, dataset, name)
    more: tuple[Finding, ...] = ()
    if about["others"]:
        facts = {"sheet": about["sheet"], "others": "、".join(about["others"])}
        more = (codes.finding(codes.MORE_SHEETS, dataset, name, **facts),)
    return RawTable(dataset, name, hashlib.sha256(data).hexdigest(), table, (*more, *found))
