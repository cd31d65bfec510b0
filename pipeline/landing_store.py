"""Files of the landing (落地区): batches as Parquet with a manifest each, old ones packed; nothing is ever changed.

Writes `<folder>/<dataset>/<batch>.parquet` and beside it `<batch>.json`, its manifest; the manifest comes last, so a
Parquet file without one was never landed. `compact` puts many old batches, byte for byte, into one
`<first>-<last>.pack` with its list `<first>-<last>.packed`: ten years of daily pulls are not ten thousand files.
What was changed since is refused on reading.
"""

import dataclasses
import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import Stopped
from pipeline.files import write_whole
from pipeline.findings import Finding, Level
from pipeline.sources.raw import ROW

ROW_GROUP = 20_000
"""Rows held at once while writing: 60 MB of the longest template."""
_AT_ONCE = 5
"""Row groups read at once: a text that stands in several of them is then looked at once."""
LOOSE = 64
"""Batches of a dataset kept as files of their own; beyond twice as many the oldest are packed."""


@dataclasses.dataclass(frozen=True)
class Batch:
    """The manifest of one landed file or pull.

    `sequence` counts the batches of a dataset; `source` is a keyed digest of what was sent. `path`, `offset` and
    `length` are where the Parquet bytes lie (length 0: the whole file) and not part of the manifest.
    """

    batch: str
    sequence: int
    dataset: str
    name: str
    rows: int
    headings: tuple[str, ...]
    received_on: datetime.date
    source: str
    sha256: str
    findings: tuple[Finding, ...]
    path: Path
    offset: int = 0
    length: int = 0


_PLACE = ("path", "offset", "length")


def _exact(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in slices of ROW_GROUP, however the source cut them: the file's bytes do not tell."""
    held: list[pa.Table] = []
    rows = 0
    for table in tables:
        start = 0
        while start < len(table):
            piece = table.slice(start, ROW_GROUP - rows)
            held.append(piece)
            rows += len(piece)
            start += len(piece)
            if rows == ROW_GROUP:
                yield pa.concat_tables(held).combine_chunks()
                held, rows = [], 0
    if rows:
        yield pa.concat_tables(held).combine_chunks()


@dataclasses.dataclass(frozen=True)
class Written:
    """A Parquet file that has no name yet."""

    path: Path
    rows: int
    headings: tuple[str, ...]
    sha256: str


def write_parquet(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> Written:
    """The tables at `path`, the same bytes for the same cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain, rows = schema.remove_metadata(), 0
    with pq.ParquetWriter(path, plain, compression="zstd", compression_level=3) as writer:
        for table in _exact(each.replace_schema_metadata(None) for each in tables):
            writer.write_table(table, row_group_size=ROW_GROUP)
            rows += len(table)
    with path.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    return Written(path, rows, tuple(each for each in plain.names if each != ROW), digest)


def _record(batch: Batch) -> dict[str, Any]:
    record = {
        each.name: getattr(batch, each.name) for each in dataclasses.fields(Batch) if each.name not in _PLACE
    }
    record["received_on"] = batch.received_on.isoformat()
    record["findings"] = [dataclasses.asdict(each) for each in batch.findings]
    return record


def place(batch: Batch, written: Written) -> Batch:
    """Give the file its name, then its manifest; from here on it is landed."""
    written.path.replace(batch.path)
    text = json.dumps(_record(batch), ensure_ascii=False, indent=1) + "\n"
    write_whole(batch.path.with_suffix(".json"), text)
    return batch


def _finding(record: Mapping[str, object]) -> Finding:
    return Finding(**{**record, "level": Level(str(record["level"]))})  # type: ignore[arg-type]


def _batch(record: dict[str, Any], path: Path) -> Batch:
    record["received_on"] = datetime.date.fromisoformat(record["received_on"])
    record["headings"] = tuple(record["headings"])
    record["findings"] = tuple(_finding(each) for each in record["findings"])
    return Batch(**record, path=path)


def _read_list(path: Path) -> Iterator[Batch]:
    """The batches a manifest or the list of a pack tells of."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if path.suffix == ".json":
            yield _batch(table, path.with_suffix(".parquet"))
        else:
            yield from [_batch(each, path.with_suffix(".pack")) for each in table["batches"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stopped(f"落地区的清单 {path} 无法读取（{error}）。请从备份恢复该文件后重新运行。") from error


def batches(folder: Path, dataset: str) -> tuple[Batch, ...]:
    """What was landed for a dataset, in the order of landing; a packed batch counts as before."""
    found: dict[int, Batch] = {}
    for kind in ("*.json", "*.packed"):
        for path in sorted((folder / dataset).glob(kind)):
            found |= {each.sequence: each for each in _read_list(path)}
    return tuple(found[sequence] for sequence in sorted(found))


def _bytes(batch: Batch) -> bytes:
    """The Parquet bytes of a batch; Stopped when they are not what was landed."""
    try:
        with batch.path.open("rb") as stream:
            stream.seek(batch.offset)
            content = stream.read(batch.length or -1)
    except OSError as error:
        raise Stopped(
            f"落地区的文件 {batch.path} 无法读取（{error}）。请从备份恢复该文件后重新运行。"
        ) from error
    if hashlib.sha256(content).hexdigest() != batch.sha256:
        raise Stopped(
            f"落地区的文件 {batch.path} 与清单中的 SHA-256 不符，已被改动。请从备份恢复该文件后重新运行。"
        )
    return content


def read_batch(batch: Batch) -> pa.Table:
    """The cells of a batch; Stopped when the file is not what was landed."""
    return pq.read_table(pa.BufferReader(_bytes(batch)))


def read_parts(batch: Batch, plain: frozenset[str] = frozenset()) -> Iterator[pa.Table]:
    """The cells of a batch, some row groups at a time; each column but the `plain` ones as its distinct texts."""
    repeating = [each for each in batch.headings if each not in plain]
    file = pq.ParquetFile(pa.BufferReader(_bytes(batch)), read_dictionary=repeating)
    for first in range(0, file.num_row_groups, _AT_ONCE):
        groups = range(first, min(first + _AT_ONCE, file.num_row_groups))
        yield file.read_row_groups(list(groups)).unify_dictionaries()


def compact(folder: Path, dataset: str) -> int:
    """Pack the oldest batches that lie loose, LOOSE at a time; how many were packed.

    The list is written after the pack and before the single files go, so a stop at any moment loses nothing.
    """
    packed = 0
    _remove_packed(folder, dataset)
    while len(loose := [each for each in batches(folder, dataset) if each.length == 0]) >= 2 * LOOSE:
        old = loose[:LOOSE]
        path = folder / dataset / f"{old[0].sequence:06d}-{old[-1].sequence:06d}.pack"
        listed, content = [], bytearray()
        for each in old:
            data = _bytes(each)
            listed.append(_record(each) | {"offset": len(content), "length": len(data)})
            content += data
        write_whole(path, bytes(content))
        write_whole(
            path.with_suffix(".packed"), json.dumps({"batches": listed}, ensure_ascii=False, indent=1) + "\n"
        )
        _remove_packed(folder, dataset)
        packed += len(old)
    return packed


def _remove_packed(folder: Path, dataset: str) -> None:
    """Take away the single files of batches that are in a pack."""
    for each in batches(folder, dataset):
        if each.length:
            (folder / dataset / f"{each.batch}.json").unlink(missing_ok=True)
            (folder / dataset / f"{each.batch}.parquet").unlink(missing_ok=True)
