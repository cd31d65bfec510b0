"""A month's records in the national template for an upper platform (上传文件): xlsx and CSV of the same rows.

Reads `state/work/states/` of the last build: what is published, with all fields of the template. Identity and tax
numbers are empty: this system never has them. Both editions: 发改办财金〔2018〕790号 and the one of 2015 before it.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openpyxl import Workbook

from pipeline.catalogue import Dataset, Field
from pipeline.errors import SettingsError
from pipeline.files import write_whole
from pipeline.workbooks.saving import save, text_cell

EDITIONS = ("2018", "2015")
DATASETS = ("permit", "penalty")
"""Those the national template has; the neighbouring lists go up by systems of their own."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Sheet:
    """What is sent: headings and rows of texts, and the opaque ids of the records in their order."""

    dataset: Dataset
    edition: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    records: tuple[str, ...]


def template_fields(dataset: Dataset, edition: str) -> dict[str, Field]:
    """Heading → field, in the order of the template of an edition."""
    if edition == "2018":
        return {each.title: each for each in dataset.fields if each.columns}
    old = [each for each in dataset.fields if each.old_columns]
    return {each.old_titles[0] if each.old_titles else each.title: each for each in old}


def _text(value: object, field: Field, edition: str) -> str:
    """A value as the template wants it; personal numbers never."""
    if value is None or field.personal:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    text = str(value)
    if edition == "2015":
        return {label: code for code, label in reversed(field.old_values)}.get(text, text)
    return text


def months_days(month: str) -> tuple[date, date]:
    """First and last day of `YYYY-MM`."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise SettingsError(f"“{month}”不是月份，应写作 2026-10。") from error
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _rows(state: Path, dataset: Dataset, month: str) -> pa.Table:
    path = state / "work" / "states" / f"{dataset.name}.parquet"
    if not path.is_file():
        raise SettingsError(
            f"{state} 中还没有{dataset.title}的记录。请先运行 portal build，或用 --state 指明目录。"
        )
    first, last = (pa.scalar(day, pa.date32()) for day in months_days(month))
    arrived = pc.field("first_arrival")
    table = pq.read_table(
        path, filters=(pc.field("state") == "published") & (arrived >= first) & (arrived <= last)
    )
    return table.sort_by([("decided_on", "ascending"), ("record", "ascending")])


def sheet(state: Path, dataset: Dataset, month: str, edition: str, sent: frozenset[str]) -> Sheet:
    """The published records that first arrived in a month, without those `sent` already."""
    if dataset.name not in DATASETS:
        raise SettingsError(f"{dataset.title}没有全国统一的报送模板。可以导出的有：行政许可、行政处罚。")
    fields = template_fields(dataset, edition)
    rows = [each for each in _rows(state, dataset, month).to_pylist() if each["record"] not in sent]
    texts = tuple(
        tuple(_text(row.get(field.id), field, edition) for field in fields.values()) for row in rows
    )
    return Sheet(dataset, edition, tuple(fields), texts, tuple(each["record"] for each in rows))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(made: Sheet) -> bytes:
    """The CSV, with a byte order mark so that office programs read it as UTF-8; no cell is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(made.headings)
    writer.writerows([_safe(text) for text in row] for row in made.rows)
    return stream.getvalue().encode("utf-8-sig")


def write_files(made: Sheet, folder: Path, stem: str) -> tuple[Path, Path]:
    """Write <stem>.xlsx and <stem>.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"{stem}.xlsx", folder / f"{stem}.csv"
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet(made.dataset.title)
    page.append([text_cell(page, text) for text in made.headings])
    for row in made.rows:
        page.append([text_cell(page, text) for text in row])
    save(workbook, paths[0])
    write_whole(paths[1], csv_bytes(made))
    return paths
