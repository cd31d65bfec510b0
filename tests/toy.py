"""A toy bundle: four subjects, a handful of records, written by hand so that tests of the readers need no pipeline."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundling.build import described
from pipeline.bundling.deadlines import SCHEMA as DEADLINES
from pipeline.bundling.duties import SCHEMA as DUTIES
from pipeline.catalogue import Dataset, load_catalogue

AS_OF = date(2026, 11, 20)
AUTHORITY = "示例县市场监督管理局"
A, B, C, D = "91439999MA00000010", "92439999MA0000002T", "91439999MA0000003C", "12439999MB00000041"
SUBJECTS = [
    (B, "示例县阿翠早餐店", [], "个体工商户", "存续"),
    (A, "示例云杉建筑工程有限公司", ["示例云杉建设有限公司"], "法人及非法人组织", "存续"),
    (C, '<script>alert("名")</script>贸易有限公司', [], "法人及非法人组织", "注销"),
    (D, "示例县第一中学", [], "法人及非法人组织", None),
]
RECORDS: dict[str, list[dict[str, object]]] = {
    "permit": [
        {
            "subject_code": A,
            "document_number": "示住建许字〔2026〕12号",
            "decided_on": date(2026, 10, 9),
            "headline": "建筑工程施工许可",
        },
        {
            "subject_code": A,
            "document_number": "示住建许字〔2026〕3号",
            "decided_on": date(2026, 3, 2),
            "headline": "建筑工程施工许可",
        },
        {
            "subject_code": B,
            "document_number": "JY24399990000012",
            "decided_on": date(2026, 10, 20),
            "headline": "食品经营许可",
        },
        {
            "subject_code": None,
            "document_number": "示交许〔2026〕8号",
            "decided_on": date(2026, 10, 21),
            "headline": "道路运输许可",
        },
    ],
    "penalty": [
        {
            "subject_code": A,
            "document_number": "示市监处罚〔2026〕7号",
            "decided_on": date(2026, 5, 6),
            "headline": "未按规定公示<b>价格</b>",
            "until": date(2027, 5, 6),
            "repair_from": date(2026, 8, 6),
            "under_objection": True,
            "objection_from": date(2026, 11, 2),
            "objection_due": date(2026, 11, 30),
            "under_repair": True,
        },
    ],
    "honour": [
        {
            "subject_code": D,
            "document_number": "示信办〔2026〕1号",
            "decided_on": date(2026, 6, 14),
            "headline": "诚信示范单位",
        }
    ],
    "blacklist": [],
}
NAMES = {code: name for code, name, *_ in SUBJECTS} | {None: "示例县某运输合作社"}


def digest_of(row: dict[str, object]) -> str:
    """A digest of a row of records without its digest; the pipeline's is made otherwise, readers only compare."""
    return hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:32]


def _row(dataset: Dataset, given: dict[str, object], number: int) -> dict[str, object]:
    decided = given["decided_on"]
    assert isinstance(decided, date)
    row: dict[str, object] = {
        "record": f"{dataset.order:02d}{number:014x}",
        "subject_name": NAMES[given["subject_code"]],  # type: ignore[index]
        "authority": AUTHORITY,
        "month": f"{decided:%Y-%m}",
        "until": None,
        "repair_from": None,
        "under_objection": False,
        "objection_from": None,
        "objection_due": None,
        "under_repair": False,
        "source_unit": AUTHORITY,
        "provided_on": decided,
        "shown_since": AS_OF,
        **given,
    }
    for field in dataset.public_fields:
        value = row.get(field.id)
        row[f"f_{field.id}"] = str(value) if value is not None else None
    row["digest"] = digest_of(row)
    return row


def _schema(dataset: Dataset) -> pa.Schema:
    fixed = [
        ("record", pa.string()),
        ("subject_code", pa.string()),
        ("subject_name", pa.string()),
        ("headline", pa.string()),
        ("document_number", pa.string()),
        ("authority", pa.string()),
        ("decided_on", pa.date32()),
        ("month", pa.string()),
        ("until", pa.date32()),
        ("repair_from", pa.date32()),
        ("under_objection", pa.bool_()),
        ("objection_from", pa.date32()),
        ("objection_due", pa.date32()),
        ("under_repair", pa.bool_()),
        ("source_unit", pa.string()),
        ("provided_on", pa.date32()),
        ("shown_since", pa.date32()),
    ]
    fields = [(f"f_{field.id}", pa.string()) for field in dataset.public_fields]
    return pa.schema([*fixed, *fields, ("digest", pa.string())])


