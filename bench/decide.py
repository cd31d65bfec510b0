"""Deciding alone: `python -m bench.decide STATE [YYYY-MM-DD]` with the state folder of a build (`bench.build --keep`).

Decides the public set of its checked records again as a build does (ledger, full sets, events, terms, exclusion of listed
subjects, findings) and writes the states to a temporary folder; `STATE` is only read. Tells records, seconds and peak memory.
"""

import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from bench.build import AS_OF
from pipeline import landing, ledger
from pipeline.catalogue import load_catalogue
from pipeline.engine.local import open_engine
from pipeline.finding_log import FindingLog
from pipeline.prepare import Workshop, decide_all
from pipeline.progress import silent
from pipeline.records import Checking
from pipeline.settings import Settings, Site

SETTINGS = Settings(Path("/nonexistent"), Site("信用测试", "测试县", "https://credit.test.example"))


def _mirror(state: Path, folder: Path) -> None:
    """What deciding reads, at its place in another state folder."""
    (folder / "work").mkdir()
    for name in ("landing", "ledger", "work/records"):
        if (state / name).exists():
            (folder / name).symlink_to((state / name).resolve())


def measure(state: Path, as_of: date) -> None:
    """Decide once, print."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-decide-") as name,
        open_engine() as engine,
        FindingLog(Path(name) / "findings.jsonl") as log,
    ):
        folder = Path(name)
        _mirror(state, folder)
        received = {
            path.name for path in (folder / "landing").iterdir() if landing.batches(path.parent, path.name)
        }
        catalogue = load_catalogue().in_use(frozenset(received))
        records = {
            each.name: engine.read_parquet(folder / "work/records" / f"{each.name}.parquet")
            for each in catalogue.datasets
        }
        checking = Checking(catalogue, as_of, "", None)
        began, used = time.perf_counter(), time.process_time()
        known = ledger.read(folder / "ledger")
        told = time.perf_counter() - began
        shop = Workshop(catalogue, SETTINGS, as_of, folder, engine, log, silent, checking, known)
        states = decide_all(shop, records)
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
        kinds = Counter[str]()
        for table in states.values():
            kinds.update(
                {
                    row["state"]: row["n"]
                    for row in table.state.value_counts(name="n").to_pyarrow().to_pylist()
                }
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{sum(kinds.values()):,} records decided: {dict(kinds.most_common())}")
    print(
        f"wall {seconds:.1f} s (ledger of {len(known):,} records {told:.1f} s), CPU {cpu:.1f} s, peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    measure(Path(sys.argv[1]), date.fromisoformat(sys.argv[2] if len(sys.argv) > 2 else AS_OF))
