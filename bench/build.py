"""Whole builds of a generated county: wall seconds, CPU seconds, peak memory, pages a second, sizes.

`python -m bench.build [--subjects N] [--records M] [--register FILE.csv …] [--keep DIR]`
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.county import generate

AS_OF = "2026-11-21"


def _size(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _run(folder: Path) -> tuple[float, str]:
    command = [sys.executable, "-m", "pipeline", "build", "--as-of", AS_OF, "--inbox", str(folder / "inbox")]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "--state", str(folder / "state"), "--output", str(folder / "output")],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return time.perf_counter() - began, done.stdout


def _report(folder: Path, seconds: float, told: str) -> None:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    built = json.loads((folder / "output/build.json").read_text(encoding="utf-8"))
    subjects = built["counts"]["entity"]["published"]
    on_pages = re.search(r"主体页 ([\d.]+) 秒", told)
    files, size = _size(folder / "output")
    index_files, index_size = _size(folder / "output/search/index")
    print(told)
    print(
        f"wall {seconds:.1f} s, CPU {used.ru_utime + used.ru_stime:.1f} s, largest process {used.ru_maxrss / 1024:.0f} MB"
    )
    if on_pages:
        print(f"subject pages {subjects / float(on_pages[1]):,.0f} a second")
    print(
        f"output {files:,} files, {size / 1e6:.0f} MB; index {index_files} files, {index_size / 1e6:.1f} MB"
    )
    print(f"index {index_size / max(subjects, 1):.0f} bytes a subject with its records")


def measure(folder: Path, subjects: int, records: int, register: Sequence[Path]) -> None:
    """Generate, build once, print."""
    generate(folder / "inbox", subjects, records, 7, register)
    _report(folder, *_run(folder))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=31_152)
    parser.add_argument("--records", type=int, default=300_000)
    parser.add_argument("--register", type=Path, nargs="*", default=())
    parser.add_argument(
        "--keep", type=Path, help="work here and leave everything, instead of in a temporary folder"
    )
    given = parser.parse_args()
    if given.keep is not None:
        measure(given.keep, given.subjects, given.records, given.register)
        return
    with tempfile.TemporaryDirectory(prefix="bench-build-") as folder:
        measure(Path(folder), given.subjects, given.records, given.register)


if __name__ == "__main__":
    main()
