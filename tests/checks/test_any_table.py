"""Whatever bytes come: a file is read or refused with a finding, and no row of it is lost on the way."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import landing
from pipeline.engine.local import Engine, open_engine
from pipeline.reading import read_dataset
from pipeline.records import Checking, check_dataset
from pipeline.sources.inbox import read_bytes
from tests.checks.staged import AS_OF, CATALOGUE

TITLES = [each.title for each in CATALOGUE["honour"].fields]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2026-05-06", "9.14E+17", "空", "自然人", "11010519491231002X", '"', "\r", "\0", "，；、", "46027"]
    ),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


def _csv(rows: list[list[str]], encoding: str) -> bytes:
    quoted = (",".join('"' + each.replace('"', '""') + '"' for each in row) for row in rows)
    return "\r\n".join(quoted).encode(encoding, "replace")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=16), max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "latin-1"]),
    junk=st.binary(max_size=6),
)
def test_any_table_of_cells(
    rows: list[list[str]],
    encoding: str,
    junk: bytes,
    engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data = _csv([TITLES, *rows], encoding) + junk
    table = read_bytes(data, "a.csv", "honour")
    if not table.headings:
        assert [each.level for each in table.findings] == ["reject"]
        return
    folder: Path = tmp_path_factory.mktemp("any")
    batch = landing.land(table, folder, CATALOGUE, AS_OF, b"k" * 32)
    dataset = CATALOGUE["honour"]
    findings = read_dataset(dataset, (batch,), folder / "read.parquet")
    checking = Checking(CATALOGUE, AS_OF, "salt")
    findings += check_dataset(engine, dataset, folder / "read.parquet", folder / "records.parquet", checking)
    records = pq.read_table(folder / "records.parquet").to_pylist()
    assert [row["row"] for row in records] == table.cells["_row"].to_pylist()
    refused = {each.row for each in findings if each.level == "reject" and each.row}
    assert {row["row"] for row in records if row["rejected"]} <= refused
    assert all("11010519491231002X" not in str(row) for row in records)
