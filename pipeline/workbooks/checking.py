"""Checks one file as a build would (报送前自查), without a state folder: nothing is kept.

Reads the file; works in a temporary folder in which identity numbers are replaced as everywhere, by a key that
nobody knows and that goes with it.
"""

import secrets
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline import landing
from pipeline.catalogue import Catalogue, Dataset
from pipeline.engine.local import open_engine
from pipeline.errors import SettingsError
from pipeline.findings import Finding, Level
from pipeline.reading import read_dataset
from pipeline.records import Checking, check_dataset
from pipeline.sources.heading_row import below_title
from pipeline.sources.inbox import dataset_of, read_file
from pipeline.sources.raw import RawTable


@dataclass(frozen=True)
class Checked:
    """A file and what was found in it."""

    dataset: Dataset
    table: RawTable
    findings: tuple[Finding, ...]

    @property
    def refused_rows(self) -> int:
        """Rows that a build would refuse."""
        return len({each.row for each in self.findings if each.row and each.level is Level.REJECT})

    @property
    def is_refused(self) -> bool:
        """Whether anything of it would be refused."""
        return any(each.level is Level.REJECT for each in self.findings)


def _dataset(path: Path, named: str, catalogue: Catalogue) -> Dataset:
    found = catalogue.find(named) if named else dataset_of(path.name, catalogue)
    if found is None:
        titles = "、".join(each.title for each in catalogue.datasets)
        raise SettingsError(
            f"从“{named or path.name}”看不出数据类别。请用 --dataset 指明，可用的有：{titles}。"
        )
    return found


def check_file(path: Path, named: str, catalogue: Catalogue, as_of: date, register: Path | None) -> Checked:
    """Read and check one file; `named` is the dataset when the file's name does not tell it."""
    if not path.is_file():
        raise SettingsError(f"找不到文件 {path}。请检查路径。")
    dataset = _dataset(path, named, catalogue)
    table = below_title(read_file(path, path.name, dataset.name), dataset)
    return check_table(table, dataset, catalogue, as_of, register)


def check_table(
    table: RawTable, dataset: Dataset, catalogue: Catalogue, as_of: date, register: Path | None
) -> Checked:
    """Check what was read of one file."""
    if not table.headings:
        return Checked(dataset, table, table.findings)
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder, open_engine() as engine:
        work = Path(folder)
        batch = landing.land(table, work, catalogue, as_of, secrets.token_bytes(32))
        findings = read_dataset(dataset, (batch,), work / "read.arrow")
        checking = Checking(catalogue, as_of, "", register)
        findings += check_dataset(engine, dataset, work / "read.arrow", work / "records.parquet", checking)
    ordered = sorted(findings, key=lambda each: (each.row is not None, each.row or 0))
    return Checked(dataset, table, tuple(ordered))
