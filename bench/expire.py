"""The command `portal expire` on a big county: wall and CPU seconds of each step of the site, and of the whole with its start.

`python -m bench.expire --from DIR --drops N`. DIR is what `python -m bench.build --keep DIR` left; it is used up.
The day is the first on which at least N records have ended.
"""

import argparse
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, open_bundle


def day_of(bundle: Bundle, drops: int) -> date:
    """The first day on which so many records have ended."""
    columns = [
        pq.read_table(bundle.path / "records" / f"{each.name}.parquet", columns=["until"]).column(0)
        for each in bundle.meta.datasets
    ]
    ends = pa.chunked_array([part for column in columns for part in column.chunks]).drop_null()
    last: date = ends.take(pc.sort_indices(ends)[drops - 1 : drops])[0].as_py()
    return last + timedelta(days=1)


def measure(folder: Path, drops: int) -> None:
    """Expire once and print."""
    state = folder / "state"
    bundle = open_bundle(state / "bundle")
    records = sum(each.records for each in bundle.meta.datasets)
    command = [sys.executable, "-m", "pipeline", "expire", "--as-of", day_of(bundle, drops).isoformat()]
    began = time.perf_counter()
    subprocess.run([*command, "--state", str(state), "--output", str(folder / "output")], check=True)
    wall, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"of {records:,} records: wall {wall:.1f} s, CPU {cpu:.1f} s, largest process {peak:.0f} MB")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True)
    parser.add_argument("--drops", type=int, default=200)
    given = parser.parse_args()
    measure(given.folder, given.drops)


if __name__ == "__main__":
    main()
