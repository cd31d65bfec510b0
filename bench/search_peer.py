"""The same documents in this index, in SQLite FTS5 (trigram) and in Pagefind's extended binary, side by side.

`python -m bench.search_peer SUBJECTS RECORDS [--pagefind BINARY]` prints wall and processor seconds, documents a second,
peak memory and bytes of each, every one built by a process of its own from the same bundle. Pagefind (npm
`@pagefind/linux-x64`, file bin/pagefind_extended) is run when it is found; it reads a page of HTML a document, whose
writing is not counted.
"""

import argparse
import html
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bench.search_bundle import write_bundle
from bench.search_queries import SEED
from pipeline.bundle import Bundle, open_bundle
from pipeline.indexing import index_helper
from search.build import build_index

FOLDER = 1000
"""Pages a folder of what Pagefind reads."""


@dataclass(frozen=True)
class Figures:
    """What making an index took."""

    wall: float
    processor: float
    peak: int
    size: int


def documents(bundle: Bundle) -> Iterator[tuple[str, str, str]]:
    """(name, former names, code) of each subject, (number, "", "") of each record: what this index holds."""
    columns = [bundle.subjects()[name].to_pylist() for name in ("name", "former_names", "code")]
    yield from ((name, "\n".join(former or ()), code) for name, former, code in zip(*columns, strict=True))
    for each in bundle.meta.datasets:
        numbers = bundle.records(each.name)["document_number"].to_pylist()
        yield from ((number, "", "") for number in numbers)


def ours(bundle: Path, target: Path) -> int:
    """This index."""
    opened = open_bundle(bundle)
    with index_helper(opened) as helper:
        return build_index(opened, [], target, helper=helper).bytes


def sqlite(bundle: Path, target: Path) -> int:
    """One row a document, one transaction, then what FTS5 advises for an index that is only read."""
    with closing(sqlite3.connect(target)) as database:
        database.execute("CREATE VIRTUAL TABLE documents USING fts5(name, former, code, tokenize='trigram')")
        database.executemany("INSERT INTO documents VALUES (?, ?, ?)", documents(open_bundle(bundle)))
        database.commit()
        database.execute("INSERT INTO documents(documents) VALUES ('optimize')")
        database.commit()
    return target.stat().st_size


def write_pages(bundle: Path, target: Path) -> None:
    """A page of HTML a document."""
    for number, fields in enumerate(documents(open_bundle(bundle))):
        folder = target / str(number // FOLDER)
        if number % FOLDER == 0:
            folder.mkdir(parents=True)
        name, former, code = map(html.escape, fields)
        text = f'<!doctype html><html lang="zh-CN"><title>{name}</title><body><h1>{name}</h1><p>{former}</p><p>{code}</p>'
        (folder / f"{number}.html").write_text(text, encoding="utf-8", newline="\n")


def pagefind(binary: str, pages: Path, target: Path) -> int:
    """Pagefind over the pages."""
    command = [binary, "--silent", "--site", str(pages), "--output-path", str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return sum(path.stat().st_size for path in target.rglob("*") if path.is_file())


def figures_of(work: Callable[[], int]) -> Figures:
    """Run in the process that is to be measured; what it starts counts as well."""
    wall, size = time.perf_counter(), work()
    wall = time.perf_counter() - wall
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    spent = sum(each.ru_utime + each.ru_stime for each in both)
    return Figures(wall, spent, max(each.ru_maxrss for each in both) // 1024, size)


def measured(name: str, number: int, work: Callable[[], int]) -> None:
    """Run in a process of its own and print; its start and imports count as processor seconds, not as wall."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(figures_of, work).result()
    speed = f"{number / found.wall:9,.0f} documents/s, {number / found.processor:9,.0f} a processor second"
    print(f"{name:22} {found.wall:7.1f} s, {found.processor:7.1f} s of processor, {speed}", end=", ")
    print(
        f"peak {found.peak:5} MB, {found.size / 1e6:7.1f} MB, {found.size / number:5.0f} bytes a document",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Build all."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_peer")
    parser.add_argument("subjects", type=int)
    parser.add_argument("records", type=int)
    parser.add_argument("--pagefind", default=shutil.which("pagefind_extended"), help="its extended binary")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        bundle = folder / "bundle"
        number = sum(1 for _ in documents(write_bundle(bundle, given.subjects, given.records, SEED)))
        print(f"{number} documents, {os.cpu_count()} processors")
        measured("this index", number, partial(ours, bundle, folder / "index"))
        measured("SQLite FTS5 trigram", number, partial(sqlite, bundle, folder / "documents.sqlite"))
        if given.pagefind is None:
            print("Pagefind: not found")
            return 0
        write_pages(bundle, folder / "pages")
        measured(
            "Pagefind extended",
            number,
            partial(pagefind, given.pagefind, folder / "pages", folder / "pagefind"),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
