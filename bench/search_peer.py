"""The same documents in SQLite FTS5 (trigram), beside our own build: `python -m bench.search_peer SUBJECTS RECORDS`.

Prints processor seconds, wall seconds and megabytes of each. Both read the same opened bundle.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.search_bundle import write_bundle
from pipeline.bundle import Bundle
from search.build import build_index

SEED = 20261120


def sqlite_build(bundle: Bundle, path: Path) -> int:
    """One row a subject (name, former names, code) and one a record (number), as the index has them."""
    subjects = bundle.subjects().select(["name", "former_names", "code"])
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIRTUAL TABLE documents USING fts5(name, former, code, tokenize='trigram')")
        rows = zip(*(subjects[name].to_pylist() for name in subjects.column_names), strict=True)
        database.executemany(
            "INSERT INTO documents VALUES (?, ?, ?)", ((n, "\n".join(f or ()), c) for n, f, c in rows)
        )
        for each in bundle.meta.datasets:
            numbers = bundle.records(each.name)["document_number"].to_pylist()
            database.executemany(
                "INSERT INTO documents VALUES (?, '', '')", ((number,) for number in numbers)
            )
        database.commit()
        database.execute("INSERT INTO documents(documents) VALUES ('optimize')")
        database.commit()
    return path.stat().st_size


def measured(name: str, work: Callable[[], int]) -> None:
    """Run and print."""
    wall, cpu = time.perf_counter(), time.process_time()
    size = work()
    seconds = f"{time.process_time() - cpu:6.1f} s of processor, {time.perf_counter() - wall:6.1f} s"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<24} {seconds}, {size / 1e6:7.1f} MB on disk, process peak so far {peak} MB")


def main(arguments: list[str]) -> int:
    """Build both."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        bundle = write_bundle(folder / "bundle", int(arguments[0]), int(arguments[1]), SEED)
        measured("this index", lambda: build_index(bundle, [], folder / "index").bytes)
        measured("SQLite FTS5 trigram", lambda: sqlite_build(bundle, folder / "documents.sqlite"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
