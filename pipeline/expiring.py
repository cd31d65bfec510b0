"""Expiring (到期撤下): what ended since the last build leaves the site, without sources, reading or deciding.

Reads `state/bundle/`; writes a new bundle of what is left, builds the site from it as a full build does, verifies, swaps and
appends to the ledger. It only takes away: what an event, a correction or a list's change does, and the rates of
timeliness, wait for the next build.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import ledger
from pipeline.bundle import Bundle, open_bundle
from pipeline.bundling.identity import build_id
from pipeline.catalogue import Catalogue
from pipeline.errors import Stopped
from pipeline.last_good import read_last_good
from pipeline.ledger import Entry
from pipeline.prepare import Prepared
from pipeline.progress import Progress
from pipeline.publish import publish
from pipeline.settings import Settings

RULE = "term"


@dataclass(frozen=True)
class Expired:
    """Records that ended, by dataset: (record, last day shown)."""

    by_dataset: Mapping[str, tuple[tuple[str, date], ...]]

    @property
    def number(self) -> int:
        """How many in all."""
        return sum(len(each) for each in self.by_dataset.values())


def _ended(table: pa.Table, as_of: date) -> pa.ChunkedArray:
    return pc.fill_null(pc.less(table.column("until"), pa.scalar(as_of, pa.date32())), False)


def _records(bundle: Bundle, folder: Path, as_of: date) -> tuple[Expired, dict[str, pa.Table]]:
    """Write what is left of every dataset; what ended, and its rows."""
    ended, gone = {}, {}
    for dataset in bundle.meta.datasets:
        table = bundle.records(dataset.name)
        over = _ended(table, as_of)
        gone[dataset.name] = table.filter(over)
        pq.write_table(
            table.filter(pc.invert(over)), folder / "records" / f"{dataset.name}.parquet", compression="zstd"
        )
        ids = gone[dataset.name].select(["record", "until"]).to_pylist()
        ended[dataset.name] = tuple((each["record"], each["until"]) for each in ids)
    return Expired(ended), gone


def _subjects(bundle: Bundle, folder: Path, gone: Mapping[str, pa.Table], as_of: date) -> None:
    """Subjects whose every record ended leave; the others' counts go down. `until` stays: it is that of the last record."""
    table = bundle.subjects()
    table = table.filter(pc.invert(_ended(table, as_of)))
    codes = table.column("code").combine_chunks()
    for name, rows in gone.items():
        counts = rows.column("subject_code").drop_null().value_counts()
        places = pc.index_in(codes, value_set=counts.field("values"))
        fewer = pc.fill_null(counts.field("counts").take(places), 0).cast(pa.int32())
        place = table.column_names.index(f"n_{name}")
        column = pc.subtract(table.column(place).combine_chunks(), fewer)
        table = table.set_column(place, table.schema.field(place), column)
    pq.write_table(table, folder / "subjects.parquet", compression="zstd")


def _withdrawn(bundle: Bundle, folder: Path, ended: Expired) -> None:
    old = bundle.withdrawn()
    rows = [
        {"record": record, "dataset": name, "state": "expired", "since": until + timedelta(days=1)}
        for name, each in ended.by_dataset.items()
        for record, until in each
    ]
    both = pa.concat_tables([old, pa.Table.from_pylist(rows, schema=old.schema)])
    pq.write_table(both.sort_by("record"), folder / "withdrawn.parquet", compression="zstd")


def _meta(bundle: Bundle, folder: Path, ended: Expired, as_of: date) -> None:
    meta = json.loads((bundle.path / "meta.json").read_text(encoding="utf-8"))
    for name, each in ended.by_dataset.items():
        meta["counts"][name]["published"] -= len(each)
        meta["counts"][name]["dropped"] += len(each)
    for dataset in meta["datasets"]:
        dataset["records"] -= len(ended.by_dataset[dataset["name"]])
    meta["as_of"] = as_of.isoformat()
    meta["build_id"] = build_id(folder, [meta["as_of"], meta["deadline_rule"], meta["counts"]])
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")


def expired_bundle(bundle: Bundle, target: Path, as_of: date) -> Expired:
    """Write to `target` what is left of a bundle on a later day; give what ended."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bundle.path, target)
    ended, gone = _records(bundle, target, as_of)
    _subjects(bundle, target, gone, as_of)
    told = bundle.notices()
    pq.write_table(
        told.filter(pc.invert(_ended(told, as_of))), target / "notices.parquet", compression="zstd"
    )
    _withdrawn(bundle, target, ended)
    _meta(bundle, target, ended, as_of)
    return ended


def _entries(ended: Expired, as_of: date) -> list[Entry]:
    told = sorted((record, name) for name, each in ended.by_dataset.items() for record, _ in each)
    return [Entry(record, name, "withdrawn", as_of.isoformat(), "expired", RULE) for record, name in told]


def _require_same(bundle: Bundle, output: Path) -> None:
    """The live site must be the one that the bundle made."""
    path = output / "build.json"
    live = json.loads(path.read_text(encoding="utf-8"))["build_id"] if path.exists() else None
    if live != bundle.meta.build_id:
        raise Stopped(f"站点 {output} 不是由 {bundle.path} 生成的。请先运行 portal build。")


def expire(
    catalogue: Catalogue, settings: Settings, state: Path, output: Path, as_of: date, progress: Progress
) -> int:
    """Take what ended before `as_of` off the site; how many records. The caller holds the state folder."""
    ledger.verify(state / "ledger")
    bundle = open_bundle(state / "bundle")
    _require_same(bundle, output)
    if as_of < bundle.meta.as_of:
        raise Stopped(f"站点的数据日期是 {bundle.meta.as_of}，晚于 {as_of}。请核对本机日期，原站点未动。")
    beside = state / "bundle.expire"
    ended = expired_bundle(bundle, beside, as_of)
    if ended.number == 0:
        shutil.rmtree(beside)
        return 0
    entries = _entries(ended, as_of)
    prepared = Prepared(catalogue, open_bundle(beside), entries, read_last_good(state / "last_good"), {})
    publish(prepared, settings, state, output, progress)
    ledger.append(state / "ledger", entries, as_of)
    shutil.rmtree(bundle.path)
    beside.rename(bundle.path)
    return ended.number
