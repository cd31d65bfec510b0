"""What is found is exactly what a plain scan of the bundle finds."""

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from search.build import build_index
from search.command import open_sources, search
from search.documents import read_documents
from search.encode import day
from search.matching import matches
from search.normalise import key, pairs, words
from search.published import PublishedIndex, open_index
from search.query import find
from tests.search.corpus import AS_OF, random_queries, write_corpus
from tests.search.golden import RECORDS, SUBJECTS, write_small_bundle
from tests.search.test_twin import client_answers


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PublishedIndex:
    folder = tmp_path_factory.mktemp("brute")
    bundle, articles = write_corpus(folder / "bundle", 11, subjects=500, records=600)
    build_index(bundle, articles, folder / "index")
    return open_index(folder / "index")


def scan(index: PublishedIndex, query: str) -> tuple[set[int], set[int]]:
    """Subjects and records that hold every word, by reading all of them."""
    parts, joined = words(query), key(query)
    subjects, records = set(), set()
    for place in range(index.count("subjects")):
        card = index.card(place)
        names = [key(card.name), *(key(name) for name in card.former_names)]
        by_code = len(set(parts)) == 1 and len(joined) >= 2 and joined.isascii()
        if all(any(part in name for name in names) for part in parts):
            subjects.add(place)
        if by_code and card.code.startswith(joined.upper()):
            subjects.add(place)
    for place in range(index.count("records")):
        number = key(index.record(place).number)
        if any(len(part) > 1 for part in parts) and all(part in number for part in parts):
            records.add(place)
    return subjects, records


def test_any_part_of_a_name_code_or_number(index: PublishedIndex) -> None:
    cards = [index.card(place) for place in range(index.count("subjects"))]
    texts = [
        *(card.name for card in cards),
        *(name for card in cards for name in card.former_names),
        *(index.record(place).number for place in range(index.count("records"))),
    ]
    queries = [query for query in random_queries(random.Random(3), texts, 250) if key(query)]
    queries += [card.code[:n] for card in cards[:30] for n in (2, 5, 9, 17)]
    sources = open_sources(index)
    for query in queries:
        found = [(each.list, each.document) for each in find(sources, query)]
        assert len(found) == len(set(found)), "each result once"
        subjects, records = scan(index, query)
        assert {document for of, document in found if of == "subjects"} == subjects, query
        assert {document for of, document in found if of == "records"} == records, query


def test_a_phrase_of_an_article_is_found_as_a_phrase(tmp_path: Path) -> None:
    """Not where its pairs stand apart, as 示信 and 信用 in 示信，信用 for 示信用."""
    bundle, articles = write_corpus(tmp_path / "bundle", 12, subjects=1, records=0)
    build_index(bundle, articles, tmp_path / "index")
    texts = read_documents(bundle, articles).articles
    rng = random.Random(12)
    runs = [
        run
        for article in texts
        for run in re.findall("[示例信用宣传公司建设]+", article.text)
        if len(run) > 2
    ]
    asked = [run[at : at + rng.randint(3, 4)] for run in runs for at in range(len(run) - 2)][:300]
    asked += [f"{a[:2]}{b[:2]}" for a, b in pairwise(asked)][:300]
    sources, apart = open_sources(open_index(tmp_path / "index")), 0
    for query, browser in zip(asked, client_answers(tmp_path / "index", asked), strict=True):
        holding = {i for i, a in enumerate(texts) if query in a.title or query in a.text}
        found = {each.document for each in find(sources, query) if each.list == "articles"}
        assert found == holding == {place for of, place, _ in browser if of == "articles"}, query
        assert found == {
            each.document for each in matches(sources, ["any", query]) if each.list == "articles"
        }
        apart += sum(all(p in a.text for p in pairs(query)) for i, a in enumerate(texts) if i not in holding)
    assert apart > 20, "articles whose pairs alone would have been taken for the phrase"


def test_equal_names_and_whole_codes_come_first_in_the_browser(index: PublishedIndex) -> None:
    cards = [index.card(place) for place in range(index.count("subjects"))]
    answers = client_answers(index.folder, [text for card in cards for text in (card.name, card.code)])
    for card, by_name, by_code in zip(cards, answers[::2], answers[1::2], strict=True):
        assert [index.card(int(str(found[1]))).code for found in by_code] == [card.code]
        assert key(index.card(int(str(by_name[0][1]))).name) == key(card.name)


def test_whole_number_first_any_bracket_style(tmp_path: Path) -> None:
    build_index(write_small_bundle(tmp_path / "bundle"), [], tmp_path / "index")
    for kind, code, number, *_ in RECORDS:
        for style in (number, number.replace("〔", "[").replace("〕", "]"), number.lower(), f"　{number} "):
            hit = search(tmp_path / "index", style)[0]
            assert (hit.title, hit.kind, hit.code) == (number, kind, code or ""), style


def test_hits_say_where_they_lead(tmp_path: Path) -> None:
    build_index(write_small_bundle(tmp_path / "bundle"), [], tmp_path / "index")
    for code, name, *_ in SUBJECTS:
        for query in (name, code, code.lower()):
            hit = search(tmp_path / "index", query, today=AS_OF)[0]
            assert (hit.code, hit.title, hit.address) == (code, name, f"e/{code}/")
    assert search(tmp_path / "index", "示交许〔2026〕8号")[0].address == "permit/2026-10/"
    assert search(tmp_path / "index", "") == search(tmp_path / "index", "，〔〕") == []


def test_what_is_past_its_last_day_is_left_out(index: PublishedIndex) -> None:
    cards = [index.card(place) for place in range(index.count("subjects"))]
    past = [card for card in cards if 0 < card.until < day(AS_OF)]
    last = [card for card in cards if card.until == day(AS_OF)]
    assert past
    assert last
    for card in (*past, *last):
        codes = [hit.code for hit in search(index.folder, card.code, today=AS_OF) if hit.kind == "entity"]
        assert codes == ([] if card in past else [card.code])
