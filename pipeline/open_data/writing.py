"""Open data (开放数据): `data/v1/`, the same published rows as the pages, for machines and spreadsheets.

Reads the bundle; writes CSV and JSON Lines per dataset, timeliness and metrics, changes/, datapackage.json, catalog.jsonld
and a manifest with row counts and hashes.
"""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from pipeline.bundle import Bundle
from pipeline.compliance import machine, news_machine
from pipeline.compliance.due_items import DueItem
from pipeline.compliance.figures import Figures
from pipeline.compliance.news_quota import Quota
from pipeline.open_data.changes import Changes, write_changes
from pipeline.open_data.cutting import Last, Made, Table, make
from pipeline.open_data.describing import catalogue, datapackage
from pipeline.open_data.tables import SUBJECT_FIELDS, DataFile, record_fields
from pipeline.settings import Site

THREADS = 2


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


def _write_withdrawn(bundle: Bundle, folder: Path) -> DataFile:
    """What left the public record: opaque ids, datasets, states and dates, nothing else."""
    path = folder / "changes" / "withdrawn.jsonl"
    rows = bundle.withdrawn().select(["record", "dataset", "state", "since"])
    listed = pa.table({name: rows.column(name).cast(pa.string()) for name in rows.column_names}).to_pylist()
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in listed)
    path.write_text(lines, encoding="utf-8", newline="\n")
    return _described(path, folder, "已撤下的记录", len(listed))


def write_tables(bundle: Bundle, folder: Path, last: Last | None) -> tuple[Made, ...]:
    """The register and every list, in `folder`, which is made; `last`: what is live."""
    folder.mkdir(parents=True)
    tables = [Table(bundle.path / "subjects.parquet", SUBJECT_FIELDS, "entity", "市场主体")]
    for each in bundle.meta.datasets:
        source = bundle.path / "records" / f"{each.name}.parquet"
        tables.append(Table(source, record_fields(each), each.name, each.title))
    # Arrow, SHA-256 and writing let other threads run.
    with ThreadPoolExecutor(THREADS) as pool:
        return tuple(pool.map(lambda table: make(table, last, folder, bundle.fewer), tables))


def write_open_data(
    bundle: Bundle,
    site: Site,
    figures: Figures,
    items: tuple[DueItem, ...],
    quota: Quota,
    changes: Changes,
    tables: tuple[Made, ...],
    folder: Path,
) -> None:
    """Write beside the `tables` in `folder` (data/v1) what else is published; the manifest lists every other file."""
    (folder / "changes").mkdir()
    files = [file for made in tables for file in (made.files.csv, made.files.lines)]
    fields = {made.table.name: made.table.fields for made in tables}
    files += _write_timeliness(bundle, figures, items, folder)
    files += _write_news(quota, folder)
    files += write_changes(bundle, changes, folder / "changes")
    files.append(_write_withdrawn(bundle, folder))
    described = (
        ("datapackage.json", "数据包说明", datapackage(bundle, site, files, fields)),
        ("catalog.jsonld", "数据目录（DCAT）", catalogue(bundle, site, files)),
    )
    for name, title, content in described:
        _write_json(content, folder / name)
        files.append(_described(folder / name, folder, title, 1))
    manifest = {
        "as_of": bundle.meta.as_of.isoformat(),
        "build_id": bundle.meta.build_id,
        "series": changes.series,
        "cursor": changes.cursor,
        "files": [asdict(each) for each in files],
    }
    _write_json(manifest, folder / "manifest.json")
