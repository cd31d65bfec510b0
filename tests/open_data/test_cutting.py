"""Downloads cut out of the live ones are what would have been written; whatever else happened, they are written anew."""

import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.open_data.cutting import Made, Table, keep, make, read_last
from pipeline.open_data.tables import Field

FIELDS = (Field("record", "记录标识", "record"), Field("text", "说明", "f_text"))
TEXT = st.text('甲",\n\r =a', max_size=6) | st.none()


def write(folder: Path, rows: list[tuple[str, str | None]], digest: bool) -> Table:
    """A table of the bundle, with a digest of each row or, like the register, without."""
    columns = {"record": [each for each, _ in rows], "f_text": [text for _, text in rows]}
    if digest:
        columns["digest"] = [f"{each}{text}" for each, text in rows]
    schema = pa.schema([(name, pa.string()) for name in columns])
    pq.write_table(pa.table(columns, schema=schema), folder / "t.parquet")
    return Table(folder / "t.parquet", FIELDS, "t", "表")


def build(root: Path, rows: list[tuple[str, str | None]], digest: bool) -> Made:
    """A build from the live files to the next ones, which are then live; compared with files written anew."""
    table = write(root, rows, digest)
    for name in ("live", "next", "anew"):
        (root / name).mkdir(exist_ok=True)
    made, anew = (
        make(table, read_last(root / "state", root / "live"), root / "next"),
        make(table, None, root / "anew"),
    )
    for name in ("t.csv", "t.jsonl"):
        data = (root / "next" / name).read_bytes()
        assert data == (root / "anew" / name).read_bytes()
        (root / "live" / name).write_bytes(data)
    assert (made.files.csv, made.files.lines) == (anew.files.csv, anew.files.lines)
    assert made.files.csv_sizes.tolist() == anew.files.csv_sizes.tolist()
    keep(root / "state", root / "live", [made], "b")
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXT, min_size=1, max_size=12), digest=st.booleans(), data=st.data())
def test_what_only_lost_rows_is_cut(
    tmp_path: Path, texts: list[str | None], digest: bool, data: st.DataObject
) -> None:
    rows = [(f"{place:02}", text) for place, text in enumerate(texts)]
    build(tmp_path, rows, digest)
    for _ in range(2):
        rows = [each for each in rows if data.draw(st.booleans())]
        had = (tmp_path / "live/t.jsonl").stat().st_size > 0
        assert build(tmp_path, rows, digest).cut is had


@pytest.mark.parametrize(
    "rows", [[("1", "x"), ("2", "y")], [("2", "b"), ("1", "a")], [("1", "a"), ("2", "b"), ("3", "c")]]
)
def test_what_changed_moved_or_came_is_written_anew(
    tmp_path: Path, rows: list[tuple[str, str | None]]
) -> None:
    build(tmp_path, [("1", "a"), ("2", "b")], digest=True)
    assert build(tmp_path, rows, digest=True).cut is False


def test_an_altered_live_file_is_not_gone_on_from(tmp_path: Path) -> None:
    build(tmp_path, [("1", "a"), ("2", "b")], digest=True)
    live = tmp_path / "live/t.csv"
    told = live.stat()
    live.write_bytes(live.read_bytes().replace(b"a", b"z"))
    os.utime(live, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert live.stat().st_size == told.st_size
    assert build(tmp_path, [("2", "b")], digest=True).cut is False
    assert build(tmp_path, [], digest=True).cut is True


def test_a_live_file_that_was_put_back_is_gone_on_from_by_its_digest(tmp_path: Path) -> None:
    build(tmp_path, [("1", "a"), ("2", "b")], digest=True)
    shutil.copy(tmp_path / "live/t.csv", tmp_path / "copy")
    (tmp_path / "copy").replace(tmp_path / "live/t.csv")
    assert build(tmp_path, [("2", "b")], digest=True).cut is True
