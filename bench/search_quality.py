"""Measures what the search finds: `python -m bench.search_quality SUBJECTS RECORDS [--register FILE.csv …] [--queries N]`.

Builds an index (or takes that of `--index DIR`), asks the browser's engine in Node, and prints for each kind of query the
share answered as wanted: sets against a plain scan of all names, codes and numbers; the same answer as the plain form;
else the known subject first, or among the first ten.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bench.search_bundle import write_bundle
from bench.search_queries import SEED, Words, make_queries, texts_of
from search.build import build_index
from search.normalise import key
from search.published import open_index

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 10, 200
"""Subjects that may match where the first ten are looked at; results compared as a set (of more, a part)."""

AS_PLAIN = {"traditional": "full name", "full width": "full name", "full width code": "code"}
"""Kinds whose answers must be those of another kind's queries."""

Answer = list[list[object]]


def asked(index: Path, kind: str, words: Words) -> list[Answer]:
    """What the browser's engine finds: [list, document] of the first results."""
    limit = MANY if "characters" in kind or kind.startswith(("code", "number")) else FEW + 1
    given = json.dumps({"limit": limit, "queries": [query for query, _ in words]})
    command = ["node", "bench/search_quality.mjs", str(index)]
    done = subprocess.run(command, cwd=ROOT, input=given, stdout=subprocess.PIPE, text=True, check=True)
    found: list[Answer] = json.loads(done.stdout)
    return found


@dataclass(frozen=True)
class Columns:
    """All texts of an index as Arrow arrays: a scan of a million names takes 10 ms so."""

    names: pa.Array
    formers: pa.Array
    codes: pa.Array
    numbers: pa.Array


def _matching(query: str, kind: str, columns: Columns) -> set[int]:
    """What a plain scan finds."""
    word = key(query)
    if kind.startswith("number"):
        found = pc.match_substring(columns.numbers, word)
    elif kind.startswith("code"):
        found = pc.starts_with(columns.codes, word.upper())
    else:
        found = pc.or_(pc.match_substring(columns.names, word), pc.match_substring(columns.formers, word))
    return set(pc.indices_nonzero(found).to_pylist())


def _as_a_scan(kind: str, words: Words, found: Sequence[Answer], columns: Columns) -> str:
    of, right = "records" if kind.startswith("number") else "subjects", 0
    for (query, _), answer in zip(words, found, strict=True):
        wanted = _matching(query, kind, columns)
        given = {int(str(place)) for name, place in answer if name == of}
        right += given == wanted if len(answer) < MANY else given <= wanted
    return f"{100 * right / len(words):7.2f} % as a scan"


def _judged(kind: str, words: Words, found: Sequence[Answer], columns: Columns) -> str:
    """One line of the table."""
    if kind in ("code", "code part", "number", "number part") or kind.endswith("characters"):
        return _as_a_scan(kind, words, found, columns)
    firsts = [[int(str(place)) for name, place in answer if name == "subjects"] for answer in found]
    few = [
        (i, given)
        for (_, i), given in zip(words, firsts, strict=True)
        if not kind.startswith(("brand", "pinyin", "initials")) or len(given) <= FEW
    ]
    first = sum(given[:1] == [i] for i, given in few)
    ten = sum(i in given[:FEW] for i, given in few)
    share = f"{100 * first / len(few):7.2f} % first {100 * ten / len(few):7.2f} % in first ten"
    return f"{share} ({len(few)} queries)"


def measure(index: Path, number: int, only: Sequence[str] = ()) -> None:
    """Ask all kinds, or only some; print a line for each."""
    texts = texts_of(open_index(index))
    formers = ["\n".join(names) for names in texts.formers]
    each = (texts.names, formers, texts.codes, texts.numbers)
    columns = Columns(*(pa.array(some, pa.string()) for some in each))
    plain: dict[str, dict[int, Answer]] = {}
    for kind, words in make_queries(texts, number).items():
        if not words or (only and kind not in only):
            continue
        found = asked(index, kind, words)
        plain[kind] = {document: answer for (_, document), answer in zip(words, found, strict=True)}
        line = _judged(kind, words, found, columns)
        if AS_PLAIN.get(kind) in plain:
            same = sum(plain[AS_PLAIN[kind]].get(i) == answer for i, answer in plain[kind].items())
            line += f"; {100 * same / len(plain[kind]):.2f} % as {AS_PLAIN[kind]}"
        print(f"{kind:22} {line}", flush=True)


def main(arguments: list[str]) -> int:
    """Build where there is no index yet, and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_quality")
    parser.add_argument("subjects", type=int, nargs="?", default=0)
    parser.add_argument("records", type=int, nargs="?", default=0)
    parser.add_argument("--register", type=Path, nargs="*", default=[])
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="kinds of queries")
    given = parser.parse_args(arguments)
    if given.index is not None:
        measure(given.index, given.queries, given.only)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        bundle = write_bundle(Path(scratch) / "bundle", given.subjects, given.records, SEED, given.register)
        build_index(bundle, [], Path(scratch) / "index")
        measure(Path(scratch) / "index", given.queries, given.only)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
