"""The house style that a machine can see: sizes, one clock, no silent catch-all."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("pipeline", "search", "sample", "bench")
PYTHON = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SCRIPTS = sorted([*(ROOT / "search/client").glob("*.js"), *(ROOT / "theme").rglob("*.js")])
MAX_LINES, MAX_FUNCTION = 300, 40
READS_CLOCK = {"cli.py", "run.py", "settings.py"}
CLOCK = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("time", "time"),
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PYTHON + SCRIPTS, ids=name)
def test_a_file_does_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION]
    assert long == []


@pytest.mark.parametrize("path", [path for path in PYTHON if path.parts[-2] != "bench"], ids=name)
def test_one_clock_and_one_reader_of_the_environment(path: Path) -> None:
    if path.name in READS_CLOCK or "sample" in path.parts:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    pairs = {(node.value.id, node.attr) for node in calls if isinstance(node.value, ast.Name)}
    assert pairs & (CLOCK | {("os", "environ"), ("os", "getenv")}) == set()


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_catch_all(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    caught = {node.type.id for node in handlers if isinstance(node.type, ast.Name)}
    assert all(node.type is not None for node in handlers)
    assert not caught & {"Exception", "BaseException"}
