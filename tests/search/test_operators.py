"""Queries with operators: the same in Python and in the browser, and what a plain reading of every text finds."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.build import build_index
from search.command import open_sources, search
from search.expressions import QuerySyntaxError, Tree, is_advanced, parse_expression
from search.matching import matches
from search.normalise import key
from search.published import PublishedIndex, open_index
from tests.search.corpus import write_corpus
from tests.search.golden import SUBJECTS, write_small_bundle
from tests.search.test_twin import LIMIT, client_answers
from tests.search.vectors import EXPRESSIONS_PATH, make_expressions


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PublishedIndex:
    folder = tmp_path_factory.mktemp("operators")
    bundle, articles = write_corpus(folder / "bundle", 31, subjects=300, records=300)
    build_index(bundle, articles, folder / "index")
    return open_index(folder / "index")


def test_golden_expressions_are_fresh() -> None:
    assert EXPRESSIONS_PATH.read_text(encoding="utf-8") == make_expressions(), (
        "run: python -m tests.search.vectors"
    )
    rows = json.loads(EXPRESSIONS_PATH.read_text(encoding="utf-8"))
    assert sum("tree" in row for row in rows) > 50


def expressions(rng: random.Random, words: list[str], number: int) -> list[str]:
    """Right expressions of some depth."""

    def one(depth: int) -> str:
        pick = rng.random()
        if depth == 0 or pick < 0.4:
            word = rng.choice(words)
            return rng.choice(
                [word, word, f'"{word}"', f"名称:{word}", f"文号:{word}", f"former:{word}", f"正文:{word}"]
            )
        if pick < 0.6:
            return f"({one(depth - 1)} OR {one(depth - 1)})"
        if pick < 0.8:
            return f"{one(depth - 1)} AND {one(depth - 1)}"
        return (
            f"{one(depth - 1)} NOT {rng.choice(words)}"
            if pick < 0.9
            else f"{one(depth - 1)} {one(depth - 1)}"
        )

    made = [
        f"{one(2)} OR {one(1)}" if rng.random() < 0.3 else f"{one(2)} AND {one(1)}" for _ in range(number)
    ]
    return [each for each in made if parse_expression(each)]


def says(tree: Tree, name: str, formers: list[str], code: str) -> bool:
    """A plain reading of a tree for one subject."""
    children = [child for child in tree[1:] if isinstance(child, list)]
    match tree[0]:
        case "and":
            return all(says(child, name, formers, code) for child in children)
        case "or":
            return any(says(child, name, formers, code) for child in children)
        case "not":
            return not says(children[0], name, formers, code)
    word = str(tree[1])
    return (
        (tree[0] in ("any", "name") and word in name)
        or (tree[0] in ("any", "former") and any(word in former for former in formers))
        or (tree[0] in ("any", "code") and word.isascii() and len(word) > 1 and code.lower().startswith(word))
    )


def test_the_browser_answers_as_python_does_and_a_scan_agrees(index: PublishedIndex) -> None:
    rng = random.Random(7)
    words = [
        "示例",
        "云杉",
        "公司",
        "建设",
        "县",
        "ab",
        "91",
        "2026",
        "许字",
        "信用",
        "食品商",
        "龙",
        "商",
        "JY",
    ]
    sources = open_sources(index)
    asked = expressions(rng, words, 120)
    expected = [
        [[each.list, each.document, each.score] for each in matches(sources, parse_expression(query))]
        for query in asked
    ]
    cards = [index.card(place) for place in range(index.count("subjects"))]
    for query, found in zip(asked, expected, strict=True):
        tree = parse_expression(query)
        scan = [
            place
            for place, card in enumerate(cards)
            if says(tree, key(card.name), [key(name) for name in card.former_names], card.code)
        ]
        assert [document for of, document, _ in found if of == "subjects"] == scan, query
    assert sum(map(len, expected)) > 1000
    for query, wanted, given_ in zip(asked, expected, client_answers(index.folder, asked), strict=True):
        assert given_ == wanted[:LIMIT], query


def refusal(text: str) -> QuerySyntaxError | None:
    """What is wrong with a text; None when it has a tree."""
    try:
        parse_expression(text)
    except QuerySyntaxError as error:
        return error
    return None


@given(st.text(alphabet='云杉ab ()"“：:ANDORT，', max_size=14))
def test_any_text_gives_a_tree_or_a_sentence(text: str) -> None:
    error = refusal(text)
    assert error is None or ("检索式第" in str(error) and 0 <= error.start <= error.end <= len(text))


def test_the_command_takes_operators_and_refuses_wrong_ones(tmp_path: Path) -> None:
    build_index(write_small_bundle(tmp_path / "bundle"), [], tmp_path / "index")
    hits = search(tmp_path / "index", "示例 NOT 中学 AND 名称:云杉")
    assert [hit.title for hit in hits] == ["示例云杉建筑工程有限公司"]
    assert search(tmp_path / "index", '"示例云杉" AND 中学') == []
    with pytest.raises(QuerySyntaxError, match="引号没有配对"):
        search(tmp_path / "index", '"示例')
    assert not is_advanced(SUBJECTS[1][1])
