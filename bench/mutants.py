"""Mutants of the rule engine: `python -m bench.mutants [--only TEXT] [--sample N] [--seed S] [--first N]`.

Changes `pipeline/publicity/` and `pipeline/deadlines/` in one place at a time, in a copy of the tree, and runs their tests until
one fails. Tells every mutant that none of them kills, and the share that is killed. Not changed: docstrings, annotations,
messages (what a `raise` or an f-string says, Chinese texts of more than four characters) and the data files.
"""

import argparse
import ast
import importlib
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("publicity", "deadlines")
NEEDED = ("pipeline", "search", "tests", "bench", "sample", "pyproject.toml", "portal.toml")
LATER = ("test_rules.py", "", "test_explain.py", "test_state.py")
"""In which order a part's tests are asked, after those of the file itself; "" is all others. The last two go through the engine
many times: they take ten times as long as the rest.
"""
SECONDS = 300
"""Processor time after which a mutant counts as killed; the unchanged tests take a fifth of it."""
HEAVY = ("duckdb", "hypothesis", "ibis.backends.duckdb", "jinja2", "pyarrow.parquet", "pytest")
"""Imported once, before the first copy of this process: two of a mutant's three seconds otherwise."""
_PAIRS = (
    (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn),
    (ast.Add, ast.Sub), (ast.BitAnd, ast.BitOr), (ast.And, ast.Or),
)  # fmt: skip
SWAPPED: dict[type[ast.AST], type[ast.AST]] = dict(_PAIRS) | {new: old for old, new in _PAIRS}
_WORDS = {"min": "max", "any": "all", "least": "greatest", "semi_join": "anti_join", "isnull": "notnull"}
NAMES = _WORDS | {new: old for old, new in _WORDS.items()}
Change = tuple[str, Callable[[], None]]
"""What is changed, and the change itself."""


@dataclass(frozen=True)
class Mutant:
    """A file with one thing changed."""

    path: Path
    line: int
    what: str
    text: str


