"""A tiny platform folder for tests: `count` rows of one dataset, stamps 10, 20, 30 …"""

import json
from pathlib import Path

TOKEN = "canary-7f3a91-token"
DATASET = "permit"


def row(seq: int, **cells: object) -> dict[str, object]:
    return {
        "_seq": seq,
        "主体名称": f"示例第{seq}有限公司",
        "记录编号": f"P{seq}",
        "提供日期": "2026-11-01",
        **cells,
    }


def write_rows(folder: Path, rows: list[dict[str, object]], dataset: str = DATASET) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
    (folder / f"{dataset}.jsonl").write_text(text, encoding="utf-8", newline="\n")
    return folder


def write_count(folder: Path, count: int) -> Path:
    return write_rows(folder, [row(10 * number) for number in range(1, count + 1)])
