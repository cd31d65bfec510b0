"""How fast files are read and checked, by form: Parquet (the landing), JSON Lines, CSV, xlsx.

`python -m bench.checks [--rows 1000000] [--further 100000] [--keep DIR]`. Permits and penalties 85 : 15, one row in 200
with a fault, names compared with a register of 31,152 subjects. For Parquet reading and all rules are measured; for the
other forms also parsing, the scan for personal data and landing. Each form runs in a process of its own.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from pyarrow import csv as arrow_csv

from bench.county import generate
from pipeline import landing
from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.engine.local import open_engine
from pipeline.reading import read_dataset
from pipeline.records import Checking, check_dataset
from pipeline.sources.inbox import read_file

AS_OF = date(2026, 11, 21)
DATASETS = ("permit", "penalty")
SUBJECTS = 31_152


def _land(paths: Sequence[Path], folder: Path, catalogue: Catalogue) -> int:
    rows = 0
    for path in paths:
        table = read_file(path, path.name, path.stem)
        rows += landing.land(table, folder, catalogue, AS_OF, b"bench" * 8).rows
    return rows


def _check(folder: Path, work: Path, names: Sequence[str], register: Path | None) -> tuple[int, int]:
    """Rows read and findings."""
    catalogue, rows, findings = load_catalogue(), 0, 0
    with open_engine() as engine:
        for name in names:
            batches = landing.batches(folder, name)
            rows += sum(each.rows for each in batches)
            findings += len(read_dataset(catalogue[name], batches, work / f"{name}.arrow"))
            checking = Checking(catalogue, AS_OF, "bench", register)
            told = check_dataset(
                engine, catalogue[name], work / f"{name}.arrow", work / f"{name}-records.parquet", checking
            )
            findings += sum(1 for _ in told)
    return rows, findings


def _limit(stream: Iterator[bytes], rows: int) -> Iterator[bytes]:
    for number, line in enumerate(stream):
        if number > rows:
            return
        yield line


def _first_rows(source: Path, target: Path, rows: int) -> Path:
    target.parent.mkdir(exist_ok=True)
    with source.open("rb") as read, target.open("wb") as write:
        write.writelines(_limit(iter(read), rows))
    return target


def _as_json_lines(source: Path, target: Path) -> Path:
    options = arrow_csv.ConvertOptions(strings_can_be_null=True)
    table = arrow_csv.read_csv(source, convert_options=options)
    with target.open("w", encoding="utf-8") as stream:
        for batch in table.to_batches():
            stream.writelines(
                json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in batch.to_pylist()
            )
    return target


def _as_workbook(source: Path, target: Path) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    with source.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            sheet.append(row)
    book.save(target)
    return target


def _measured(name: str, work: Callable[[], tuple[int, int]]) -> None:
    """Run one form in a child, so that its memory is its own."""
    begun = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        inner = time.perf_counter()
        rows, findings = work()
        spent, cpu = time.perf_counter() - inner, time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name}: {rows:,} rows, {findings:,} findings, wall {spent:.1f} s ({rows / spent:,.0f} rows/s), "
            f"CPU {cpu:.1f} s, {memory:.0f} MB",
            flush=True,
        )
        os._exit(0)
    if os.waitpid(pid, 0)[1] != 0:
        raise SystemExit(f"{name} failed after {time.perf_counter() - begun:.0f} s")


def measure(folder: Path, rows: int, further: int) -> None:
    """Generate once, then every form."""
    inbox, landed, work = folder / "inbox", folder / "landing", folder / "work"
    for each in (landed, work):
        each.mkdir(parents=True, exist_ok=True)
    if not (inbox / "permit.csv").exists():
        # The county's honours and list entries are 5 % more; permits and penalties alone are measured.
        command = "from bench.checks import make; import sys; make(sys.argv[1], int(sys.argv[2]))"
        subprocess.run([sys.executable, "-c", command, str(folder), str(rows)], check=True)
    register = work / "entity-records.parquet"
    _measured("register", lambda: _check(landed, work, ("entity",), None))
    _measured("Parquet", lambda: _check(landed, work, DATASETS, register))
    small = _first_rows(inbox / "penalty.csv", folder / "small" / "penalty.csv", further)
    _as_json_lines(small, small.with_suffix(".jsonl"))
    _as_workbook(_first_rows(small, folder / "few" / "penalty.csv", 20_000), folder / "few" / "penalty.xlsx")
    for name, path in (
        ("CSV", small),
        ("JSON Lines", small.with_suffix(".jsonl")),
        ("xlsx", folder / "few" / "penalty.xlsx"),
    ):
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch)

            def run(path: Path = path, place: Path = place) -> tuple[int, int]:
                _land([path], place / "landing", load_catalogue())
                return _check(place / "landing", place, ("penalty",), register)

            _measured(name, run)


def make(folder: str, rows: int) -> None:
    """The files and their landing, made in a process of its own."""
    inbox = Path(folder) / "inbox"
    generate(inbox, SUBJECTS, rows * 100 // 95, 7)
    _land(
        [inbox / f"{each}.csv" for each in ("entity", *DATASETS)], Path(folder) / "landing", load_catalogue()
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--further", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="work here and leave everything")
    given = parser.parse_args()
    if given.keep is not None:
        measure(given.keep, given.rows, given.further)
        return
    with tempfile.TemporaryDirectory(prefix="bench-checks-") as folder:
        measure(Path(folder), given.rows, given.further)


if __name__ == "__main__":
    main()
