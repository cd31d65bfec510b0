"""Whatever bytes come, of any dataset and form: read or refused with a finding, and no row of it is lost on the way."""

import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pipeline import landing
from pipeline.catalogue import Dataset
from pipeline.engine.local import Engine, open_engine
from pipeline.engine.parts import mapped
from pipeline.reading import read_dataset
from pipeline.records import Checking, check_dataset, rules_of
from pipeline.sources.heading_row import below_title
from pipeline.sources.inbox import read_bytes
from pipeline.sources.raw import RawTable
from tests.checks.staged import AS_OF, CATALOGUE
from tests.county import BIRCH, CEDAR

PERSON = "11010519491231002X"
ODD = (
    "2026-05-06", "9.14E+17", "空", "自然人", PERSON, '"', "\r", "\0", "，；、", "46027", CEDAR,
    f"{CEDAR}、{BIRCH}",
    "甲公司、乙公司", "罚款；没收违法所得、没收非法财物", "=1+1", "5000", "9999-12-31", "\ufeff", "1e999", "-", "行政处罚",
    "长" * 5000,
)  # fmt: skip
CELLS = st.one_of(st.text(max_size=12), st.sampled_from(ODD))
DATASETS = [
    CATALOGUE[each] for each in ("honour", "penalty", "permit", "commitment", "duty", "entity", "court")
]
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16-le", "latin-1", "both")


@dataclass(frozen=True)
class Sent:
    """One file's bytes and the name it comes under."""

    name: str
    data: bytes


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


def _csv(headings: list[str], rows: list[list[str]], encoding: str) -> bytes:
    """Lines of one encoding, or each in another ("both")."""
    quoted = (",".join('"' + each.replace('"', '""') + '"' for each in row) for row in [headings, *rows])
    names = ("utf-8", "gb18030") if encoding == "both" else (encoding,)
    lines = (line.encode(names[at % len(names)], "replace") for at, line in enumerate(quoted))
    return "\r\n".encode(names[0]).join(lines)


def _jsonl(headings: list[str], rows: list[list[str]]) -> bytes:
    objects = (json.dumps(dict(zip(headings, row, strict=False)), ensure_ascii=True) for row in rows)
    return "\n".join(objects).encode()


def _xlsx(headings: list[str], rows: list[list[str]]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in [headings, *rows]:
        book.worksheets[0].append([ILLEGAL_CHARACTERS_RE.sub("", each) for each in row])
    book.save(stream)
    return stream.getvalue()


@st.composite
def tables(draw: st.DrawFn, dataset: Dataset) -> tuple[list[str], list[list[str]]]:
    titles = [each.title for each in dataset.fields] + ["提供日期"]
    known = draw(st.lists(st.sampled_from(titles), min_size=1, max_size=40, unique=True))
    headings = titles if draw(st.booleans()) else known + draw(st.lists(st.text(max_size=6), max_size=2))
    row = st.lists(CELLS, min_size=1, max_size=len(headings) + 2)
    return headings, draw(st.lists(row, max_size=6))


@st.composite
def files(draw: st.DrawFn, dataset: Dataset) -> list[Sent]:
    """Up to eight files of a dataset: CSV in any encoding, with bytes of another one at some place, or JSON Lines."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        headings, rows = draw(tables(dataset))
        if draw(st.booleans()):
            encoding = draw(st.sampled_from(ENCODINGS))
            title = draw(st.sampled_from(("", "公示表\r\n", ",,\r\n"))).encode(
                "utf-8" if encoding in ("both", "latin-1") else encoding
            )
            data = title + _csv(headings, rows, encoding)
            place = draw(st.integers(0, len(data)))
            found.append(Sent(f"{number}.csv", data[:place] + draw(st.binary(max_size=4)) + data[place:]))
        else:
            found.append(Sent(f"{number}.jsonl", _jsonl(headings, rows)))
    return found


def _passed_over_though_broken(engine: Engine, dataset: Dataset, sent: pa.Table) -> int:
    """Rows that break a rule which said at a glance that it cannot be broken."""
    table = ibis.memtable(sent)
    passed_over = [
        rule.broken(table).fill_null(False)
        for rule in rules_of(dataset, CATALOGUE, AS_OF, registered=False)
        if not rule.possible(sent)
    ]
    assert passed_over or not len(sent)
    return int(engine.to_pyarrow(table.aggregate(rows=ibis.or_(*passed_over).sum()))["rows"][0].as_py() or 0)


def _holds(dataset: Dataset, sent: list[RawTable], engine: Engine) -> None:
    """All that must be so of what was read."""
    with tempfile.TemporaryDirectory(prefix="any-table-") as name:
        folder = Path(name)
        for table in sent:
            if table.headings:
                landing.land(table, folder, CATALOGUE, AS_OF, b"k" * 32)
            else:
                assert [each.level for each in table.findings] == ["reject"]
        findings = read_dataset(dataset, landing.batches(folder, dataset.name), folder / "read.arrow")
        checking = Checking(CATALOGUE, AS_OF, "salt")
        findings += check_dataset(
            engine, dataset, folder / "read.arrow", folder / "records.parquet", checking
        )
        records = pq.read_table(folder / "records.parquet").to_pylist()
        assert not _passed_over_though_broken(engine, dataset, mapped(folder / "read.arrow"))
    expected = [(each.name, row) for each in sent for row in each.cells["_row"].to_pylist()]
    assert [(row["file"], row["row"]) for row in records if row["part"] <= 1] == expected
    assert len({row["row_id"] for row in records}) == len(records)
    told = {(each.file, each.row) for each in findings if each.level == "reject" and each.row}
    mended = {each.file for each in findings if each.code == "C-021"}
    refused = {(row["file"], row["row"]) for row in records if row["rejected"] and row["file"] not in mended}
    assert refused <= told
    assert not any(PERSON in str(each) for each in (*records, *findings))


ANY = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(ANY, max_examples=24)
@given(data=st.data(), dataset=st.sampled_from(DATASETS))
def test_any_files_of_text(data: st.DataObject, dataset: Dataset, engine: Engine) -> None:
    sent = data.draw(files(dataset))
    read = (read_bytes(each.data, each.name, dataset.name) for each in sent)
    _holds(dataset, [below_title(each, dataset) for each in read], engine)


@settings(ANY, max_examples=4)
@given(data=st.data())
def test_any_workbook(data: st.DataObject, engine: Engine) -> None:
    dataset = CATALOGUE["honour"]
    book = _xlsx(*data.draw(tables(dataset)))
    _holds(dataset, [read_bytes(book, "a.xlsx", dataset.name)], engine)
