"""Seeded queries by kind over an index's names, codes and numbers, for bench/search.py, search_quality.py and search_twin.py.

The same kinds and the same queries everywhere, so that bytes, quality and twins speak of one thing. Reads an opened
index; writes nothing.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from bench.names import CHARACTERS
from pipeline.identifiers.credit_code import ALPHABET
from search.folds import TRADITIONAL
from search.normalise import key
from search.published import PublishedIndex
from search.readings import all_readings

SEED = 20261120
Words = list[tuple[str, int]]
"""Queries, and the document of the subject each is about (-1: none)."""


@dataclass(frozen=True)
class Texts:
    """All normalised names, former names, codes and numbers by document."""

    names: list[str]
    formers: list[list[str]]
    codes: list[str]
    numbers: list[str]


def texts_of(index: PublishedIndex) -> Texts:
    """What an index holds, read from its cards."""
    cards = [index.card(i) for i in range(index.count("subjects"))]
    numbers = [key(index.record(i).number) for i in range(index.count("records"))]
    formers = [[key(name) for name in card.former_names] for card in cards]
    return Texts([key(card.name) for card in cards], formers, [card.code for card in cards], numbers)


def part(rng: random.Random, text: str, length: int) -> str:
    """Some run of characters of a text."""
    start = rng.randrange(max(1, len(text) - length + 1))
    return text[start : start + length]


def mistyped(rng: random.Random, text: str, how: str, symbols: Sequence[str]) -> str:
    """A text with one wrong, missing, doubled or swapped character; never the text itself."""
    places = [i for i in range(len(text) - 1) if how != "swapped" or text[i] != text[i + 1]]
    at = rng.choice(places)
    match how:
        case "wrong":
            return text[:at] + rng.choice([each for each in symbols if each != text[at]]) + text[at + 1 :]
        case "missing":
            return text[:at] + text[at + 1 :]
        case "doubled":
            return text[: at + 1] + text[at:]
        case "swapped":
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    raise ValueError(how)


def _homophone(rng: random.Random, name: str, alike: dict[str, list[str]]) -> str | None:
    at = rng.randrange(len(name))
    others = [each for each in alike.get(all_readings().get(name[at], ("",))[0], []) if each != name[at]]
    return name[:at] + rng.choice(others) + name[at + 1 :] if others else None


def _traditional(name: str) -> str:
    old = {new: traditional for traditional, new in TRADITIONAL.items()}
    return "".join(old.get(character, character) for character in name)


def _wide(text: str) -> str:
    return text.translate({point: point + 0xFEE0 for point in range(0x21, 0x7F)})


def _homophones(rng: random.Random, texts: Texts, some: Sequence[int]) -> Words:
    alike: dict[str, list[str]] = {}
    for character in CHARACTERS:
        alike.setdefault(all_readings().get(character, ("",))[0], []).append(character)
    words = ((_homophone(rng, texts.names[i], alike), i) for i in some)
    return [(query, i) for query, i in words if query is not None]


def make_queries(texts: Texts, number: int, seed: int = SEED) -> dict[str, Words]:
    """`number` queries of each kind; subjects are such whose name nobody else has and is longer than five characters."""
    rng = random.Random(seed)
    same = Counter(texts.names)
    own = [i for i, name in enumerate(texts.names) if same[name] == 1 and len(name) > 5]
    some = rng.sample(own, min(number, len(own)))

    def named(change: Callable[[str], str]) -> Words:
        return [(change(texts.names[i]), i) for i in some]

    def runs(length: int) -> Words:
        return named(lambda name: part(rng, name, length))

    def errors(how: str) -> Words:
        return named(lambda name: mistyped(rng, name, how, CHARACTERS))

    return {
        **{f"{n} characters": runs(n) for n in range(1, 7)},
        "full name": named(lambda name: name),
        "two words": named(lambda name: f"{name[-4:]} {name[:5]}"),
        "brand": named(lambda name: name[3:5]),
        "brand and trade": named(lambda name: name[3:7]),
        **{f"name, {how}": errors(how) for how in ("wrong", "missing", "doubled", "swapped")},
        "name, homophone": _homophones(rng, texts, some),
        "pinyin, whole name": named(lambda name: "".join(lazy_pinyin(name))),
        "pinyin, 4 syllables": named(lambda name: " ".join(lazy_pinyin(name[3:7]))),
        "initials, whole name": named(lambda name: "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))),
        "initials, 6 letters": named(lambda name: "".join(lazy_pinyin(name[3:9], style=Style.FIRST_LETTER))),
        "traditional": named(_traditional),
        "full width": named(_wide),
        **_others(rng, texts, some),
    }


def _others(rng: random.Random, texts: Texts, some: Sequence[int]) -> dict[str, Words]:
    """Queries that are not made of current names."""
    renamed = [i for i, names in enumerate(texts.formers) if names]
    numbers = [rng.choice(texts.numbers) for _ in some] if texts.numbers else []
    return {
        "former name": [(texts.formers[i][0], i) for i in rng.sample(renamed, min(len(some), len(renamed)))],
        "full width code": [(_wide(texts.codes[i]), i) for i in some],
        "code": [(texts.codes[i], i) for i in some],
        "code part": [(texts.codes[i][: rng.randint(6, 17)], i) for i in some],
        "code, wrong": [(mistyped(rng, texts.codes[i], "wrong", ALPHABET), i) for i in some],
        "number": [(each, -1) for each in numbers],
        "number part": [(part(rng, each, rng.randint(3, 8)), -1) for each in numbers],
    }
