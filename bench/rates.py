"""`python -m bench.rates [RECORDS]`: all rates and dashboard figures of 3,000,000 records, 60 departments, 60 months.

The bar: 10 s on 2 cores. Timed: reading the bundle's tables, every group, the duty list, due items, and the pages.
"""

import json
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import open_bundle
from pipeline.bundling.deadlines import SCHEMA
from pipeline.bundling.duties import SCHEMA as DUTIES
from pipeline.compliance.due_items import due_items
from pipeline.compliance.figures import figures
from pipeline.compliance.news_quota import quota
from pipeline.compliance.news_rules import load_news_rules
from pipeline.portal.compliance_page import write_compliance
from pipeline.portal.contexts import Frame
from pipeline.portal.rendering import Pages
from pipeline.settings import Department, Site

RECORDS, DEPARTMENTS, MONTHS = 3_000_000, 60, 60
FIRST = date(2021, 12, 1)
AS_OF = date(2026, 11, 20)
DATASETS = ("permit", "penalty")
PER_BATCH = 100_000


def _departments() -> list[str]:
    return [f"示例县第{number:02d}局" for number in range(DEPARTMENTS)]


def _later(day: pa.Array, days: pa.Array | pa.Scalar) -> pa.Array:
    return pc.add(day.cast(pa.int32()), days).cast(pa.date32())


def _batch(rng: random.Random, rows: int) -> pa.Table:
    """Rows as the bundle has them: 7 days on average, 4 % late, 1 % refused."""
    days = [rng.randrange((AS_OF - FIRST).days - 10) for _ in range(rows)]
    used = [min(int(rng.expovariate(1 / 3)), 60) for _ in range(rows)]
    decided = pa.array([FIRST + timedelta(day) for day in days], pa.date32())
    after = pa.array(used, pa.int32())
    names = pa.array(rng.choices(_departments(), k=rows))
    one, nine = pa.scalar(1, pa.int32()), pa.scalar(9, pa.int32())
    late = pc.greater(after, nine)
    columns = {
        "dataset": pa.array(rng.choices(DATASETS, (3, 1), k=rows)),
        "department": names,
        "source_unit": names,
        "month": pc.strftime(decided, "%Y-%m"),
        "decided_on": decided,
        "first_arrival": _later(decided, after),
        "due_earliest": _later(decided, nine),
        "due_latest": _later(decided, nine),
        "compliant": pa.array([rng.random() > 0.01 for _ in range(rows)]),
        "result": pc.if_else(late, "late", "in_time"),
        "days_used": after,
        "shown_on": _later(decided, pc.add(after, one)),
        "shown_result": pc.if_else(late, "late", "in_time"),
        "shown_days": pa.array([1] * rows, pa.int32()),
        "record": pa.array([f"{rng.getrandbits(64):016x}" for _ in range(rows)]),
    }
    return pa.table(columns, schema=SCHEMA)


def _duties() -> pa.Table:
    months = [f"{2021 + (11 + n) // 12}-{(11 + n) % 12 + 1:02d}" for n in range(MONTHS)]
    rows = [
        (dataset, department, month, 420, 417, date(2026, 1, 1), date(2026, 1, 1))
        for dataset in DATASETS
        for department in _departments()
        for month in months
    ]
    return pa.table([list(column) for column in zip(*rows, strict=True)], schema=DUTIES)


def write_bundle(folder: Path, records: int) -> None:
    """A bundle with what the figures need."""
    rng = random.Random(4)
    with pq.ParquetWriter(folder / "deadlines.parquet", SCHEMA, compression="zstd") as writer:
        for _ in range(max(records // PER_BATCH, 1)):
            writer.write_table(_batch(rng, min(records, PER_BATCH)))
    pq.write_table(_duties(), folder / "duties.parquet")
    meta = {"as_of": AS_OF.isoformat(), "build_id": "benchmark000", "deadline_rule": "national", "counts": {}}
    meta |= {"datasets": [], "findings": []}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8", newline="\n")


def main(records: int) -> None:
    departments = tuple(Department(f"d{n:02d}", name) for n, name in enumerate(_departments()))
    frame = Frame(
        Site("测", "测", "https://test.example"), AS_OF.isoformat(), "benchmark000", (), (), "", "", "", ""
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_bundle(folder, records)
        bundle = open_bundle(folder)
        wall, cpu = time.perf_counter(), time.process_time()
        found = figures(bundle)
        items = due_items(bundle, found)
        figured, figured_cpu = time.perf_counter() - wall, time.process_time() - cpu
        counted = quota([], [each.name for each in departments], load_news_rules("none"), AS_OF)
        (folder / "site").mkdir()
        write_compliance(
            Pages(folder / "site", frame), bundle, found, items, departments, frame.site, counted
        )
        paged, paged_cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"records {found.total.received:,}, groups {len(found.rows):,}, due items {len(items):,}")
    print(f"figures: {figured:.2f} s wall, {figured_cpu:.2f} s CPU")
    print(f"figures and pages: {paged:.2f} s wall, {paged_cpu:.2f} s CPU (bar: 10 s)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
