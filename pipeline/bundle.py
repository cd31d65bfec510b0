"""The bundle (公示包): what is public today. The only thing that portal, search and compliance read.

Opens what bundle_build.py wrote; writes nothing. Columns are described in ARCHITECTURE.md, "Bundle".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COUNTS = ("received", "rejected", "published", "withheld", "dropped", "superseded")
"""The balance of a dataset: received is the sum of the others."""

_CODED = ("dataset", "department", "source_unit", "month", "result", "shown_result")

NOTICES = pa.schema(
    [
        ("subject_code", pa.string()),
        ("kind", pa.string()),
        ("on", pa.date32()),
        ("until", pa.date32()),
        ("text", pa.string()),
    ]
)
"""Columns of `notices.parquet`."""


@dataclass(frozen=True)
class Column:
    """One public field of a dataset: the bundle's column `f_<id>` and its name on pages."""

    id: str
    title: str
    label: str

    @property
    def column(self) -> str:
        """Name in `records/<dataset>.parquet`."""
        return f"f_{self.id}"


@dataclass(frozen=True)
class PublicDataset:
    """A dataset with a page of its own: `columns` are its public fields in template order; its words as in the catalogue."""

    name: str
    title: str
    law: str
    list_fields: tuple[str, ...]
    columns: tuple[Column, ...]
    records: int
    short: str = ""
    note: str = ""
    measure: str = "条"
    tone: str = "neutral"
    section: str = "其他行政行为"
    by: str = ""
    emphasis: str = ""
    repair: str = ""
    caution: str = ""


@dataclass(frozen=True)
class FindingCount:
    """How often one kind of fault occurred; `message` says what to do and holds no value of a row."""

    code: str
    level: str
    dataset: str
    department: str
    count: int
    message: str


@dataclass(frozen=True)
class Meta:
    """What a bundle says of itself. `counts`: dataset → the six numbers of its balance."""

    as_of: date
    build_id: str
    deadline_rule: str
    counts: dict[str, dict[str, int]]
    datasets: tuple[PublicDataset, ...]
    findings: tuple[FindingCount, ...]


@dataclass(frozen=True)
class Fewer:
    """What a bundle lost since the one `before`, when nothing else differs: of each dataset record, subject_code, month and
    the row it was, the codes of subjects, and of those about whom a notice was told. What is known of that bundle is known
    of this one but for these."""

    before: "Bundle"
    records: Mapping[str, pa.Table]
    subjects: frozenset[str]
    told: frozenset[str]

    @property
    def build_id(self) -> str:
        """The build of the bundle before."""
        return self.before.meta.build_id

    def left(self, dataset: str, columns: list[str] | None) -> pa.Table:
        """The records of a dataset that are left, read from the bundle before: their own file may still be being written."""
        table = self.before.records(dataset, columns)
        left = np.ones(len(table), dtype=np.bool_)
        left[self.records[dataset].column("row").to_numpy()] = False
        return table.filter(pa.array(left))

    def column(self, name: str) -> pa.ChunkedArray:
        """A column of all records that left."""
        parts = (each.column(name).cast(pa.string()) for each in self.records.values())
        return pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.string())


@dataclass(frozen=True)
class Bundle:
    """An opened bundle; tables are read on demand. `fewer` is known when it was made by taking away."""

    path: Path
    meta: Meta
    fewer: Fewer | None = None

    def subjects(self) -> pa.Table:
        """One row per subject page, sorted by code."""
        return pq.read_table(self.path / "subjects.parquet")

    def records(self, dataset: str, columns: list[str] | None = None) -> pa.Table:
        """Published records of a dataset, sorted by subject code (nulls last), newest first."""
        if self.fewer is not None:
            return self.fewer.left(dataset, columns)
        return pq.read_table(self.path / "records" / f"{dataset}.parquet", columns=columns)

    def deadlines(self, columns: list[str] | None = None) -> pa.Table:
        """One row per record received, with its deadline and result; no content. Texts of few values as dictionaries."""
        path = self.path / "deadlines.parquet"
        return pq.read_table(path, columns=columns, read_dictionary=list(_CODED)).unify_dictionaries()

    def duties(self) -> pa.Table:
        """What each unit has to report each month (信息报送清单), with the last day in time."""
        return pq.read_table(self.path / "duties.parquet")

    def notices(self) -> pa.Table:
        """What subject pages say of records that left or were corrected lately; empty in a bundle without any."""
        path = self.path / "notices.parquet"
        return pq.read_table(path) if path.exists() else NOTICES.empty_table()

    def withdrawn(self) -> pa.Table:
        """Opaque ids of records that are no longer shown, with state and date."""
        return pq.read_table(self.path / "withdrawn.parquet")


def _dataset(table: dict[str, object]) -> PublicDataset:
    columns = tuple(Column(**each) for each in table["columns"])  # type: ignore[attr-defined]
    return PublicDataset(**{**table, "list_fields": tuple(table["list_fields"]), "columns": columns})  # type: ignore[arg-type]


def read_meta(path: Path) -> Meta:
    """Meta from a bundle's `meta.json`."""
    table = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    return Meta(
        as_of=date.fromisoformat(table["as_of"]),
        build_id=table["build_id"],
        deadline_rule=table["deadline_rule"],
        counts=table["counts"],
        datasets=tuple(_dataset(each) for each in table["datasets"]),
        findings=tuple(FindingCount(**each) for each in table["findings"]),
    )


def open_bundle(path: Path) -> Bundle:
    """Open the bundle written in `path`."""
    return Bundle(path, read_meta(path))


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text: dates in ISO form, lists joined by 、."""
    if pa.types.is_list(column.type):
        return pa.chunked_array([pc.binary_join(each, "、") for each in column.chunks], pa.string())
    return column.cast(pa.string())
