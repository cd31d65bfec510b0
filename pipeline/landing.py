"""The landing (落地区): each file or pull as it was received, without identity numbers, kept for ever.

`land` takes a table, `keep` a stream of tables that are clean already; the files are landing_store's. Checks nothing
of the content.
"""

import dataclasses
import datetime
import hmac
import re
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from pipeline.catalogue import Catalogue, Dataset, Field, match_headings
from pipeline.findings import Finding
from pipeline.landing_store import Batch, batches, compact, place, read_batch, read_parts, write_parquet
from pipeline.personal import MARK, redact, redact_text
from pipeline.sources import codes
from pipeline.sources.raw import RawTable
from pipeline.sources.rows import unused

__all__ = ["Batch", "Clean", "batches", "clean", "compact", "keep", "land", "read_batch", "read_parts"]

_DUPLICATE = re.compile(r" \(\d+\)$")


@dataclasses.dataclass(frozen=True)
class Clean:
    """What was received, without identity numbers: tables of one schema, to be landed under `name`."""

    dataset: Dataset
    name: str
    schema: pa.Schema
    tables: Iterable[pa.Table]
    findings: tuple[Finding, ...]


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


def clean(table: RawTable, dataset: Dataset, key: bytes) -> Clean:
    """The table without identity numbers in name, headings, cells and findings."""
    name = redact_text(table.name)
    cells, found = redact(table.cells, fields_of(dataset, table.headings), key)
    spoken = [codes.finding(codes.IDENTITY, "", "", field="文件名")] if MARK in name else []
    if (renamed := _clean_headings(cells)).column_names != cells.column_names:
        spoken.append(codes.finding(codes.IDENTITY, "", "", field="表头"))
    every = (*table.findings, *spoken, *found)
    findings = tuple(_clean_finding(each, dataset.name, name) for each in every)
    return Clean(dataset, name, renamed.schema, (renamed,), findings)


def _known(earlier: tuple[Batch, ...], name: str, source: str, rows: int) -> Batch | None:
    """The newest batch of that name, when it is this content and was read no worse."""
    before = next((each for each in reversed(earlier) if each.name == name), None)
    if before is not None and before.source == source and (before.rows > 0 or rows == 0):
        return before
    return None


def land(
    table: RawTable, folder: Path, catalogue: Catalogue, received_on: datetime.date, key: bytes
) -> Batch:
    """Keep the table below `folder`; when the newest batch of that name has the same content, that batch is returned.

    A file that was refused before and can be read now (a workbook read under less load) is landed anew, and so is
    an old content that comes back after another one: what was sent last counts.
    """
    dataset = catalogue[table.dataset]
    name = redact_text(table.name)
    source = _keyed(key, dataset.name, name, table.source_sha256)
    known = _known(batches(folder, dataset.name), name, source, len(table.cells))
    return known or _keep(clean(table, dataset, key), folder, received_on, source, key)


def keep(sent: Clean, folder: Path, received_on: datetime.date, key: bytes) -> Batch:
    """Keep a stream of clean tables; its content is known by its own digest. Memory does not grow with its rows."""
    return _keep(sent, folder, received_on, None, key)


def _keep(sent: Clean, folder: Path, received_on: datetime.date, source: str | None, key: bytes) -> Batch:
    dataset = sent.dataset.name
    written = write_parquet(folder / dataset / ".landing.part", sent.schema, sent.tables)
    earlier = batches(folder, dataset)
    if source is None:
        source = _keyed(key, dataset, sent.name, written.sha256)
        if known := _known(earlier, sent.name, source, written.rows):
            written.path.unlink()
            return known
    sequence = earlier[-1].sequence + 1 if earlier else 1
    path = folder / dataset / f"{sequence:06d}-{source[:16]}.parquet"
    batch = Batch(
        batch=path.stem,
        sequence=sequence,
        dataset=dataset,
        name=sent.name,
        rows=written.rows,
        headings=written.headings,
        received_on=received_on,
        source=source,
        sha256=written.sha256,
        findings=sent.findings,
        path=path,
    )
    return place(batch, written)
