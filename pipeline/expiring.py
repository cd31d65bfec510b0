"""Expiring (到期撤下): what ended since the last build leaves the site, without sources, reading or deciding.

Reads `state/bundle/`; writes a new bundle of what is left, builds the site from it as a full build does, verifies, swaps and
appends to the ledger. It only takes away: what an event, a correction or a list's change does, and the rates of
timeliness, wait for the next build.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import ledger
from pipeline.bundle import Bundle, Fewer, open_bundle
from pipeline.bundling.identity import ROWS, build_id, rows_digest, table_digest
from pipeline.catalogue import Catalogue
from pipeline.engine.parts import ahead, parquet_parts
from pipeline.errors import Stopped
from pipeline.files import link_or_copy
from pipeline.indexing import second_process
from pipeline.last_good import read_last_good, require_ledger
from pipeline.ledger import Entry
from pipeline.prepared import Prepared
from pipeline.progress import Progress
from pipeline.publish import publish
from pipeline.settings import Settings

RULES = {"expired": "term", "removed": "list-removal"}
"""What each state that a day brings about by itself rests on."""

THREADS = 2
_READ = ["record", "until", "ends_as", "subject_code", "month"]


@dataclass(frozen=True)
class Expired:
    """Records that ended, by dataset: (record, last day shown, state after it)."""

    by_dataset: Mapping[str, tuple[tuple[str, date, str], ...]]

    @property
    def number(self) -> int:
        """How many in all."""
        return sum(len(each) for each in self.by_dataset.values())


@dataclass(frozen=True)
class Done:
    """How many records left; `steps` tells how long each part of the site took."""

    number: int
    steps: str


def _ended(table: pa.Table, as_of: date) -> pa.ChunkedArray:
    return pc.fill_null(pc.less(table.column("until"), pa.scalar(as_of, pa.date32())), False)


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")


def _repeating(source: Path) -> list[str]:
    """The texts of a table of which its file has a dictionary: to make one for the others takes as long as to write them."""
    told, schema = pq.read_metadata(source), pq.read_schema(source)
    columns = [told.row_group(0).column(each) for each in range(told.num_columns)]
    repeated = {
        each.path_in_schema for each in columns if any("DICTIONARY" in kind for kind in each.encodings)
    }
    return [each.name for each in schema if pa.types.is_string(each.type) and each.name in repeated]


def _groups_left(stream: pq.ParquetFile, over: pa.ChunkedArray) -> Iterator[pa.Table]:
    """The rows that are not over, a row group at a time."""
    left, first = pc.invert(over), 0
    for group in range(stream.num_row_groups):
        rows = stream.read_row_group(group, use_threads=False)
        yield rows.filter(left.slice(first, len(rows)))
        first += len(rows)


def _write_left(source: Path, target: Path, over: pa.ChunkedArray) -> None:
    """Write the rows that are not over; while a row group is written the next one is read, texts that repeat as numbers."""
    with (
        pq.ParquetFile(source, read_dictionary=_repeating(source)) as stream,
        parquet_parts(target, stream.schema_arrow) as sink,
    ):
        for rows in ahead(_groups_left(stream, over)):
            sink.write_table(rows)


@dataclass(frozen=True)
class _Records:
    """What ended, and whose it was; of what is left of a dataset of which something ended: its digest, and its file, being
    written."""

    ended: Expired
    gone: Mapping[str, pa.Table]
    digests: dict[str, str]
    writing: tuple[Future[None], ...]


def _records(bundle: Bundle, folder: Path, as_of: date, threads: Executor) -> _Records:
    ended, gone, digests, writing = {}, {}, {}, []
    for dataset in bundle.meta.datasets:
        name = f"records/{dataset.name}.parquet"
        table = pq.read_table(bundle.path / name, columns=[*_READ, ROWS])
        over = _ended(table, as_of)
        whose = table.select(_READ).append_column("row", pa.array(np.arange(len(table))))
        gone[dataset.name] = whose.filter(over)
        if len(gone[dataset.name]):
            writing.append(threads.submit(_write_left, bundle.path / name, folder / name, over))
            digests[name] = rows_digest(table.select([ROWS]).filter(pc.invert(over)))
        ids = gone[dataset.name].select(["record", "until", "ends_as"]).to_pylist()
        ended[dataset.name] = tuple((each["record"], each["until"], each["ends_as"]) for each in ids)
    return _Records(Expired(ended), gone, digests, tuple(writing))


def _subjects(bundle: Bundle, folder: Path, gone: Mapping[str, pa.Table], as_of: date) -> list[str]:
    """Subjects whose every record ended leave; the others' counts go down. `until` stays: it is that of the last record.

    Gives those that leave.
    """
    table = bundle.subjects()
    over = _ended(table, as_of)
    without: list[str] = table.column("code").filter(over).to_pylist()
    table = table.filter(pc.invert(over))
    codes = table.column("code").combine_chunks()
    for name, rows in gone.items():
        counts = rows.column("subject_code").drop_null().value_counts()
        places = pc.index_in(codes, value_set=counts.field("values"))
        fewer = pc.fill_null(counts.field("counts").take(places), 0).cast(pa.int32())
        place = table.column_names.index(f"n_{name}")
        column = pc.subtract(table.column(place).combine_chunks(), fewer)
        table = table.set_column(place, table.schema.field(place), column)
    _write(table, folder / "subjects.parquet")
    return without


def _notices(bundle: Bundle, folder: Path, as_of: date) -> list[str]:
    """Notices whose time is over leave; gives whom they were about."""
    told = bundle.notices()
    over = _ended(told, as_of)
    if pc.any(over).as_py():
        _write(told.filter(pc.invert(over)), folder / "notices.parquet")
    about: list[str] = told.column("subject_code").filter(over).to_pylist()
    return about


def _withdrawn(bundle: Bundle, folder: Path, ended: Expired) -> None:
    old = bundle.withdrawn()
    rows = [
        {"record": record, "dataset": name, "state": state, "since": until + timedelta(days=1)}
        for name, each in ended.by_dataset.items()
        for record, until, state in each
    ]
    both = pa.concat_tables([old, pa.Table.from_pylist(rows, schema=old.schema)])
    _write(both.sort_by("record"), folder / "withdrawn.parquet")


def _take_over(bundle: Bundle, folder: Path, digests: dict[str, str]) -> dict[str, str]:
    """Tables of which nothing ended, as hard links (no table is ever written in place); the digests of all, those of records
    that ended being `digests`."""
    known: dict[str, str] = json.loads((bundle.path / "meta.json").read_text(encoding="utf-8"))["tables"]
    left = [name for name in sorted(known) if name not in digests and not (folder / name).exists()]
    for name in left:
        link_or_copy(bundle.path / name, folder / name)
    told = {name: known[name] for name in left} | digests
    return {name: told.get(name) or table_digest(folder / name) for name in sorted(known)}


def _meta(bundle: Bundle, folder: Path, ended: Expired, digests: dict[str, str], as_of: date) -> None:
    meta = json.loads((bundle.path / "meta.json").read_text(encoding="utf-8"))
    for name, each in ended.by_dataset.items():
        meta["counts"][name]["published"] -= len(each)
        meta["counts"][name]["dropped"] += len(each)
    for dataset in meta["datasets"]:
        dataset["records"] -= len(ended.by_dataset[dataset["name"]])
    meta["as_of"] = as_of.isoformat()
    meta["tables"] = _take_over(bundle, folder, digests)
    meta["build_id"] = build_id(meta["tables"], [meta["as_of"], meta["deadline_rule"], meta["counts"]])
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")


def expired_bundle(
    bundle: Bundle, target: Path, as_of: date, threads: Executor
) -> tuple[Expired, Fewer, tuple[Future[None], ...]]:
    """Write to `target` what is left of a bundle on a later day, nothing when nothing ended; what ended, what left. The
    tables of records are there once `threads` have written them, which the last answer tells."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "records").mkdir(parents=True)
    made = _records(bundle, target, as_of, threads)
    without: list[str] = []
    told: list[str] = []
    if made.ended.number:
        without = _subjects(bundle, target, made.gone, as_of)
        told = _notices(bundle, target, as_of)
        _withdrawn(bundle, target, made.ended)
        _meta(bundle, target, made.ended, made.digests, as_of)
    fewer = Fewer(bundle, made.gone, frozenset(without), frozenset(told))
    return made.ended, fewer, made.writing


