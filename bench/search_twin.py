"""The twins: stock Whoosh, our codec in Python, the client in Node, the client in Chromium, asked the same random queries.

`python -m bench.search_twin [--subjects 30000] [--records 10000] [--articles 300] [--queries 20000]` prints how many of
the queries give the same ids, order and whole scores among the first hundred in each of the four; ends with 1 and shows
the first that differ where not all do.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from bench.search_bundle import write_bundle
from bench.search_queries import SEED
from search.build import build_index
from search.command import open_sources
from search.documents import Documents, read_documents
from search.published import open_index
from search.query import Sources, find
from tests.search.corpus import random_articles, random_queries
from tests.search.test_twin import LIMIT, client_answers, stock_sources

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 500
"""Queries sent to the browser at once."""

Answers = list[list[list[object]]]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Print nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def python_answers(sources: Sources, queries: Sequence[str]) -> Answers:
    """What Whoosh gives through the streams."""
    return [
        [[each.list, each.document, each.score] for each in islice(find(sources, q), LIMIT)] for q in queries
    ]


_IN_PAGE = """async ({limit, queries}) => {
  const { answersOf } = await import("/tests/js/answers.mjs");
  const read = async (path) => {
    const response = await fetch("/index/" + path);
    return { bytes: new Uint8Array(await response.arrayBuffer()), date: null };
  };
  return answersOf(read, { limit, queries });
}"""


def browser_answers(browser: Browser, site: Path, queries: Sequence[str]) -> Answers:
    """The same client in a browser, over HTTP; `site` holds the index in `index/`."""
    shutil.copytree(ROOT / "search/client", site / "search/client")
    shutil.copytree(ROOT / "tests/js", site / "tests/js")
    (site / "index.html").write_text("<!doctype html><title>twin</title>", encoding="utf-8", newline="\n")
    found: Answers = []
    with _served(site) as base:
        page = browser.new_page()
        page.goto(base)
        for start in range(0, len(queries), AT_ONCE):
            some = list(queries[start : start + AT_ONCE])
            found += page.evaluate(_IN_PAGE, {"limit": LIMIT, "queries": some})
        page.close()
    return found


def chromium_answers(site: Path, queries: Sequence[str]) -> Answers:
    """In a Chromium started for it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        found = browser_answers(browser, site, queries)
        browser.close()
    return found


def texts_of(documents: Documents) -> list[str]:
    """What random queries are cut from."""
    former = (name for some in documents.subjects["former_names"].to_pylist() for name in some)
    columns = [documents.subjects["name"], documents.subjects["code"], documents.records["number"]]
    texts = (text for column in columns for text in column.to_pylist())
    return [*texts, *former, *(a.text for a in documents.articles if a.text)]


def compare(site: Path, given: argparse.Namespace) -> int:
    """Build, ask all four, print; 0 when they agree."""
    bundle = write_bundle(site / "bundle", given.subjects, given.records, SEED)
    articles = random_articles(random.Random(SEED), given.articles)
    build_index(bundle, articles, site / "index")
    documents = read_documents(bundle, articles)
    published = open_sources(open_index(site / "index"))
    queries = random_queries(random.Random(SEED), texts_of(documents), given.queries)
    started = time.perf_counter()
    stock = stock_sources(documents, published)
    print(f"stock Whoosh's own index: {time.perf_counter() - started:.0f} s", flush=True)
    twins: dict[str, Callable[[], Answers]] = {
        "stock Whoosh": lambda: python_answers(stock, queries),
        "our codec in Python": lambda: python_answers(published, queries),
        "client in Node": lambda: client_answers(site / "index", queries),
        "client in Chromium": lambda: chromium_answers(site, queries),
    }
    wanted: Answers = []
    differing = 0
    for name, ask in twins.items():
        started = time.perf_counter()
        found = ask()
        wanted = wanted or found
        wrong = [query for query, a, b in zip(queries, wanted, found, strict=True) if a != b]
        results = sum(map(len, found))
        spent = time.perf_counter() - started
        print(
            f"{name:20} {len(queries) - len(wrong)} of {len(queries)} alike, {results} results, {spent:.0f} s"
        )
        print("".join(f"  differs: {query}\n" for query in wrong[:5]), end="", flush=True)
        differing += len(wrong)
    return int(differing > 0)


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_twin")
    for name, value in (("subjects", 30_000), ("records", 10_000), ("articles", 300), ("queries", 20_000)):
        parser.add_argument(f"--{name}", type=int, default=value)
    given = parser.parse_args(arguments)
    print(json.dumps(vars(given)))
    with tempfile.TemporaryDirectory() as scratch:
        return compare(Path(scratch), given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
