"""Near results: the same in Python and in the browser, and none that a scan of all names would add in first place."""

import random
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from pipeline.identifiers import credit_code
from search.build import build_index
from search.command import open_sources, search
from search.normalise import key, pairs
from search.published import PublishedIndex, open_index
from search.query import find, plan_query, sample
from search.readings import all_readings
from search.repair import mended_codes, near, near_part, rows_of, within_one
from search.schema import name_terms
from tests.search.corpus import CHARACTERS, write_corpus
from tests.search.golden import SUBJECTS, write_small_bundle
from tests.search.test_twin import client_answers


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PublishedIndex:
    folder = tmp_path_factory.mktemp("repair")
    bundle, _ = write_corpus(folder / "bundle", 23, subjects=400, records=60)
    build_index(bundle, [], folder / "index")
    return open_index(folder / "index")


def mistyped(rng: random.Random, text: str) -> str:
    """One wrong, missing, doubled or swapped character."""
    at = rng.randrange(len(text) - 1)
    match rng.randrange(4):
        case 0:
            return text[:at] + rng.choice(CHARACTERS) + text[at + 1 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[: at + 1] + text[at:]
        case _:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def test_the_browser_answers_as_python_does_and_misses_no_near_name(index: PublishedIndex) -> None:
    rng = random.Random(4)
    cards = [index.card(place) for place in range(index.count("subjects"))]
    names = [key(card.name) for card in cards]
    asked = [mistyped(rng, rng.choice([each for each in names if len(each) > 3])) for _ in range(150)]
    asked += [mistyped(rng, name[: rng.randint(4, 7)]) for name in rng.sample(names, 60) if len(name) > 3]
    asked += [mistyped(rng, rng.choice(cards).code) for _ in range(40)]
    asked += ["".join(rng.choice(CHARACTERS) for _ in range(2)) for _ in range(40)] + [
        "是里",
        "建社 工呈",
        "实力",
    ]
    sources = open_sources(index)
    expected = [
        [[each.document, list(each.matched)] for each in near(sources, plan_query(query))] for query in asked
    ]
    assert sum(map(bool, expected)) > 150
    for query, wanted, given in zip(
        asked, expected, client_answers(index.folder, asked, near=True), strict=True
    ):
        assert given == wanted, query
    for query, given in zip(asked[:210], expected, strict=False):
        word = key(query)
        if len(word) < 4 or len(query.split()) > 1 or list(find(sources, query)):
            continue
        whole = {place for place, name in enumerate(names) if within_one(name, word)}
        some = {place for place, name in enumerate(names) if near_part(name, word) is not None}
        wanted = whole or some
        surest = {place for place in wanted if keeps_the_sample(word, names[place], bool(whole))}
        assert {document for document, _ in given} == (surest or wanted), query


def keeps_the_sample(word: str, name: str, whole: bool) -> bool:
    """Whether an error elsewhere than in the pairs that are asked for first explains a name."""
    terms, first = set(name_terms(name)), set(sample(list(dict.fromkeys(pairs(word)))))
    return any(
        first <= set(row.pairs) <= terms and (not whole or row.least <= len(terms) <= row.most)
        for row in rows_of(word)
    )


def test_a_homophone_is_found_and_said(tmp_path: Path) -> None:
    build_index(write_small_bundle(tmp_path / "bundle"), [], tmp_path / "index")
    sources = open_sources(open_index(tmp_path / "index"))
    assert lazy_pinyin("芸衫") == lazy_pinyin("云杉")
    (found,) = near(sources, plan_query("芸衫"))
    assert found.matched == ("云杉",)
    hits = search(tmp_path / "index", "芸衫")
    assert [(hit.code, hit.near) for hit in hits] == [(SUBJECTS[1][0], True)]
    assert "芸" not in "".join(name for _, name, *_ in SUBJECTS)
    assert all_readings()["芸"] == ("yun",)


def test_every_mended_code_is_right_and_none_is_missed() -> None:
    rng = random.Random(8)
    code = SUBJECTS[0][0]
    for _ in range(20):
        at = rng.randrange(18)
        wrong = code[:at] + rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") + code[at + 1 :]
        mended = mended_codes(wrong)
        assert all(credit_code.check_digit(each[:17]) == each[17] for each in mended)
        assert wrong == code or code in mended
