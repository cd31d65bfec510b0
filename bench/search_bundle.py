"""A bundle with just the columns that the search index reads, over invented or given subjects, for bench/search.py."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.names import realistic_register
from bench.register import Register, read_register
from pipeline.bundle import Bundle, open_bundle

SHARES = {"permit": 0.80, "penalty": 0.15, "honour": 0.04, "blacklist": 0.01}
TITLES = {
    "permit": "行政许可",
    "penalty": "行政处罚",
    "honour": "守信激励名单",
    "blacklist": "严重失信主体名单",
}
WORDS = {"permit": "许字", "penalty": "罚", "honour": "信", "blacklist": "列"}
OFFICES = ("市监", "住建", "交运", "环", "应急", "卫", "农", "文旅", "自资", "人社")
FORMER = 0.04


def _records(register: Register, kind: str, number: int, rng: np.random.Generator) -> pa.Table:
    who = pa.array((len(register) * rng.random(number) ** 1.5).astype(np.int64))
    year = rng.integers(2023, 2027, number)
    month = rng.integers(1, 13, number)
    office = rng.integers(0, len(OFFICES), number)
    serial = rng.integers(1, max(2, number // 20), number)
    rows = zip(office.tolist(), year.tolist(), serial.tolist(), strict=True)
    numbers = [f"示{OFFICES[o]}{WORDS[kind]}〔{y}〕{s}号" for o, y, s in rows]
    months = list(zip(year.tolist(), month.tolist(), strict=True))
    ends = pa.array(rng.integers(20_900, 22_000, number).astype(np.int32), pa.date32())
    return pa.table(
        {
            "record": pa.array([f"{kind}{place}" for place in range(number)], pa.string()),
            "document_number": pa.array(numbers, pa.string()),
            "subject_code": pa.array(register.codes).take(who),
            "subject_name": pa.array(register.names).take(who),
            "until": pc.if_else(pa.array(rng.random(number) < 0.5), ends, pa.nulls(number, pa.date32())),
            "month": pa.array([f"{y}-{m:02d}" for y, m in months], pa.string()),
            "decided_on": pa.array([date(y, m, 1) for y, m in months], pa.date32()),
            "authority": pa.array([f"示例县{OFFICES[o]}局" for o in office.tolist()], pa.string()),
        }
    ).sort_by("subject_code")


def _subjects(register: Register, records: dict[str, pa.Table], rng: np.random.Generator) -> pa.Table:
    renamed = rng.random(len(register)) < FORMER
    former = [[name[:-1] + "部"] if new else [] for name, new in zip(register.names, renamed, strict=True)]
    columns: dict[str, object] = {
        "code": pa.array(register.codes, pa.string()),
        "name": pa.array(register.names, pa.string()),
        "former_names": pa.array(former, pa.list_(pa.string())),
        "status": ["存续"] * len(register),
        "until": pa.nulls(len(register), pa.date32()),
    }
    for kind, table in records.items():
        counts = table["subject_code"].value_counts()
        many = dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))
        columns[f"n_{kind}"] = pa.array([many.get(code, 0) for code in register.codes], pa.int32())
    return pa.table(columns).sort_by("code")


def write_bundle(folder: Path, subjects: int, records: int, seed: int, files: Sequence[Path] = ()) -> Bundle:
    """Write and open the bundle; `files` are register CSVs that take the place of invented subjects."""
    rng = np.random.default_rng(seed)
    given = read_register(files, subjects) if files else realistic_register(subjects, seed)
    kept = sorted({code: i for i, code in enumerate(given.codes)}.values())
    register = Register(*(tuple(np.array(column)[kept].tolist()) for column in (
        given.names, given.codes, given.registered_on, given.divisions)))  # fmt: skip
    (folder / "records").mkdir(parents=True, exist_ok=True)
    tables = {kind: _records(register, kind, int(records * share), rng) for kind, share in SHARES.items()}
    for kind, table in tables.items():
        pq.write_table(table, folder / "records" / f"{kind}.parquet")
    pq.write_table(_subjects(register, tables, rng), folder / "subjects.parquet")
    datasets = [
        {"name": k, "title": t, "law": "", "list_fields": [], "columns": [], "records": tables[k].num_rows}
        for k, t in TITLES.items()
    ]
    meta = {"as_of": "2026-11-20", "build_id": "benchmark000", "deadline_rule": "national"}
    whole = meta | {"counts": {}, "datasets": datasets, "findings": []}
    (folder / "meta.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8", newline="\n")
    return open_bundle(folder)
