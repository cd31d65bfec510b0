"""Open data (开放数据): `data/v1/`, the same published rows as the pages, for machines and spreadsheets.

Reads the bundle; writes CSV and JSON Lines per dataset, timeliness and metrics, changes/ and a
manifest with row counts and hashes.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from pipeline.bundle import Bundle, PublicDataset, as_text
from pipeline.compliance import machine, news_machine
from pipeline.compliance.due_items import DueItem
from pipeline.compliance.figures import Figures
from pipeline.compliance.news_quota import Quota

_FORMULA = r"^([=+\-@\t\r])"
"""A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text (CSV only)."""

_BATCH_ROWS = 10_000
_SUBJECT_TITLES = {
    "code": "统一社会信用代码",
    "name": "主体名称",
    "kind": "主体类别",
    "registered_on": "注册日期",
    "status": "登记状态",
    "former_names": "曾用名",
    "industry": "行业",
    "division": "行政区划",
}


@dataclass(frozen=True)
class DataFile:
    """One line of the manifest."""

    path: str
    title: str
    rows: int
    bytes: int
    sha256: str


def _rows_of(dataset: PublicDataset, records: pa.Table) -> pa.Table:
    """The public columns under their Chinese titles, as text."""
    columns = {"记录标识": records.column("record")}
    columns |= {each.title: records.column(each.column) for each in dataset.columns}
    columns |= {
        "首次公示日期": as_text(records.column("shown_since")),
        "公示至": as_text(records.column("until")),
    }
    columns["异议标注"] = pc.if_else(
        records.column("under_objection"), "异议处理中", pa.scalar(None, pa.string())
    )
    return pa.table(columns)


def _subjects_of(subjects: pa.Table) -> pa.Table:
    return pa.table({title: as_text(subjects.column(name)) for name, title in _SUBJECT_TITLES.items()})


def _safe(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(column, _FORMULA, r"'\1")


def _write_csv(rows: pa.Table, path: Path) -> None:
    safe = pa.table({name: _safe(rows.column(name)) for name in rows.column_names})
    pa_csv.write_csv(safe, path, pa_csv.WriteOptions(quoting_style="needed"))


def _write_lines(rows: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for batch in rows.to_batches(max_chunksize=_BATCH_ROWS):
            for row in batch.to_pylist():
                stream.write(
                    json.dumps(
                        {key: value for key, value in row.items() if value is not None}, ensure_ascii=False
                    )
                    + "\n"
                )


def _described(path: Path, folder: Path, title: str, rows: int) -> DataFile:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return DataFile(path.relative_to(folder).as_posix(), title, rows, path.stat().st_size, digest)


def _write_json(content: object, path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _write_timeliness(
    bundle: Bundle, figures: Figures, items: tuple[DueItem, ...], folder: Path
) -> list[DataFile]:
    """The figures of the compliance pages, with their schema, and the same for a monitoring system."""
    rows = len(figures.rows)
    made = (
        ("timeliness.json", "报送及时性", rows, machine.as_json(machine.timeliness(bundle, figures))),
        ("timeliness.csv", "报送及时性", rows, machine.timeliness_csv(figures)),
        ("timeliness.schema.json", "报送及时性的数据格式", 1, machine.as_json(machine.schema())),
        ("metrics.prom", "监控指标", rows, machine.metrics(bundle, figures, items)),
    )
    files = []
    for name, title, number, text in made:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        files.append(_described(folder / name, folder, title, number))
    return files


def _write_news(quota: Quota, folder: Path) -> list[DataFile]:
    """Who has delivered the monthly article."""
    made = (
        ("news.json", machine.as_json(news_machine.news_data(quota))),
        ("news.csv", news_machine.news_csv(quota)),
    )
    files = []
    for name, text in made:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        files.append(_described(folder / name, folder, "信息报送情况", len(quota.cells)))
    return files


def _write_changes(bundle: Bundle, folder: Path) -> tuple[Path, int]:
    """What left the public record: opaque ids, datasets, states and dates, nothing else."""
    folder.mkdir()
    path = folder / "withdrawn.jsonl"
    rows = bundle.withdrawn().select(["record", "dataset", "state", "since"])
    _write_lines(pa.table({name: rows.column(name).cast(pa.string()) for name in rows.column_names}), path)
    return path, rows.num_rows


def write_open_data(
    bundle: Bundle, figures: Figures, items: tuple[DueItem, ...], quota: Quota, folder: Path
) -> tuple[DataFile, ...]:
    """Fill `folder` (data/v1); the manifest lists every other file."""
    folder.mkdir(parents=True)
    tables = {"entity": ("市场主体", _subjects_of(bundle.subjects()))}
    tables |= {
        each.name: (each.title, _rows_of(each, bundle.records(each.name))) for each in bundle.meta.datasets
    }
    files = []
    for name, (title, rows) in tables.items():
        _write_csv(rows, folder / f"{name}.csv")
        _write_lines(rows, folder / f"{name}.jsonl")
        files += [
            _described(folder / f"{name}.{ending}", folder, title, rows.num_rows)
            for ending in ("csv", "jsonl")
        ]
    files += _write_timeliness(bundle, figures, items, folder)
    files += _write_news(quota, folder)
    path, rows_gone = _write_changes(bundle, folder / "changes")
    files.append(_described(path, folder, "已撤下的记录", rows_gone))
    resources = [
        {"name": Path(each.path).stem, "path": each.path, "title": each.title, "encoding": "utf-8"}
        for each in files
    ]
    _write_json(
        {"name": "credit-portal", "profile": "data-package", "resources": resources},
        folder / "datapackage.json",
    )
    files.append(_described(folder / "datapackage.json", folder, "数据包说明", len(resources)))
    _write_json(
        {
            "as_of": bundle.meta.as_of.isoformat(),
            "build_id": bundle.meta.build_id,
            "files": [asdict(each) for each in files],
        },
        folder / "manifest.json",
    )
    return tuple(files)
