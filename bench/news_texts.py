"""Invented articles as departments write them, and altered copies of them. Seeded; reads news_words.toml, writes nothing.

An article has an opening, what was done, what was found, what comes next; all share the set phrases of the trade, so
that unrelated ones are alike as real ones are. Alterations: sentences reordered, words replaced by synonyms, 30 % of
the sentences written anew, two articles mixed.
"""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sample.county.names import ROADS, TOWNS, WARES

_WORDS = tomllib.loads(Path(__file__).with_name("news_words.toml").read_text(encoding="utf-8"))
UNITS, SUBJECTS, TOPICS = (tuple(_WORDS[name]) for name in ("units", "subjects", "topics"))
ACTS, FINDINGS, VOICES, NEXTS, STOCK = (
    tuple(_WORDS[name]) for name in ("acts", "findings", "voices", "nexts", "stock")
)
SYNONYMS: dict[str, str] = _WORDS["synonyms"]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


@dataclass(frozen=True)
class Altered:
    """A copy: how it was altered and the places of the articles it was made from."""

    way: str
    text: str
    sources: tuple[int, ...]


def _filled(pattern: str, dice: random.Random, about: dict[str, str]) -> str:
    return pattern.format(
        **about,
        town=dice.choice(TOWNS), town2=dice.choice(TOWNS), road=dice.choice(ROADS), ware=dice.choice(WARES),
        person=dice.choice(SURNAMES) + dice.choice(("先生", "女士", "师傅", "主任", "经理")),
        n=dice.randint(11, 480), m=dice.randint(2, 60), k=dice.randint(2, 12), p=dice.randint(85, 99),
        month=dice.randint(1, 12),
    )  # fmt: skip


def sentences(dice: random.Random) -> list[str]:
    """One article, sentence by sentence."""
    about = {"subjects": dice.choice(SUBJECTS), "topic": dice.choice(TOPICS), "unit2": dice.choice(UNITS)}
    day = f"{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
    opening = (
        f"{dice.choice(STOCK[:3])}，{day}，县{dice.choice(UNITS)}局{_filled(dice.choice(ACTS), dice, about)}"
    )
    body = [_filled(each, dice, about) for each in dice.sample(ACTS, dice.randint(2, 4))]
    body += [_filled(each, dice, about) for each in dice.sample(FINDINGS, dice.randint(3, 5))]
    body += [_filled(each, dice, about) for each in dice.sample(VOICES, dice.randint(1, 3))]
    body += [_filled(each, dice, about) for each in dice.sample(NEXTS, dice.randint(2, 3))]
    return [f"{each}。" for each in (opening, *body, dice.choice(STOCK[3:]))]


def reordered(own: list[str], dice: random.Random) -> list[str]:
    """The same sentences in another order."""
    return dice.sample(own, len(own))


def with_synonyms(own: list[str], dice: random.Random) -> list[str]:
    """Each word that has a synonym replaced three times in four."""
    made = []
    for sentence in own:
        for word, other in SYNONYMS.items():
            if dice.random() < 0.75:
                sentence = sentence.replace(word, other)  # noqa: PLW2901 - one sentence, changed word by word
        made.append(sentence)
    return made


def rewritten(own: list[str], dice: random.Random) -> list[str]:
    """30 % of the sentences are those of another article."""
    fresh = dice.sample(sentences(dice), 6)
    places = set(dice.sample(range(len(own)), round(len(own) * 0.3)))
    return [fresh[at % len(fresh)] if at in places else each for at, each in enumerate(own)]


def mixed(one: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Half of each of two articles, in turn."""
    chosen = [*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]]
    return dice.sample(chosen, len(chosen))


def corpus(number: int, seed: int) -> list[list[str]]:
    """That many articles."""
    dice = random.Random(seed)
    return [sentences(dice) for _ in range(number)]


def altered(articles: list[list[str]], number: int, seed: int) -> list[Altered]:
    """That many copies, the four ways in turn."""
    dice = random.Random(seed)
    made = []
    for at in range(number):
        place, other = dice.sample(range(len(articles)), 2)
        way = ("reordered", "synonyms", "rewritten", "mixed")[at % 4]
        own = articles[place]
        match way:
            case "reordered":
                text = reordered(own, dice)
            case "synonyms":
                text = with_synonyms(own, dice)
            case "rewritten":
                text = rewritten(own, dice)
            case _:
                text = mixed(own, articles[other], dice)
        made.append(Altered(way, "".join(text), (place, other) if way == "mixed" else (place,)))
    return made
