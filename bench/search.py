"""Measures the search index: `python -m bench.search SUBJECTS RECORDS [--register FILE.csv …] [--queries N] [--warm N]`.

Prints build seconds, documents a second, peak memory, bytes a subject; then for each kind of query (search_queries.py),
with nothing cached, kilobytes as a host sends them, client code and manifest included, requests and round trips; then
what the page takes in Chromium, on loopback and with 40 ms of added latency. `--index DIR` takes an index that is there.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.news_texts import corpus
from bench.search_bundle import write_bundle
from bench.search_queries import SEED, Words, make_queries, texts_of
from bench.search_warm import warm_times
from pipeline.bundle import Bundle
from pipeline.indexing import index_helper
from search.build import build_index
from search.client_files import write_client
from search.documents import Article
from search.published import open_index

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = 1000
LATENCIES = (0, 40)
"""Milliseconds added to each answer of the server that Chromium asks."""

Asked = list[dict[str, float]]


def articles(number: int, bundle: Bundle) -> list[Article]:
    """Invented articles of the bundle's day."""
    texts = ("".join(sentences) for sentences in corpus(number, SEED))
    return [
        Article(text.split("。")[0], f"news/{i}/", bundle.meta.as_of, "示例县发改局", text)
        for i, text in enumerate(texts)
    ]


def article_words(number: int) -> Words:
    """Words of articles: runs of two to four characters."""
    rng = random.Random(SEED)
    texts = ["".join(sentences) for sentences in corpus(ARTICLES, SEED)]
    starts = [(text, rng.randrange(len(text) - 4)) for text in rng.choices(texts, k=number)]
    return [(text[start : start + rng.randint(2, 4)], -1) for text, start in starts]


def spread(values: list[float]) -> str:
    """Median, 95th of a hundred, most."""
    ordered = sorted(values)
    return " ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * at))]:6.1f}" for at in (0.5, 0.95, 1))


def _line(kind: str, asked: Asked) -> str:
    whole = [(each["code"] + each["data"]) / 1000 for each in asked]
    columns = [
        whole,
        [each["code"] / 1000 for each in asked],
        [each["requests"] for each in asked],
        [each["trips"] for each in asked],
    ]
    return f"{kind:22} {len(asked):6}  " + "   ".join(spread(column) for column in columns)


def measure_cold(index: Path, client: Path, queries: dict[str, Words]) -> None:
    """Ask everything with nothing cached; print a line a kind and one over the mix, in which each kind weighs the same."""
    template = ROOT / "theme" / "templates" / "search.html"
    found: Asked = []
    print(
        f"{'nothing cached':22} number    kB p50 p95 max         of it code            requests               round trips"
    )
    for kind, words in queries.items():
        texts = json.dumps({kind: [query for query, _ in words]})
        command = ["node", "bench/search_client.mjs", str(client), str(index), str(template)]
        done = subprocess.run(command, cwd=ROOT, input=texts, text=True, check=True, stdout=subprocess.PIPE)
        asked: Asked = json.loads(done.stdout)[kind]
        found += asked
        if asked:
            print(_line(kind, asked), flush=True)
    print(_line("the mix", found), flush=True)


def measure_warm(index: Path, client: Path, queries: dict[str, Words]) -> None:
    """Print what the page takes in Chromium."""
    texts = [query for words in queries.values() for query, _ in words]
    for latency in LATENCIES:
        fresh, again = warm_times(index, client, texts, latency)
        print(f"in Chromium, {latency} ms added: asked anew ms p50 p95 max {spread(fresh)}", end="; ")
        print(f"asked again {spread(again)}", flush=True)


def _spent() -> float:
    """Processor seconds of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def build(given: argparse.Namespace, scratch: Path) -> Path:
    """Build and print what it took."""
    bundle = write_bundle(scratch / "bundle", given.subjects, given.records, SEED, given.register)
    some = articles(ARTICLES, bundle)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start, spent = time.perf_counter(), _spent()
    with index_helper(bundle) as helper:
        size = build_index(bundle, some, scratch / "index", helper=helper)
    seconds, spent = time.perf_counter() - start, _spent() - spent
    peak, other = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    subjects = bundle.subjects().num_rows
    print(f"build {seconds:.1f} s ({spent:.1f} s of processor), {size.documents / seconds:,.0f} documents/s")
    grams = sum(file.stat().st_size for folder in "bpchd" for file in (scratch / "index" / folder).glob("*"))
    print(f"peak {peak} MB (before it {before} MB), of the other process {other} MB", end=", ")
    print(f"{size.files} files, {size.bytes / subjects:.0f} bytes a subject", end="; ")
    print(f"gram index and cards {grams / subjects:.1f}", flush=True)
    return scratch / "index"


def main(arguments: list[str]) -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("subjects", type=int, nargs="?", default=0)
    parser.add_argument("records", type=int, nargs="?", default=0)
    parser.add_argument("--register", type=Path, nargs="*", default=[])
    parser.add_argument("--queries", type=int, default=100, help="of each kind, with nothing cached")
    parser.add_argument("--warm", type=int, default=20, help="of each kind, in Chromium")
    parser.add_argument("--index", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        index = given.index or build(given, Path(scratch))
        opened = open_index(index)
        queries = make_queries(texts_of(opened), max(given.queries, given.warm))
        if opened.count("articles") > 0:
            queries["words of articles"] = article_words(given.queries)
        client = Path(scratch) / "client"
        write_client(client)
        measure_cold(index, client, {kind: words[: given.queries] for kind, words in queries.items()})
        if given.warm:
            measure_warm(index, client, {kind: words[: given.warm] for kind, words in queries.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
