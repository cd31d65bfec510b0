"""Measures what the search finds: `python -m bench.search_quality SUBJECTS RECORDS [--register FILE.csv …] [--queries N]`.

Builds an index, asks the browser's engine in Node, and prints, for each kind of query, the share answered as wanted:
sets against a plain scan of all names, codes and numbers; else the known subject first, or among the first ten.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from bench.names import CHARACTERS
from bench.search import SEED, _mistyped, _part
from bench.search_bundle import write_bundle
from pipeline.identifiers.credit_code import ALPHABET
from search.build import build_index
from search.folds import TRADITIONAL
from search.normalise import key
from search.published import open_index
from search.readings import all_readings

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 10, 200
"""Subjects that may match where the first ten are looked at; results compared as a set (of more, a part)."""

Words = list[tuple[str, int]]
"""Queries, and the document of the subject each is about."""


@dataclass(frozen=True)
class Texts:
    """All normalised names, codes and numbers by document."""

    names: list[str]
    codes: list[str]
    numbers: list[str]


def _sample(rng: random.Random, texts: Texts, number: int) -> list[int]:
    """Subjects whose name nobody else has and that can be read aloud."""
    same = Counter(texts.names)
    some = [i for i, name in enumerate(texts.names) if same[name] == 1 and len(name) > 5]
    return rng.sample(some, min(number, len(some)))


def _homophone(rng: random.Random, name: str, alike: dict[str, list[str]]) -> str | None:
    at = rng.randrange(len(name))
    others = [each for each in alike.get(all_readings().get(name[at], ("",))[0], []) if each != name[at]]
    return name[:at] + rng.choice(others) + name[at + 1 :] if others else None


def make_queries(texts: Texts, number: int) -> dict[str, Words]:
    """Seeded queries by kind."""
    rng = random.Random(SEED)
    some = _sample(rng, texts, number)
    alike: dict[str, list[str]] = {}
    for character in CHARACTERS:
        alike.setdefault(all_readings().get(character, ("",))[0], []).append(character)
    old = {new: traditional for traditional, new in TRADITIONAL.items()}
    wide = {chr(i): chr(i + 0xFEE0) for i in range(0x21, 0x7F)}

    def named(change: Callable[[str], str | None]) -> Words:
        return [(query, i) for i in some for query in [change(texts.names[i])] if query is not None]

    return {
        **{f"{n} characters": named(lambda name, n=n: _part(rng, name, n)) for n in (2, 3, 4, 5, 6)},  # type: ignore[misc]
        "full name": named(lambda name: name),
        "two words": named(lambda name: f"{name[-4:]} {name[:5]}"),
        "brand": named(lambda name: name[3:5]),
        "brand and trade": named(lambda name: name[3:7]),
        **{
            f"name, {how}": named(lambda name, how=how: _mistyped(rng, name, how, CHARACTERS))  # type: ignore[misc]
            for how in ("wrong", "missing", "swapped")
        },
        "name, homophone": named(lambda name: _homophone(rng, name, alike)),
        "pinyin, whole name": named(lambda name: "".join(lazy_pinyin(name))),
        "pinyin, 4 syllables": named(lambda name: " ".join(lazy_pinyin(name[3:7]))),
        "initials, whole name": named(lambda name: "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))),
        "initials, 6 letters": named(lambda name: "".join(lazy_pinyin(name[3:9], style=Style.FIRST_LETTER))),
        "traditional": named(lambda name: "".join(old.get(c, c) for c in name)),
        "full width code": [("".join(wide[c] for c in texts.codes[i]), i) for i in some],
        "code": [(texts.codes[i], i) for i in some],
        "code part": [(texts.codes[i][: rng.randint(6, 17)], i) for i in some],
        "code, wrong": [(_mistyped(rng, texts.codes[i], "wrong", ALPHABET), i) for i in some],
        "number": [(rng.choice(texts.numbers), -1) for _ in some],
        "number part": [(_part(rng, rng.choice(texts.numbers), rng.randint(4, 8)), -1) for _ in some],
    }


def _matching(query: str, kind: str, texts: Texts) -> set[tuple[str, int]]:
    """What a plain scan finds."""
    word = key(query)
    if kind.startswith("number"):
        return {("records", i) for i, text in enumerate(texts.numbers) if word in text}
    if kind.startswith("code"):
        return {("subjects", i) for i, code in enumerate(texts.codes) if code.lower().startswith(word)}
    return {("subjects", i) for i, name in enumerate(texts.names) if word in name}


def _judged(kind: str, words: Words, found: Sequence[list[list[object]]], texts: Texts) -> str:
    """One line of the table."""
    if kind in ("code", "code part", "number", "number part") or kind.endswith("characters"):
        of = "records" if kind.startswith("number") else "subjects"
        right = 0
        for (query, _), answer in zip(words, found, strict=True):
            wanted = _matching(query, kind, texts)
            given = {(str(name), int(str(place))) for name, place in answer if name == of}
            right += given == wanted if len(answer) < MANY else given <= wanted
        return f"{100 * right / len(words):7.2f} % as a scan"
    firsts = [[int(str(place)) for name, place in answer if name == "subjects"] for answer in found]
    few = [
        (i, given)
        for (query, i), given in zip(words, firsts, strict=True)
        if not kind.startswith(("brand", "pinyin", "initials")) or len(given) <= FEW
    ]
    first = sum(given[:1] == [i] for i, given in few)
    ten = sum(i in given[:FEW] for i, given in few)
    return f"{100 * first / len(few):7.2f} % first {100 * ten / len(few):7.2f} % in first ten ({len(few)} queries)"


def main(arguments: list[str]) -> int:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_quality")
    parser.add_argument("subjects", type=int)
    parser.add_argument("records", type=int)
    parser.add_argument("--register", type=Path, nargs="*", default=[])
    parser.add_argument("--queries", type=int, default=1000)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        bundle = write_bundle(Path(scratch) / "bundle", given.subjects, given.records, SEED, given.register)
        build_index(bundle, [], Path(scratch) / "index")
        index = open_index(Path(scratch) / "index")
        cards = [index.card(i) for i in range(index.count("subjects"))]
        numbers = [key(index.record(i).number) for i in range(index.count("records"))]
        texts = Texts([key(card.name) for card in cards], [card.code for card in cards], numbers)
        for kind, words in make_queries(texts, given.queries).items():
            asked = json.dumps({"limit": MANY if "characters" in kind or kind.startswith(("code", "number")) else 11,
                                "queries": [query for query, _ in words]})  # fmt: skip
            command = ["node", "bench/search_quality.mjs", str(index.folder)]
            done = subprocess.run(command, cwd=ROOT, input=asked, capture_output=True, text=True, check=True)
            print(f"{kind:22} {_judged(kind, words, json.loads(done.stdout), texts)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