def _set(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _constant(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool() as truth:
            yield f"{truth} → {not truth}", _set(node, "value", not truth)
        case int() as number:
            yield f"{number} → {number + 1}", _set(node, "value", number + 1)
        case str() as text if len(text) <= 4 or not any("\u4e00" <= each <= "\u9fff" for each in text):
            yield f"{text!r} → {text + 'X'!r}", _set(node, "value", text + "X")


def _compared(node: ast.Compare) -> Iterator[Change]:
    for place, op in enumerate(node.ops):
        new = [*node.ops[:place], cast("ast.cmpop", SWAPPED[type(op)]()), *node.ops[place + 1 :]]
        yield f"{type(op).__name__} → {type(new[place]).__name__}", _set(node, "ops", new)


def changes(node: ast.AST) -> Iterator[Change]:
    """Every way in which this node is changed."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BinOp() | ast.BoolOp() | ast.AugAssign() if type(node.op) in SWAPPED:
            other = SWAPPED[type(node.op)]()
            yield f"{type(node.op).__name__} → {type(other).__name__}", _set(node, "op", other)
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield (
                f"without {type(node.op).__name__}",
                _set(node, "operand", ast.UnaryOp(node.op, node.operand)),
            )
        case ast.Constant():
            yield from _constant(node)
        case ast.Return(value=ast.expr()):
            yield "return None", _set(node, "value", ast.Constant(None))
        case ast.Name(id=name) if name in NAMES:
            yield f"{name} → {NAMES[name]}", _set(node, "id", NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield f"{name} → {NAMES[name]}", _set(node, "attr", NAMES[name])
        case ast.IfExp():
            yield "if not", _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Call(func=ast.Attribute(attr="ifelse")) if len(node.args) >= 2:
            yield "ifelse ↔", _set(node, "args", [*node.args[:-2], node.args[-1], node.args[-2]])


def _left_alone(tree: ast.AST) -> set[int]:
    """Nodes below docstrings, annotations, imports and messages."""
    below: list[ast.AST | None] = []
    for node in ast.walk(tree):
        match node:
            case ast.Raise() | ast.JoinedStr() | ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant()):
                below.append(node)
            case ast.FunctionDef():
                below += [node.returns, node.args]
            case ast.AnnAssign():
                below.append(node.annotation)
            case ast.Assign(targets=[ast.Name("__all__")]):
                below.append(node)
    return {id(each) for top in below if top is not None for each in ast.walk(top)}


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of one file, in the order of its nodes."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    alone = _left_alone(tree)
    for number, node in enumerate(ast.walk(tree)):
        for place, (what, _) in enumerate(() if id(node) in alone else changes(node)):
            other = ast.parse(source)
            list(changes(list(ast.walk(other))[number]))[place][1]()
            text = ast.unparse(ast.fix_missing_locations(other))
            yield Mutant(path, getattr(node, "lineno", 0), what, text)


def _tests(path: Path) -> list[str]:
    """The tests of a part, first those called like the file, then as in LATER; and that of both parts' data classes."""
    files = [*(Path("tests") / path.parent.name).glob("test_*.py"), Path("tests/test_frozen.py")]
    own = f"test_{path.name}"
    ranks = {name: place for place, name in enumerate(LATER)} | {own: -1}
    ordered = sorted(files, key=lambda each: (ranks.get(each.name, ranks[""]), each.name))
    return [str(each) for each in ordered]


def _asked(path: Path) -> int:
    """The exit code of the tests of a file; from a copied process."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    hypothesis, pytest = importlib.import_module("hypothesis"), importlib.import_module("pytest")
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutants", phases=phases, derandomize=True, database=None)
    hypothesis.settings.load_profile("mutants")
    quiet = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    return int(pytest.main([*quiet, *_tests(path)]))


def survives(path: Path) -> bool:
    """Whether all tests of a file pass on the tree as it stands."""
    child = os.fork()
    if child == 0:
        os._exit(_asked(path))
    return os.waitpid(child, 0)[1] == 0


def _lives(mutant: Mutant) -> bool:
    copied = mutant.path.relative_to(ROOT)
    whole = copied.read_text(encoding="utf-8")
    copied.write_text(mutant.text, encoding="utf-8")
    alive = survives(mutant.path)
    copied.write_text(whole, encoding="utf-8")
    return alive


def _copy(folder: Path) -> None:
    """The tree in a folder; from now on this process works and imports there."""
    for source in map(ROOT.joinpath, NEEDED):
        if source.is_dir():
            shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    for name in HEAVY:
        importlib.import_module(name)
    sys.modules.pop("bench", None)
    sys.dont_write_bytecode = True
    os.chdir(folder)
    sys.path[0] = str(folder)


def main() -> int:
    """The number of mutants that live."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="paths that hold this text")
    parser.add_argument("--sample", type=int, default=0, help="so many of them; 0: all")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--first", type=int, default=1, help="go on from this one, of the same tree and seed")
    given = parser.parse_args()
    paths = [each for place in PLACES for each in sorted((ROOT / "pipeline" / place).glob("*.py"))]
    every = [mutant for path in paths if given.only in str(path) for mutant in mutants(path)]
    chosen = random.Random(given.seed).sample(every, given.sample or len(every))
    began, alive = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        _copy(Path(folder))
        for path in {each.path.parent: each.path for each in chosen}.values():
            if not survives(path):
                sys.exit(f"tests/{path.parent.name} fail without any change")
        for number, mutant in list(enumerate(chosen, 1))[given.first - 1 :]:
            lives = _lives(mutant)
            alive += lives
            where = f"{mutant.path.relative_to(ROOT)}:{mutant.line} {mutant.what}"
            print(f"{number}/{len(chosen)} {'SURVIVED' if lives else 'killed'} {where}", flush=True)
        os.chdir(ROOT)
    asked = len(chosen) - given.first + 1
    told = f"{asked} of {len(every)} mutants: {1 - alive / asked:.1%} killed"
    print(f"{told}, {time.perf_counter() - began:.0f} s")
    return alive


if __name__ == "__main__":
    main()
