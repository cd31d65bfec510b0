"""Writes the sample county below a folder and says where each plant lies.

Writes platform/<dataset>.jsonl, inbox/*, as_of.txt and README.md; reads the catalogue only.
No clock, no chance.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.catalogue.load import load_catalogue
from pipeline.catalogue.model import Dataset
from sample.county.build import County
from sample.county.inbox import inbox_bytes
from sample.county.model import AS_OF, Place, Row
from sample.county.readme import readme

Placed = dict[str, list[Place]]


def write_county(county: County, folder: Path) -> None:
    """Write all committed files of the sample county."""
    placed: Placed = {}
    for dataset in load_catalogue().datasets:
        rows = [row for row in county.rows if row.dataset == dataset.name]
        if not rows:
            continue
        _write(folder / "platform" / f"{dataset.name}.jsonl", _platform_lines(dataset, rows, placed).encode())
    for file in county.inbox:
        content, places = inbox_bytes(file)
        _write(folder / "inbox" / file.name, content)
        for mark, place in places:
            placed.setdefault(mark, []).append(place)
    _write(folder / "as_of.txt", f"{AS_OF.isoformat()}\n".encode())
    _write(folder / "README.md", readme(county, placed).encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 - one call says overwrite on every system


def _platform_lines(dataset: Dataset, rows: Iterable[Row], placed: Placed) -> str:
    """The rows in order of arrival, numbered by `_seq`; all rows carry the same keys."""
    ordered = sorted(rows, key=lambda row: (row.values["provided_on"], _number(row)))
    used = {field for row in ordered for field in row.values}
    titles = {field.id: field.title for field in dataset.fields if field.id in used}
    lines = []
    for seq, row in enumerate(ordered, 1):
        for mark in row.marks:
            place = Place(f"platform/{dataset.name}.jsonl", seq, _number(row))
            placed.setdefault(mark, []).append(place)
        cells = {title: row.values.get(field, "") for field, title in titles.items()}
        ends = {"提供日期": row.values["provided_on"], "记录编号": f"{dataset.name}-{seq:06d}", "_seq": seq}
        lines.append(json.dumps(cells | ends, ensure_ascii=False) + "\n")
    return "".join(lines)


def _number(row: Row) -> str:
    return row.values.get("document_number") or row.values.get("subject_code", "")
