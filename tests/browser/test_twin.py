"""The client gives in Chromium what it gives in Node: same ids, order and scores (bench/search_twin.py asks 20,000)."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.search_twin import browser_answers, texts_of
from search.build import build_index
from search.documents import read_documents
from tests.search.corpus import random_queries, write_corpus
from tests.search.test_twin import client_answers

pytestmark = pytest.mark.browser


def test_chromium_answers_as_node_does(browser: Browser, tmp_path: Path) -> None:
    bundle, articles = write_corpus(tmp_path / "bundle", 6)
    build_index(bundle, articles, tmp_path / "site/index")
    texts = texts_of(read_documents(bundle, articles))
    queries = random_queries(random.Random(6), texts, 150)
    expected = client_answers(tmp_path / "site/index", queries)
    assert sum(map(len, expected)) > 1000
    assert browser_answers(browser, tmp_path / "site", queries) == expected
