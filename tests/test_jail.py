"""A file's parser gets 512 MB, 20 s and no file to write, whatever the process that asks has taken itself."""

import json
from pathlib import Path

import pytest

from pipeline.jail import MEMORY, SECONDS, DamagedError, HeavyError, answer

CHILD = "tests.jailed"


def test_the_child_has_its_limits() -> None:
    told = json.loads(answer(CHILD, b"limits"))
    assert told == {
        "RLIMIT_AS": [MEMORY] * 2,
        "RLIMIT_CPU": [SECONDS] * 2,
        "RLIMIT_FSIZE": [0, 0],
        "RLIMIT_CORE": [0, 0],
    }


def test_more_memory_is_refused() -> None:
    assert answer(CHILD, b"memory 200") == b"209715200"
    with pytest.raises(HeavyError):
        answer(CHILD, b"memory 512")


def test_nothing_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / "written"
    with pytest.raises(DamagedError):
        answer(CHILD, f"write {target}".encode())
    assert target.read_bytes() == b""
