"""Measures the search index: `python -m bench.search SUBJECTS RECORDS [--register FILE.csv …] [--queries N]`.

Prints build seconds, documents a second, peak memory, bytes a subject; then for each kind of query, from an empty
cache over a local server: kilobytes and requests (manifest included, the client's code apart), and warm milliseconds.
"""

import argparse
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.names import CHARACTERS
from bench.search_bundle import write_bundle
from bench.search_queries import SEED, mistyped, part
from pipeline.bundle import Bundle
from pipeline.identifiers.credit_code import ALPHABET
from search.build import build_index
from search.normalise import key

ROOT = Path(__file__).resolve().parents[1]
Query = dict[str, str]


def make_queries(bundle: Bundle, number: int) -> dict[str, list[Query]]:
    """Seeded queries by kind; `code` where the first result must be that subject."""
    rng = random.Random(SEED)
    rows = bundle.subjects().select(["code", "name", "former_names"]).to_pylist()
    same = Counter(key(row["name"]) for row in rows)
    some = rng.sample(rows, min(number, len(rows)))
    wanted = [row for row in some if same[key(row["name"])] == 1]
    numbers = rng.sample(bundle.records("permit")["document_number"].to_pylist(), min(number, len(rows)))
    made: dict[str, list[Query]] = {
        "full name": [{"q": r["name"], "code": r["code"]} for r in wanted],
        "code": [{"q": r["code"], "code": r["code"]} for r in some],
        "code prefix": [{"q": r["code"][: rng.randint(6, 17)]} for r in some],
    }
    for length in (1, 2, 3, 4, 6):
        made[f"{length} characters"] = [{"q": part(rng, r["name"], length)} for r in some]
    made["two words"] = [{"q": f"{part(rng, r['name'], 2)} {part(rng, r['name'], 3)}"} for r in some]
    renamed = [row for row in rows if row["former_names"]][:number]
    made["former name"] = [{"q": row["former_names"][0]} for row in renamed]
    for how in ("wrong", "missing", "swapped"):
        made[f"name, {how}"] = [
            {"q": mistyped(rng, r["name"], how, CHARACTERS), "code": r["code"]} for r in wanted
        ]
    made["code, wrong"] = [
        {"q": mistyped(rng, r["code"], "wrong", ALPHABET), "code": r["code"]} for r in some
    ]
    made["number"] = [{"q": each} for each in numbers]
    made["number part"] = [{"q": part(rng, each, rng.randint(3, 8))} for each in numbers]
    return made


class _Quiet(SimpleHTTPRequestHandler):
    """One connection a request: a kept one would measure the server's delayed acknowledgements."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Print nothing."""


class _Server(ThreadingHTTPServer):
    """A queue for all connections of a query: a full one costs a second's retry."""

    request_queue_size = 256


LATE = {"rest": ("rest", "former", "rank"), "repair": ("repair",), "survey": ("survey",)}
"""Code loaded when no head answers; when nothing is found; when there is more than a page."""


def _gzipped(names: Iterable[str]) -> float:
    raw = ((ROOT / "search" / "client" / f"{name}.js").read_bytes() for name in names)
    return sum(len(gzip.compress(each, 9)) for each in raw) / 1000


def client_kilobytes() -> dict[str, float]:
    """The client's code as a host sends it: what the search page names in advance, and what some queries load besides."""
    template = (ROOT / "theme" / "templates" / "search.html").read_text(encoding="utf-8")
    first = sorted(set(re.findall(r"client/([a-z_]+)\.js", template)))
    return {"first": _gzipped(first)} | {name: _gzipped(files) for name, files in LATE.items()}


def main(arguments: list[str]) -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("subjects", type=int)
    parser.add_argument("records", type=int)
    parser.add_argument("--register", type=Path, nargs="*", default=[])
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        bundle = write_bundle(Path(scratch) / "bundle", given.subjects, given.records, SEED, given.register)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        size = build_index(bundle, [], site / "search" / "index")
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        subjects = bundle.subjects().num_rows
        print(
            f"build {seconds:.1f} s, {size.documents / seconds:,.0f} documents/s, peak {peak // 1024} MB",
            end=" ",
        )
        print(
            f"(before it {before // 1024} MB), {size.files} files, {size.bytes / subjects:.0f} bytes/subject"
        )
        client = client_kilobytes()
        print(
            "client code, kB gzipped, once:", ", ".join(f"{name} {size:.1f}" for name, size in client.items())
        )
        queries = json.dumps(make_queries(bundle, given.queries))
        server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/search/index/"
        command = ["node", "bench/search_client.mjs", address, json.dumps(client)]
        done = subprocess.run(command, cwd=ROOT, input=queries, text=True, check=False)
        server.shutdown()
        return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
