"""Three implementations, one answer: stock Whoosh with its own writer, our codec in Python, the browser's engine.

Same documents, same order, same whole-number scores. Blocks and pages are made small so that every path is walked.
"""

import json
import random
import subprocess
from pathlib import Path

import pytest
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from search import cards, heads, shards
from search.build import build_index
from search.command import open_sources
from search.documents import Documents, read_documents
from search.encode import day
from search.published import open_index
from search.query import Sources, find
from search.schema import ARTICLES, RECORDS, SUBJECTS, IntegerBM25F
from tests.search.corpus import random_queries, write_corpus

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 100


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "INLINE", 6)
    monkeypatch.setattr(shards, "BLOCK", 20)
    monkeypatch.setattr(shards, "SHARED", 60)
    monkeypatch.setattr(shards, "SELDOM", 300)
    monkeypatch.setattr(shards, "FENCES", 3)
    for name, value in (
        ("NAMES", heads.Limits(4, 6, 8)),
        ("NUMBERS", heads.Limits(4, 8, 8)),
        ("FIRST", 3),
    ):
        monkeypatch.setattr(heads, name, value)
    for name, value in (("CARDS", 8), ("HEARD", 4), ("RECORDS", 7), ("CODES", 7), ("ARTICLES", 7)):
        monkeypatch.setattr(cards, name, value)


def stock(schema: Schema, rows: list[dict[str, str]]) -> Searcher:
    """Whoosh's own writer, codec and reader."""
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for row in rows:
        writer.add_document(**row)
    writer.commit(merge=False)
    return index.searcher(weighting=IntegerBM25F())


def stock_sources(documents: Documents, published: Sources) -> Sources:
    columns = (documents.subjects[name].to_pylist() for name in ("name", "former_names", "code"))
    subjects = list(zip(*columns, strict=True))
    return Sources(
        stock(SUBJECTS, [{"name": name, "former": "\n".join(former)} for name, former, _ in subjects]),
        stock(RECORDS, [{"number": number} for number in documents.records["number"].to_pylist()]),
        stock(ARTICLES, [{"title": a.title, "text": a.text} for a in documents.articles]),
        published.card,
        published.record,
        published.article,
        published.article_text,
        lambda: sorted((code, place) for place, (_, _, code) in enumerate(subjects)),
        published.sounds,
        published.name_size,
    )


def answers(sources: Sources, query: str) -> list[list[object]]:
    found = [[each.list, each.document, each.score] for each in find(sources, query)]
    return found[:LIMIT]


def client_answers(index: Path, queries: list[str], near: bool = False) -> list[list[list[object]]]:
    given = json.dumps({"limit": LIMIT, "queries": queries, "near": near})
    done = subprocess.run(
        ["node", "tests/js/answer.mjs", str(index)],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr
    found: list[list[list[object]]] = json.loads(done.stdout)
    return found


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_same_documents_order_and_scores(tmp_path: Path, seed: int) -> None:
    bundle, articles = write_corpus(tmp_path / "bundle", seed)
    build_index(bundle, articles, tmp_path / "index")
    documents = read_documents(bundle, articles)
    published = open_sources(open_index(tmp_path / "index"))
    reference = stock_sources(documents, published)
    texts = [
        *documents.subjects["name"].to_pylist(),
        *(former for some in documents.subjects["former_names"].to_pylist() for former in some),
        *documents.subjects["code"].to_pylist()[:80],
        *documents.records["number"].to_pylist(),
        *(a.text for a in documents.articles),
    ]
    queries = random_queries(random.Random(seed), texts, 300)
    expected = [answers(reference, query) for query in queries]
    assert sum(len(each) for each in expected) > 1000
    for query, wanted in zip(queries, expected, strict=True):
        assert answers(published, query) == wanted, query
    for query, wanted, given in zip(
        queries, expected, client_answers(tmp_path / "index", queries), strict=True
    ):
        assert given == wanted, query


def test_cards_are_what_the_bundle_says(tmp_path: Path) -> None:
    bundle, articles = write_corpus(tmp_path / "bundle", 4)
    build_index(bundle, articles, tmp_path / "index")
    index = open_index(tmp_path / "index")
    rows = {row["code"]: row for row in bundle.subjects().to_pylist()}
    for place in range(index.count("subjects")):
        card = index.card(place)
        row = rows.pop(card.code)
        assert (card.name, list(card.former_names)) == (row["name"], row["former_names"])
        assert card.status == (row["status"] or "")
        assert card.until == day(row["until"])
        assert list(card.counts) == [row[f"n_{kind['name']}"] for kind in index.manifest["kinds"]]
    assert rows == {}
