"""Shares of common wording, against sets counted by hand; what all texts say is nobody's."""

import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.news_texts import altered, corpus
from pipeline.newsdesk.checking import check
from pipeline.newsdesk.copies import SHORTEST, WIDTH, Shelf, normalised, passages, shingles
from pipeline.newsdesk.library import Library, Other
from tests.newsdesk.pieces import BODY, DESK, piece

SENTENCE = st.text("县局开展信用检查企业承诺公示修复。", min_size=60, max_size=120)


def sets(text: str) -> set[str]:
    """Shingles by the book: no run leaves its sentence."""
    lines = [normalised(line) for line in re.split("[。！？；\n]", text)]
    return {line[at : at + WIDTH] for line in lines for at in range(len(line) - WIDTH + 1)}


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=8), SENTENCE)
def test_shares_are_those_of_the_sets(texts: list[str], asked: str) -> None:
    found = {each.place: each for each in Shelf(texts).near(asked, 0.05)}
    mine, every = sets(asked), [sets(text) for text in texts]
    counts = Counter(each for shingles_of in [mine, *every] for each in shingles_of)

    def weight(shingle: str) -> float:
        return max(1, counts[shingle] - 1) ** -0.5

    for place, theirs in enumerate(every):
        if min(len(mine), len(theirs)) < SHORTEST:
            assert place not in found
            continue
        lighter = min(sum(map(weight, mine)), sum(map(weight, theirs)))
        share = sum(map(weight, mine & theirs)) / lighter
        if place in found:
            near = found[place]
            assert near.share == pytest.approx(share)
            assert near.overlap == pytest.approx(len(mine & theirs) / min(len(mine), len(theirs)))
            assert near.jaccard == pytest.approx(len(mine & theirs) / len(mine | theirs))
        else:
            assert share < 0.0501


def test_moved_sentences_change_nothing() -> None:
    sentences = BODY.replace("\n", "").split("。")
    assert set(shingles("。".join(sentences[::-1]))) == set(shingles(BODY))


def test_recall_and_false_alarms_on_a_small_county() -> None:
    """The bars of issue 6 on a fifth of its numbers: bench/news_copies.py measures them whole."""
    articles, least = corpus(1_000, 3), DESK.rules.copied
    texts = ["".join(each) for each in articles]
    shelf = Shelf(texts)
    copies = altered(articles, 40, 4)
    hits = [{near.place for near in shelf.near(each.text, least)} & set(each.sources) for each in copies]
    alarms = [place for place, text in enumerate(texts) if shelf.near(text, least, but=place)]
    assert sum(map(bool, hits)) >= 0.95 * len(copies)
    assert len(alarms) <= 0.01 * len(texts)


def test_full_width_case_and_punctuation_do_not_matter() -> None:
    assert list(shingles("ＡＢＣ，信用：Ｄ")) == list(shingles("abc信用d"))


def test_rare_characters_beyond_the_basic_plane() -> None:
    assert len(shingles("𠮷野家信用")) == 2


def test_what_everybody_says_is_not_counted() -> None:
    dice = random.Random(1)
    shared = "".join(chr(0x4E00 + dice.randrange(3000)) for _ in range(300))
    own = ["".join(chr(0x5E00 + dice.randrange(8000)) for _ in range(200)) for _ in range(120)]
    shelf = Shelf([shared + each for each in own])
    assert shelf.near(shared + own[0], 0.3, but=0) == []
    assert [each.place for each in shelf.near(own[5], 0.3)] == [5]


def test_forty_units_that_copy_one_notice_are_seen() -> None:
    dice = random.Random(2)
    notice = "".join(chr(0x4E00 + dice.randrange(3000)) for _ in range(300))
    assert len(Shelf([notice] * 39).near(notice, 0.3)) == 39


def test_passages_in_another_order() -> None:
    first, second = "县局开展信用承诺集中签订活动现场讲解政策", "工作人员逐户走访并发放宣传资料一百余份"
    made = passages(f"{first}。{second}。", f"{second}！另有说明。{first}")
    assert [(each.mine, each.theirs) for each in made] == [(first, first), (second, second)]


def test_a_copy_is_refused_and_the_passages_shown() -> None:
    library = Library([Other("news/2026/10/b-1.md", "旧文", BODY, "b-1", "2026-10-12")])
    checked = check(piece(BODY.replace("六十户", "八十户")), DESK, library)
    assert "N-012" in {each.code for each in checked.findings}
    assert checked.copies[0].passages
    assert checked.is_refused


def test_an_article_is_no_copy_of_itself_or_of_a_later_one() -> None:
    library = Library(
        [Other("a.md", "自己", BODY, "x-1", "2026-11-16"), Other("b.md", "后来", BODY, "x-2", "2026-11-18")]
    )
    checked = check(piece(BODY, slug="x-1", date="2026-11-16"), DESK, library)
    assert checked.copies == ()


def test_nothing_on_the_shelf() -> None:
    assert Shelf([]).near(BODY, 0.3) == []
    assert Shelf(["短"]).near(BODY, 0.3) == []
