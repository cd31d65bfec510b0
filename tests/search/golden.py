"""Makes tests/golden/index, the index of a bundle of four subjects that the browser's tests read.

`python -m tests.search.golden` writes it anew.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, open_bundle
from search.build import build_index
from search.documents import Article

PATH = Path(__file__).resolve().parents[1] / "golden" / "index"
A, B, C, D = "91439999MA0000015R", "92439999MA0000023H", "91439999MA0000031F", "12439999MB0000043X"
KINDS = {
    "permit": "行政许可",
    "penalty": "行政处罚",
    "honour": "守信激励名单",
    "blacklist": "严重失信主体名单",
}
AUTHORITIES = {"permit": "住建", "penalty": "市监", "honour": "发改", "blacklist": "市监"}
Subject = tuple[str, str, list[str], str | None]
Record = tuple[str, str | None, str, date | None, str]
SUBJECTS: tuple[Subject, ...] = (
    (D, "示例县第一中学", [], None),
    (A, "示例云杉建筑工程有限公司", ["示例云杉建设有限公司"], "存续"),
    (C, '<script>alert("名")</script>贸易有限公司', [], "注销"),
    (B, "示例县阿翠早餐店", [], "存续"),
)
RECORDS: tuple[Record, ...] = (
    ("permit", A, "示住建许字〔2026〕12号", None, "2026-10"),
    ("permit", A, "示住建许字〔2026〕3号", None, "2026-03"),
    ("permit", B, "JY24399990000012", None, "2026-10"),
    ("permit", None, "示交许〔2026〕8号", None, "2026-10"),
    ("penalty", A, "示市监处罚〔2026〕7号", date(2027, 5, 6), "2026-05"),
    ("honour", D, "示信办〔2026〕1号", None, "2026-06"),
)
ARTICLES = (
    Article(
        "示例县开展诚信宣传",
        "news/2026-06-market-1/",
        date(2026, 6, 12),
        "示例县市场监督管理局",
        "诚信宣传月活动，云杉公司参加。",
    ),
    Article(
        "信用修复指引", "guide-repair/", date(2026, 7, 1), "示例县发展和改革局", "如何申请信用修复。ABC 2026"
    ),
)


def write_small_bundle(
    folder: Path, subjects: Sequence[Subject] = SUBJECTS, records: Sequence[Record] = RECORDS
) -> Bundle:
    """Write and open a bundle with the columns that the search reads."""
    (folder / "records").mkdir(parents=True)
    counts: dict[str, list[int]] = {}
    for kind in KINDS:
        rows = [row for row in records if row[0] == kind]
        counts[kind] = [sum(row[1] == code for row in rows) for code, *_ in subjects]
        columns = {
            "record": pa.array([f"{kind}{place}" for place in range(len(rows))], pa.string()),
            "document_number": pa.array([row[2] for row in rows], pa.string()),
            "subject_code": pa.array([row[1] for row in rows], pa.string()),
            "subject_name": pa.array(["示例县某运输合作社"] * len(rows), pa.string()),
            "until": pa.array([row[3] for row in rows], pa.date32()),
            "month": pa.array([row[4] for row in rows], pa.string()),
            "decided_on": pa.array([date.fromisoformat(f"{row[4]}-15") for row in rows], pa.date32()),
            "authority": pa.array([f"示例县{AUTHORITIES[kind]}局" for _ in rows], pa.string()),
        }
        pq.write_table(pa.table(columns), folder / "records" / f"{kind}.parquet")
    table = {
        "code": [row[0] for row in subjects],
        "name": [row[1] for row in subjects],
        "former_names": pa.array([row[2] for row in subjects], pa.list_(pa.string())),
        "status": [row[3] for row in subjects],
        "until": pa.nulls(len(subjects), pa.date32()),
        **{f"n_{kind}": pa.array(many, pa.int32()) for kind, many in counts.items()},
    }
    pq.write_table(pa.table(table), folder / "subjects.parquet")
    datasets = [
        {"name": name, "title": title, "law": "", "list_fields": [], "columns": [], "records": 0}
        for name, title in KINDS.items()
    ]
    meta = {"as_of": "2026-11-20", "build_id": "0123456789ab", "deadline_rule": "national", "counts": {}}
    whole = meta | {"datasets": datasets, "findings": []}
    (folder / "meta.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return open_bundle(folder)


def build(target: Path) -> None:
    """Build the golden index into `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        build_index(write_small_bundle(Path(scratch) / "bundle"), ARTICLES, target)


if __name__ == "__main__":
    shutil.rmtree(PATH, ignore_errors=True)
    build(PATH)
