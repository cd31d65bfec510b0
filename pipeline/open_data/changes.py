"""The changes of the open data (增量): what came, changed and went, numbered, so that a client can go on from where it was.

Reads the bundle and `state/changes/`; writes `changes/index.json` and `changes/<day>.jsonl` of the last 31 days, and
once the site is live `state/changes/`. The state holds ids and digests only: what a line shows of a record is taken
from the bundle of today, so an old day's file tells nothing of what has been withdrawn since.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, Fewer
from pipeline.errors import Stopped
from pipeline.files import beside, write_whole
from pipeline.open_data.tables import DataFile, Hashed, json_objects, record_fields, texts

DAYS = 31
"""A client that asks once a month loses nothing; after that it takes the snapshot."""

SHOWN = pa.schema([("record", pa.string()), ("dataset", pa.string()), ("digest", pa.string())])
LOG = pa.schema(
    [
        ("sequence", pa.int64()),
        ("on", pa.date32()),
        ("change", pa.string()),
        ("dataset", pa.string()),
        ("record", pa.string()),
        ("reason", pa.string()),
    ]
)

_REPEATED = ["change", "dataset", "reason"]
_NONE = pa.table({"record": pa.array([], pa.string())})


@dataclass(frozen=True)
class Shown:
    """The records shown with their digests: those just read, or those kept in a file without the ones that `left` since."""

    kept: pa.Table | Path
    left: pa.Array

    def table(self) -> pa.Table:
        """All of them."""
        table = pq.read_table(self.kept) if isinstance(self.kept, Path) else self.kept
        return table.filter(pc.invert(pc.is_in(table["record"], value_set=self.left)))


@dataclass(frozen=True)
class Changes:
    """What one build knows. `series` names a numbering: a client with another one takes the snapshot.

    `cursor` is the number of the last change, `oldest` that of the last one that is no longer told.
    """

    series: str
    cursor: int
    oldest: int
    build_id: str
    shown: Shown
    log: pa.Table


def _shown(bundle: Bundle) -> pa.Table:
    tables = []
    for each in bundle.meta.datasets:
        path = bundle.path / "records" / f"{each.name}.parquet"
        table = pq.read_table(path, columns=["record", "digest"])
        table = table.append_column("dataset", pa.repeat(each.name, len(table)).cast(pa.string()))
        tables.append(table.select(SHOWN.names).cast(SHOWN))
    return pa.concat_tables(tables) if tables else SHOWN.empty_table()


def _lines(table: pa.Table, change: str, reasons: pa.ChunkedArray | None = None) -> pa.Table:
    empty = pa.nulls(len(table), pa.string())
    columns = {"change": pa.repeat(change, len(table)), "reason": empty if reasons is None else reasons}
    return pa.table(
        {
            "change": columns["change"],
            "dataset": table["dataset"],
            "record": table["record"],
            "reason": columns["reason"],
        }
    )


def _ordered(lines: pa.Table) -> pa.Table:
    keys = [("dataset", "ascending"), ("record", "ascending")]
    return lines.cast(pa.schema([LOG.field(n) for n in lines.column_names])).sort_by(keys)


def _deleted(bundle: Bundle, gone: pa.Table) -> pa.Table:
    """The lines of records that left, with the reason of each."""
    told = bundle.withdrawn()
    states = told["state"].take(pc.index_in(gone["record"], value_set=told["record"].combine_chunks()))
    return _ordered(_lines(gone, "delete", pc.coalesce(states, "withdrawn_by_source")))


def _without(bundle: Bundle, fewer: Fewer, last: Changes) -> tuple[Shown, pa.Table]:
    """What is shown by a bundle that is the last one without some records, and what differs."""
    datasets = [pa.repeat(name, len(each)).cast(pa.string()) for name, each in fewer.records.items()]
    gone = fewer.column("record")
    made = _deleted(bundle, pa.table({"record": gone, "dataset": pa.chunked_array(datasets, pa.string())}))
    left = pa.concat_arrays([last.shown.left, *gone.chunks])
    return Shown(last.shown.kept, left), made


def _differences(bundle: Bundle, before: pa.Table, now: pa.Table) -> pa.Table:
    """change, dataset, record, reason: deleted, then new, then changed, each by dataset and record."""
    old = pc.index_in(now["record"], value_set=before["record"].combine_chunks())
    new = now.filter(pc.is_null(old))
    both = now.filter(pc.is_valid(old))
    was = before["digest"].take(old.drop_null())
    gone = before.filter(pc.is_null(pc.index_in(before["record"], value_set=now["record"].combine_chunks())))
    parts = [
        _ordered(_lines(new, "add")),
        _ordered(_lines(both.filter(pc.not_equal(both["digest"], was)), "change")),
    ]
    return pa.concat_tables([_deleted(bundle, gone), *parts])


def advance(bundle: Bundle, last: Changes | None) -> Changes:
    """The changes since `last`; without it a new series begins, whose first state is the snapshot."""
    as_of, fewer = bundle.meta.as_of, bundle.fewer
    if last is not None and fewer is not None and fewer.build_id == last.build_id:
        now, made = _without(bundle, fewer, last)
    else:
        now = Shown(_shown(bundle), pa.array([], pa.string()))
        if last is None:
            return Changes(bundle.meta.build_id, 0, 0, bundle.meta.build_id, now, LOG.empty_table())
        made = _differences(bundle, last.shown.table(), now.table())
    numbers = pa.array(range(last.cursor + 1, last.cursor + 1 + len(made)), pa.int64())
    made = made.append_column("sequence", numbers).append_column(
        "on", pa.array([as_of] * len(made), pa.date32())
    )
    log = pa.concat_tables([last.log, made.select(LOG.names).cast(LOG)])
    kept = log.filter(pc.greater(log["on"], pa.scalar(as_of - timedelta(days=DAYS), pa.date32())))
    cursor = last.cursor + len(made)
    left = pc.min(kept["sequence"]).as_py() if len(kept) else cursor + 1
    return Changes(last.series, cursor, max(last.oldest, left - 1), bundle.meta.build_id, now, kept)


def _newest(log: pa.Table) -> pa.Table:
    """The last change of each record: the earlier ones would only be overwritten by it."""
    last = log.group_by("record").aggregate([("sequence", "max")])["sequence_max"]
    return log.filter(pc.is_in(log["sequence"], value_set=last.combine_chunks())).sort_by("sequence")


def _contents(bundle: Bundle, log: pa.Table) -> dict[str, str]:
    """Record → its JSON object, of those that came or changed."""
    wanted = log.filter(pc.not_equal(log["change"], "delete"))["record"].combine_chunks()
    found: dict[str, str] = {}
    for dataset in bundle.meta.datasets if len(wanted) else ():
        fields = record_fields(dataset)
        columns = list(dict.fromkeys(field.column for field in fields))
        with pq.ParquetFile(bundle.path / "records" / f"{dataset.name}.parquet") as file:
            for batch in file.iter_batches(columns=columns):
                rows = batch.filter(pc.is_in(batch["record"], value_set=wanted))
                objects = json_objects(texts(rows, fields), fields).to_pylist() if rows.num_rows else []
                found.update(zip(rows["record"].to_pylist(), objects, strict=True))
    return found


def _line(row: dict[str, object], contents: dict[str, str]) -> str:
    head = {
        "sequence": row["sequence"],
        "change": row["change"],
        "dataset": row["dataset"],
        "record": row["record"],
    }
    if row["change"] == "delete":
        return json.dumps(head | {"reason": row["reason"]}, ensure_ascii=False) + "\n"
    return json.dumps(head, ensure_ascii=False)[:-1] + f', "data": {contents[str(row["record"])]}}}\n'


def _write_day(path: Path, rows: list[dict[str, object]], contents: dict[str, str]) -> DataFile:
    with path.open("wb") as stream:
        made = Hashed(stream)
        for row in rows:
            made.write(_line(row, contents).encode("utf-8"))
    return DataFile(f"changes/{path.name}", "当日增减和变更", len(rows), made.size, made.hexdigest)


def write_changes(bundle: Bundle, changes: Changes, folder: Path) -> list[DataFile]:
    """Write index.json and a file for each day with changes into `folder`."""
    log = _newest(changes.log)
    contents = _contents(bundle, log) if len(log) else {}
    files, days = [], []
    by_day: dict[date, list[dict[str, object]]] = {}
    for row in log.to_pylist():
        by_day.setdefault(row["on"], []).append(row)
    for day, rows in sorted(by_day.items()):
        made = _write_day(folder / f"{day}.jsonl", rows, contents)
        files.append(made)
        span = {"first": rows[0]["sequence"], "last": rows[-1]["sequence"]}
        days.append(
            {"on": day.isoformat(), "path": made.path, **span, "rows": made.rows, "sha256": made.sha256}
        )
    index = {
        "series": changes.series,
        "cursor": changes.cursor,
        "oldest": changes.oldest,
        "as_of": bundle.meta.as_of.isoformat(),
        "days": days,
    }
    data = (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    path = folder / "index.json"
    with path.open("wb") as stream:
        made_index = Hashed(stream)
        made_index.write(data)
    return [
        *files,
        DataFile("changes/index.json", "增量目录", len(days), made_index.size, made_index.hexdigest),
    ]


def read_changes(folder: Path) -> Changes | None:
    """What the last build knew; None when there was none."""
    path = folder / "changes.json"
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        log = pq.read_table(folder / f"log-{told['build_id']}.parquet")
        path = folder / told.get("shown", f"shown-{told['build_id']}.parquet")
        pq.read_metadata(path)
        left = pq.read_table(folder / f"left-{told['build_id']}.parquet") if "shown" in told else _NONE
        shown = Shown(path, left["record"].combine_chunks())
        return Changes(told["series"], told["cursor"], told["oldest"], told["build_id"], shown, log)
    except (OSError, KeyError, ValueError) as error:
        raise Stopped(
            f"开放数据的增量记录 {folder} 无法读取（{error}）。请从备份恢复；删除该目录则增量从头编号，订阅方须重新取全量。"
        ) from error


def write_state(folder: Path, changes: Changes) -> None:
    """Keep what the live site tells; changes.json last, so that it never names a table that is not whole."""
    folder.mkdir(parents=True, exist_ok=True)
    named = {
        f"log-{changes.build_id}.parquet": changes.log,
        f"left-{changes.build_id}.parquet": pa.table({"record": changes.shown.left}),
    }
    kept, shown = changes.shown.kept, f"shown-{changes.build_id}.parquet"
    if isinstance(kept, Path):
        shown = kept.name
    else:
        named[shown] = kept
    for name, table in named.items():
        # Ids and digests are all different: a dictionary of them would save nothing.
        pq.write_table(table, beside(folder / name), compression="zstd", use_dictionary=_REPEATED)
        beside(folder / name).replace(folder / name)
    told = {
        "series": changes.series,
        "cursor": changes.cursor,
        "oldest": changes.oldest,
        "build_id": changes.build_id,
        "shown": shown,
    }
    write_whole(folder / "changes.json", json.dumps(told, indent=1) + "\n")
    for old in folder.glob("*.parquet"):
        if old.name not in {*named, shown}:
            old.unlink()
