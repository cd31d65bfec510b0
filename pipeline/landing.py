"""The landing (落地区): each file or pull as it was received, without identity numbers, kept for ever.

`land` writes `<folder>/<dataset>/<batch>.parquet` and beside it `<batch>.json`, its manifest; the manifest comes
last, so a Parquet file without one was never landed. Nothing is written twice or changed; what was changed since
is refused on reading. Checks nothing of the content.
"""

import dataclasses
import datetime
import hashlib
import hmac
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.catalogue import Catalogue, Dataset, Field, match_headings
from pipeline.errors import Stopped
from pipeline.files import write_whole
from pipeline.findings import Finding, Level
from pipeline.personal import MARK, redact, redact_text
from pipeline.sources import codes
from pipeline.sources.raw import ROW, RawTable
from pipeline.sources.rows import unused

_ROW_GROUP = 100_000
_DUPLICATE = re.compile(r" \(\d+\)$")


@dataclasses.dataclass(frozen=True)
class Batch:
    """The manifest of one landed file or pull.

    `sequence` counts the batches of a dataset; `source` is a keyed digest of what was sent; `path` is the Parquet
    file and not part of the manifest.
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


def _keyed(key: bytes, *parts: str) -> str:
    """A keyed digest: a plain one of a short file would let its identity numbers be guessed."""
    return hmac.new(key, "\0".join(parts).encode("utf-8"), "sha256").hexdigest()


def fields_of(dataset: Dataset, headings: Iterable[str]) -> dict[str, Field | None]:
    """The field each heading names, told alone: a second column of identity numbers is one too."""
    matched = ((each, match_headings(dataset, [_DUPLICATE.sub("", each)])) for each in headings)
    return {each: dataset.by_id.get(next(iter(found.values()), "")) for each, found in matched}


def _clean_headings(cells: pa.Table) -> pa.Table:
    """The table with identity numbers taken out of its headings."""
    taken: set[str] = set()
    names: list[str] = []
    for name in cells.column_names:
        names.append(unused(redact_text(name), taken))
        taken.add(names[-1].casefold())
    return cells.rename_columns(names)


def _clean_finding(finding: Finding, dataset: str, name: str) -> Finding:
    return dataclasses.replace(
        finding,
        dataset=dataset,
        file=name,
        message=redact_text(finding.message),
        field=None if finding.field is None else redact_text(finding.field),
        value=redact_text(finding.value),
    )


def _clean(table: RawTable, dataset: Dataset, key: bytes) -> tuple[str, pa.Table, tuple[Finding, ...]]:
    """Name, cells and findings without identity numbers."""
    name = redact_text(table.name)
    cells, found = redact(table.cells, fields_of(dataset, table.headings), key)
    spoken = [codes.finding(codes.IDENTITY, "", "", field="文件名")] if MARK in name else []
    if (renamed := _clean_headings(cells)).column_names != cells.column_names:
        spoken.append(codes.finding(codes.IDENTITY, "", "", field="表头"))
    every = (*table.findings, *spoken, *found)
    return name, renamed, tuple(_clean_finding(each, dataset.name, name) for each in every)


def _parquet(cells: pa.Table) -> bytes:
    """The same bytes for the same cells, however the source cut them into chunks."""
    sink = io.BytesIO()
    plain = cells.replace_schema_metadata(None)
    with pq.ParquetWriter(sink, plain.schema, compression="zstd", compression_level=3) as writer:
        for start in range(0, len(plain), _ROW_GROUP):
            writer.write_table(plain.slice(start, _ROW_GROUP).combine_chunks(), row_group_size=_ROW_GROUP)
    return sink.getvalue()


def _manifest(batch: Batch) -> bytes:
    record = {
        each.name: getattr(batch, each.name) for each in dataclasses.fields(Batch) if each.name != "path"
    }
    record["received_on"] = batch.received_on.isoformat()
    record["findings"] = [dataclasses.asdict(each) for each in batch.findings]
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def land(
    table: RawTable, folder: Path, catalogue: Catalogue, received_on: datetime.date, key: bytes
) -> Batch:
    """Keep the table below `folder`; when the newest batch of that name has the same content, that batch is returned.

    A file that was refused before and can be read now (a workbook read under less load) is landed anew, and so is
    an old content that comes back after another one: what was sent last counts.
    """
    dataset = catalogue[table.dataset]
    earlier = batches(folder, dataset.name)
    name = redact_text(table.name)
    source = _keyed(key, dataset.name, name, table.source_sha256)
    before = next((each for each in reversed(earlier) if each.name == name), None)
    if before is not None and before.source == source and (before.rows > 0 or len(table.cells) == 0):
        return before
    name, cells, findings = _clean(table, dataset, key)
    content = _parquet(cells)
    sequence = earlier[-1].sequence + 1 if earlier else 1
    path = folder / dataset.name / f"{sequence:06d}-{source[:16]}.parquet"
    batch = Batch(
        batch=path.stem,
        sequence=sequence,
        dataset=dataset.name,
        name=name,
        rows=len(cells),
        headings=tuple(each for each in cells.column_names if each != ROW),
        received_on=received_on,
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        findings=findings,
        path=path,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    write_whole(path.with_suffix(".json"), _manifest(batch))
    return batch


def _finding(record: Mapping[str, object]) -> Finding:
    return Finding(**{**record, "level": Level(str(record["level"]))})  # type: ignore[arg-type]


def _read_manifest(path: Path) -> Batch:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        record["received_on"] = datetime.date.fromisoformat(record["received_on"])
        record["headings"] = tuple(record["headings"])
        record["findings"] = tuple(_finding(each) for each in record["findings"])
        return Batch(**record, path=path.with_suffix(".parquet"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stopped(f"落地区的清单 {path} 无法读取（{error}）。请从备份恢复该文件后重新运行。") from error


def batches(folder: Path, dataset: str) -> tuple[Batch, ...]:
    """What was landed for a dataset, in the order of landing."""
    found = (_read_manifest(path) for path in (folder / dataset).glob("*.json"))
    return tuple(sorted(found, key=lambda each: each.sequence))


def read_batch(batch: Batch) -> pa.Table:
    """The cells of a batch; Stopped when the file is not what was landed."""
    try:
        content = batch.path.read_bytes()
    except OSError as error:
        raise Stopped(
            f"落地区的文件 {batch.path} 无法读取（{error}）。请从备份恢复该文件后重新运行。"
        ) from error
    if hashlib.sha256(content).hexdigest() != batch.sha256:
        raise Stopped(
            f"落地区的文件 {batch.path} 与清单中的 SHA-256 不符，已被改动。请从备份恢复该文件后重新运行。"
        )
    return pq.read_table(pa.BufferReader(content))
