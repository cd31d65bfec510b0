"""Random bundles for the search's tests: few characters, so that names collide; every kind of text that occurs."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, open_bundle
from search.documents import Article

KINDS = {"permit": "行政许可", "penalty": "行政处罚", "honour": "守信激励名单"}
CHARACTERS = "示例县云杉建设工程有限公司食品商贸店厂A b9（）·、𠮷龍龙國ＡＢ〇"
AS_OF = date(2026, 11, 20)


@dataclass(frozen=True)
class Row:
    """A subject as the corpus makes it."""

    code: str
    name: str
    former_names: list[str]
    until: date | None


def random_name(rng: random.Random) -> str:
    """A name of two to twelve characters that is not all punctuation."""
    return rng.choice("示例云") + "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(1, 11)))


def _records(rng: random.Random, rows: Sequence[Row], number: int, kind: str) -> pa.Table:
    found = []
    for place in range(number):
        subject = rng.choice(rows) if rng.random() < 0.9 else None
        brackets = rng.choice(["〔{}〕", "[{}]", "（{}）", "{}"])
        text = rng.choice(["示市监罚", "示住建许字", "JY"]) + brackets.format(rng.randint(2023, 2026))
        text += f"{rng.randint(1, 60)}号" if rng.random() < 0.9 else ""
        ends = AS_OF + timedelta(days=rng.randint(-3, 400)) if rng.random() < 0.3 else None
        decided = AS_OF - timedelta(days=rng.randint(0, 900))
        found.append(
            {
                "record": f"{kind}{place}",
                "document_number": text if rng.random() < 0.97 else None,
                "subject_code": subject.code if subject else None,
                "subject_name": subject.name if subject else "示例县某人",
                "until": ends,
                "month": f"{decided:%Y-%m}",
                "decided_on": decided,
                "authority": rng.choice(["示例县住房和城乡建设局", "示例县市场监督管理局", "示例县城管局"]),
            }
        )
    fields = [
        (name, pa.string())
        for name in ("record", "document_number", "subject_code", "subject_name", "month", "authority")
    ]
    days = [("until", pa.date32()), ("decided_on", pa.date32())]
    return pa.Table.from_pylist(found, schema=pa.schema([*fields, *days]))


def _counts(table: pa.Table, rows: Sequence[Row]) -> pa.Array:
    codes = table["subject_code"].to_pylist()
    return pa.array([codes.count(row.code) for row in rows], pa.int32())


def random_articles(rng: random.Random, number: int = 40) -> list[Article]:
    """Articles of few different characters, in a few days."""

    def text(length: int) -> str:
        return "".join(rng.choice("示例信用宣传公司建设ABC 2026，。") for _ in range(length))

    return [
        Article(
            text(9), f"news/{n}/", AS_OF - timedelta(days=n % 5), "示例县发改局", text(rng.randint(5, 150))
        )
        for n in range(number)
    ]


def write_corpus(
    folder: Path, seed: int, subjects: int = 300, records: int = 500
) -> tuple[Bundle, list[Article]]:
    """Write a bundle of random subjects and records; also random articles."""
    rng = random.Random(seed)
    rows = []
    for number in range(subjects):
        former = [random_name(rng) for _ in range(rng.choice([0, 0, 0, 0, 1, 2]))]
        until = AS_OF + timedelta(days=rng.randint(-2, 9)) if rng.random() < 0.05 else None
        rows.append(Row(f"91{rng.randint(0, 999):03d}999MA{number:07d}X", random_name(rng), former, until))
    rows.sort(key=lambda row: row.code)
    tables = {kind: _records(rng, rows, records // len(KINDS), kind) for kind in KINDS}
    (folder / "records").mkdir(parents=True)
    for kind, table in tables.items():
        pq.write_table(table, folder / "records" / f"{kind}.parquet")
    columns = {
        "code": pa.array([row.code for row in rows]),
        "name": pa.array([row.name for row in rows]),
        "former_names": pa.array([row.former_names for row in rows], pa.list_(pa.string())),
        "status": pa.array([rng.choice(["存续", "注销", None]) for _ in rows]),
        "until": pa.array([row.until for row in rows], pa.date32()),
        **{f"n_{kind}": _counts(table, rows) for kind, table in tables.items()},
    }
    pq.write_table(pa.table(columns), folder / "subjects.parquet")
    datasets = [
        {"name": name, "title": title, "law": "", "list_fields": [], "columns": [], "records": 0}
        for name, title in KINDS.items()
    ]
    meta = {"as_of": AS_OF.isoformat(), "build_id": "corpus", "deadline_rule": "national", "counts": {}}
    whole = meta | {"datasets": datasets, "findings": []}
    (folder / "meta.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return open_bundle(folder), random_articles(rng)


def random_queries(rng: random.Random, texts: Sequence[str], number: int) -> list[str]:
    """Parts of given texts, whole texts, several words in any order, and texts that are nowhere."""
    queries = []
    for _ in range(number):
        words = []
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            text = rng.choice(texts) if rng.random() < 0.9 else random_name(rng)
            start = rng.randrange(len(text))
            whole = rng.random() < 0.3
            words.append(text if whole else text[start : start + rng.randint(1, 6)])
        queries.append(" ".join(words))
    return queries
