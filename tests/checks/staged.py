"""Rows through landing, reading and checks of one dataset, without a build."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import landing
from pipeline.catalogue import load_catalogue
from pipeline.engine.local import open_engine
from pipeline.findings import Finding
from pipeline.reading import read_dataset
from pipeline.records import Checking, check_dataset
from pipeline.sources.heading_row import below_title
from pipeline.sources.inbox import read_bytes
from pipeline.sources.raw import ROW, RawTable

CATALOGUE = load_catalogue()
AS_OF = date(2026, 11, 20)
Rows = Sequence[dict[str, str | None]]


@dataclass(frozen=True)
class Staged:
    """What became of the rows."""

    records: list[dict[str, object]]
    findings: list[Finding]

    def codes(self, row: int | None = None, file: str | None = None) -> set[str]:
        """The codes told of a row (2 is the first), or of the whole file."""
        of_file = (each for each in self.findings if file is None or each.file == file)
        return {each.code for each in of_file if each.row == row}

    def of(self, file: str) -> list[dict[str, object]]:
        """The records of one file."""
        return [each for each in self.records if each["file"] == file]


def raw(dataset: str, rows: Rows, name: str) -> RawTable:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    columns = {heading: pa.array([row.get(heading) for row in rows], pa.string()) for heading in headings}
    cells = pa.table({ROW: pa.array(range(2, len(rows) + 2), pa.int32()), **columns})
    return RawTable(dataset, name, name, cells)


def staged(folder: Path, dataset: str, *files: Rows, register: Rows = (), engine: object = None) -> Staged:
    """Land the files in their order, read and check; `register` are rows of 市场主体."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, rows in enumerate(files, 1):
        landing.land(raw(dataset, rows, f"{number}.csv"), folder / "landing", CATALOGUE, AS_OF, b"k" * 32)
    known = folder / "entity-records.parquet"
    with open_engine() as engine:
        if register:
            landing.land(raw("entity", register, "e.csv"), folder / "landing", CATALOGUE, AS_OF, b"k" * 32)
            _run(engine, folder, "entity", known, None)
        return _run(engine, folder, dataset, folder / "records.parquet", known if register else None)


def sent(folder: Path, dataset: str, files: Mapping[str, bytes], register: Rows = ()) -> Staged:
    """Read the files as they are sent, in their order; what of one cannot be read at all is a finding."""
    read = (read_bytes(data, name, dataset) for name, data in files.items())
    tables = [below_title(each, CATALOGUE[dataset]) for each in read]
    refused = [finding for table in tables if not table.headings for finding in table.findings]
    for table in tables:
        if table.headings:
            landing.land(table, folder / "landing", CATALOGUE, AS_OF, b"k" * 32)
    result = staged(folder, dataset, register=register)
    return Staged(result.records, [*refused, *result.findings])


def _run(engine: object, folder: Path, dataset: str, target: Path, register: Path | None) -> Staged:
    batches = landing.batches(folder / "landing", dataset)
    source = folder / f"{dataset}.arrow"
    findings = read_dataset(CATALOGUE[dataset], batches, source)
    checking = Checking(CATALOGUE, AS_OF, "salt", register)
    findings += check_dataset(engine, CATALOGUE[dataset], source, target, checking)
    return Staged(pq.read_table(target).to_pylist(), findings)