def _entries(ended: Expired, as_of: date) -> list[Entry]:
    told = sorted(
        (record, name, state) for name, each in ended.by_dataset.items() for record, _, state in each
    )
    day = as_of.isoformat()
    return [Entry(record, name, "withdrawn", day, state, RULES[state]) for record, name, state in told]


def _require_same(bundle: Bundle, output: Path) -> None:
    """The live site must be the one that the bundle made."""
    path = output / "build.json"
    live = json.loads(path.read_text(encoding="utf-8"))["build_id"] if path.exists() else None
    if live != bundle.meta.build_id:
        raise Stopped(f"站点 {output} 不是由 {bundle.path} 生成的。请先运行 portal build。")


def require_complete(bundle: Bundle) -> None:
    """The bundle must tell as what each entry ends; one of an earlier version does not."""
    for dataset in bundle.meta.datasets:
        names = pq.read_schema(bundle.path / f"records/{dataset.name}.parquet").names
        if not {"ends_as", ROWS} <= set(names):
            raise Stopped(
                f"公示包 {bundle.path} 由较早的版本生成，缺少到期撤下所需的内容。"
                "请先运行一次 portal build，原站点未动。"
            )


def expire(
    catalogue: Catalogue, settings: Settings, state: Path, output: Path, as_of: date, progress: Progress
) -> Done:
    """Take what ended before `as_of` off the site. The caller holds the state folder."""
    require_ledger(state)
    bundle = open_bundle(state / "bundle")
    _require_same(bundle, output)
    require_complete(bundle)
    if as_of < bundle.meta.as_of:
        raise Stopped(f"站点的数据日期是 {bundle.meta.as_of}，晚于 {as_of}。请核对本机日期，原站点未动。")
    beside = state / "bundle.expire"
    with second_process() as process, ThreadPoolExecutor(THREADS) as threads:
        ended, fewer, writing = expired_bundle(bundle, beside, as_of, threads)
        if ended.number == 0:
            shutil.rmtree(beside)
            return Done(0, "")
        entries = _entries(ended, as_of)
        left = replace(open_bundle(beside), fewer=fewer)
        prepared = Prepared(catalogue, left, entries, read_last_good(state / "last_good"), {})
        published = publish(prepared, settings, state, output, progress, process, writing)
    ledger.append(state / "ledger", entries, as_of)
    old = state / "bundle.old"
    shutil.rmtree(old, ignore_errors=True)
    bundle.path.rename(old)
    beside.rename(bundle.path)
    shutil.rmtree(old)
    return Done(ended.number, published.steps)
