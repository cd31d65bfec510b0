"""Shares of common wording, against sets counted by hand; what all texts say is nobody's."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.newsdesk.checking import check
from pipeline.newsdesk.copies import WIDTH, Shelf, normalised, passages, shingles
from pipeline.newsdesk.library import Library, Other
from tests.newsdesk.pieces import BODY, DESK, piece

SENTENCE = st.text("县局开展信用检查企业承诺公示修复", min_size=60, max_size=120)


def sets(text: str) -> set[str]:
    plain = normalised(text)
    return {plain[at : at + WIDTH] for at in range(len(plain) - WIDTH + 1)}


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=8), SENTENCE)
def test_shares_are_those_of_the_sets(texts: list[str], asked: str) -> None:
    found = {each.place: each for each in Shelf(texts).near(asked, 0.05)}
    mine = sets(asked)
    for place, text in enumerate(texts):
        theirs, smaller = sets(text), min(len(mine), len(sets(text)))
        if smaller < 40:
            assert place not in found
            continue
        share = len(mine & theirs) / smaller
        if place in found:
            assert found[place].share == pytest.approx(share)
            assert found[place].jaccard == pytest.approx(len(mine & theirs) / len(mine | theirs))
        else:
            assert share < 0.05


def test_full_width_case_and_punctuation_do_not_matter() -> None:
    assert list(shingles("ＡＢＣ，信用！Ｄ")) == list(shingles("abc信用d"))


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