def _subject_rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for code, name, former, kind, status in sorted(SUBJECTS):
        counts = {
            f"n_{name}": sum(each["subject_code"] == code for each in rows_)
            for name, rows_ in RECORDS.items()
        }
        rows.append(
            {
                "code": code,
                "name": name,
                "former_names": former,
                "kind": kind,
                "status": status,
                "registered_on": "2020-01-02",
                "industry": None,
                "division": "示例县",
                **counts,
                "until": None,
            }
        )
    return rows


def _meta(datasets: list[Dataset]) -> dict[str, object]:
    counts = {
        each.name: {
            "received": len(RECORDS[each.name]),
            "rejected": 0,
            "published": len(RECORDS[each.name]),
            "withheld": 0,
            "dropped": 0,
            "superseded": 0,
        }
        for each in datasets
    }
    told = [described(each, len(RECORDS[each.name])) for each in datasets]
    findings = [
        {
            "code": "C-001",
            "level": "reject",
            "dataset": "permit",
            "department": AUTHORITY,
            "count": 2,
            "message": "请按模板填写。",
        }
    ]
    return {
        "as_of": AS_OF.isoformat(),
        "build_id": "0123456789ab",
        "deadline_rule": "national",
        "counts": counts,
        "datasets": told,
        "findings": findings,
    }


def _deadlines() -> pa.Table:
    rows = [
        {
            "dataset": name,
            "department": AUTHORITY,
            "source_unit": AUTHORITY,
            "month": f"{each['decided_on']:%Y-%m}",
            "decided_on": each["decided_on"],
            "first_arrival": each["decided_on"],
            "due_earliest": each["decided_on"],
            "due_latest": each["decided_on"],
            "compliant": True,
            "result": "in_time",
            "days_used": 0,
            "shown_on": AS_OF,
            "shown_result": None,
            "shown_days": None,
            "record": None,
        }
        for name in ("permit", "penalty")
        for each in RECORDS[name]
    ]
    return pa.Table.from_pylist(rows, schema=DEADLINES)


def write_toy_bundle(path: Path) -> Path:
    """Write the toy bundle into `path` and return it."""
    (path / "records").mkdir(parents=True)
    datasets = [each for each in load_catalogue().of_kind("record") if each.name in RECORDS]
    for dataset in datasets:
        rows = [_row(dataset, each, number) for number, each in enumerate(RECORDS[dataset.name])]
        pq.write_table(
            pa.Table.from_pylist(rows, schema=_schema(dataset)), path / "records" / f"{dataset.name}.parquet"
        )
    schema = pa.schema(
        [
            ("code", pa.string()),
            ("name", pa.string()),
            ("former_names", pa.list_(pa.string())),
            ("kind", pa.string()),
            ("status", pa.string()),
            ("registered_on", pa.string()),
            ("industry", pa.string()),
            ("division", pa.string()),
            *((f"n_{each.name}", pa.int32()) for each in datasets),
            ("until", pa.date32()),
        ]
    )
    pq.write_table(pa.Table.from_pylist(_subject_rows(), schema=schema), path / "subjects.parquet")
    pq.write_table(_deadlines(), path / "deadlines.parquet")
    pq.write_table(DUTIES.empty_table(), path / "duties.parquet")
    withdrawn = pa.schema(
        [("record", pa.string()), ("dataset", pa.string()), ("state", pa.string()), ("since", pa.date32())]
    )
    pq.write_table(pa.Table.from_pylist([], schema=withdrawn), path / "withdrawn.parquet")
    (path / "meta.json").write_text(json.dumps(_meta(datasets), ensure_ascii=False), encoding="utf-8")
    return path


def write_meta(path: Path, as_of: date, build_id: str) -> None:
    """Another day and build for the bundle in `path`, its datasets counted anew."""
    meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    for dataset in meta["datasets"]:
        dataset["records"] = pq.read_metadata(path / "records" / f"{dataset['name']}.parquet").num_rows
    meta |= {"as_of": as_of.isoformat(), "build_id": build_id}
    (path / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
