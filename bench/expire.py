"""`portal expire` on a big county: wall and CPU seconds of each step of the site, and of the whole.

`python -m bench.expire --from DIR --drops N`. DIR is what `python -m bench.build --keep DIR` left; it is used up.
The day is the first on which at least N records have ended.
"""

import argparse
import resource
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.allocation import hold_memory
from pipeline.bundle import Bundle, open_bundle
from pipeline.catalogue import office_catalogue
from pipeline.expiring import expire
from pipeline.progress import silent
from pipeline.settings import load_settings
from pipeline.state_folder import alone

ROOT = Path(__file__).resolve().parents[1]


def day_of(bundle: Bundle, drops: int) -> date:
    """The first day on which so many records have ended."""
    columns = [
        pq.read_table(bundle.path / "records" / f"{each.name}.parquet", columns=["until"]).column(0)
        for each in bundle.meta.datasets
    ]
    ends = pa.chunked_array([part for column in columns for part in column.chunks]).drop_null()
    last: date = ends.take(pc.sort_indices(ends)[drops - 1 : drops])[0].as_py()
    return last + timedelta(days=1)


def _cpu() -> float:
    used = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(folder: Path, drops: int) -> None:
    """Expire once and print."""
    settings = load_settings(ROOT / "portal.toml")
    bundle = open_bundle(folder / "state" / "bundle")
    records = sum(each.records for each in bundle.meta.datasets)
    as_of = day_of(bundle, drops)
    hold_memory()
    began, used = time.perf_counter(), _cpu()
    with alone(folder / "state"):
        done = expire(
            office_catalogue(settings.root), settings, folder / "state", folder / "output", as_of, silent
        )
    wall, cpu = time.perf_counter() - began, _cpu() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(done.steps)
    print(
        f"{done.number} of {records:,} records ended before {as_of}: wall {wall:.1f} s, CPU {cpu:.1f} s, {peak:.0f} MB"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True)
    parser.add_argument("--drops", type=int, default=200)
    given = parser.parse_args()
    measure(given.folder, given.drops)


if __name__ == "__main__":
    main()
