"""The landing: landed once, never changed, same bytes, nothing personal in it."""

import datetime
import json
import random
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.errors import Stopped
from pipeline.findings import Finding, Level
from pipeline.landing import Batch, batches, compact, land, read_batch
from pipeline.landing_store import LOOSE
from pipeline.sources.inbox import read_file
from pipeline.sources.raw import ROW, RawTable
from tests.test_personal import FORMS, numbers

KEY = b"k" * 32
DAY = datetime.date(2026, 1, 5)
CATALOGUE = load_catalogue()


def _table(names: list[str], **changed: object) -> RawTable:
    cells = pa.table(
        {ROW: pa.array(range(2, len(names) + 2), pa.int32()), "主体名称": pa.array(names, pa.string())}
    )
    given = {"dataset": "honour", "name": "honour-1.csv", "source_sha256": "0" * 64, "cells": cells} | changed
    return RawTable(**given)  # type: ignore[arg-type]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_landed_table_is_read_back_as_it_was(tmp_path: Path) -> None:
    found = Finding("R-004", Level.WARN, "honour", "honour-1.csv", "少一格", row=3)
    batch = land(_table(["甲", "乙"], findings=(found,)), tmp_path, CATALOGUE, DAY, KEY)
    assert batches(tmp_path, "honour") == (batch,)
    assert batch.findings == (found,)
    assert (batch.rows, batch.headings, batch.received_on) == (2, ("主体名称",), DAY)
    assert read_batch(batch).to_pydict() == {ROW: [2, 3], "主体名称": ["甲", "乙"]}
    assert read_batch(batch).schema.field(ROW).type == pa.int32()


def test_landed_twice_is_landed_once(tmp_path: Path) -> None:
    first = land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY)
    before = _files(tmp_path)
    again = land(_table(["甲"]), tmp_path, CATALOGUE, DAY + datetime.timedelta(days=1), KEY)
    assert again == first
    assert _files(tmp_path) == before
    assert len(before) == 2


@pytest.mark.parametrize(
    "changed", [{"name": "honour-2.csv"}, {"source_sha256": "1" * 64}, {"dataset": "entity"}]
)
def test_another_name_content_or_dataset_is_another_batch(tmp_path: Path, changed: dict[str, str]) -> None:
    first = land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY)
    assert land(_table(["甲"], **changed), tmp_path, CATALOGUE, DAY, KEY).batch != first.batch


def test_a_file_refused_before_is_landed_when_it_can_be_read(tmp_path: Path) -> None:
    empty = land(_table([]), tmp_path, CATALOGUE, DAY, KEY)
    assert land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY).rows == 1
    assert [each.rows for each in batches(tmp_path, "honour")] == [0, 1]
    assert empty.sequence == 1


def test_an_old_content_that_comes_back_counts_again(tmp_path: Path) -> None:
    for content in "010":
        land(_table(["甲"], source_sha256=content * 64), tmp_path, CATALOGUE, DAY, KEY)
    found = batches(tmp_path, "honour")
    assert [each.sequence for each in found] == [1, 2, 3]
    assert found[0].source == found[2].source != found[1].source


def test_what_was_sent_cannot_be_recomputed_without_the_key(tmp_path: Path) -> None:
    one = land(_table(["甲"]), tmp_path / "one", CATALOGUE, DAY, KEY)
    two = land(_table(["甲"]), tmp_path / "two", CATALOGUE, DAY, b"another key")
    assert one.source != two.source
    assert "0" * 64 not in str(_files(tmp_path))


def test_order_of_batches_is_the_order_of_landing(tmp_path: Path) -> None:
    for name in ("c.csv", "a.csv", "b.csv"):
        land(_table(["甲"], name=name), tmp_path, CATALOGUE, DAY, KEY)
    assert [each.name for each in batches(tmp_path, "honour")] == ["c.csv", "a.csv", "b.csv"]
    assert batches(tmp_path, "penalty") == ()


def test_same_cells_same_bytes_however_they_are_cut(tmp_path: Path) -> None:
    names = [f"主体{number % 97}" for number in range(1000)]
    whole = _table(names)
    cut = pa.concat_tables([whole.cells.slice(0, 1), whole.cells.slice(1, 600), whole.cells.slice(601)])
    land(whole, tmp_path / "a", CATALOGUE, DAY, KEY)
    land(_table(names, cells=cut), tmp_path / "b", CATALOGUE, DAY, KEY)
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


def test_a_changed_file_stops_and_is_named(tmp_path: Path) -> None:
    batch = land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY)
    batch.path.write_bytes(batch.path.read_bytes().replace(b"PAR1", b"PAR2", 1))
    with pytest.raises(Stopped, match=batch.path.name):
        read_batch(batch)


def test_a_missing_file_and_a_broken_manifest_stop(tmp_path: Path) -> None:
    batch = land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY)
    batch.path.unlink()
    with pytest.raises(Stopped, match=batch.path.name):
        read_batch(batch)
    manifest = batch.path.with_suffix(".json")
    manifest.write_text(json.dumps({"batch": "x"}), encoding="utf-8", newline="\n")
    with pytest.raises(Stopped, match=manifest.name):
        batches(tmp_path, "honour")


def test_half_a_landing_is_no_landing(tmp_path: Path) -> None:
    batch = land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY)
    batch.path.with_suffix(".json").unlink()
    assert batches(tmp_path, "honour") == ()
    assert land(_table(["甲"]), tmp_path, CATALOGUE, DAY, KEY) == batch


def _land_planted(folder: Path, planted: list[str]) -> Batch:
    """One number each in name, heading, unknown heading, free text, identity columns, code columns, findings."""
    headings = [
        "主体名称",
        "证件号码",
        "证件号码 (2)",
        "身份证号",
        "列入事由",
        "统一社会信用代码",
        f"备注{planted[0]}",
    ]
    cells = {ROW: pa.array(range(2, len(planted) + 2), pa.int32())}
    cells |= {heading: pa.array(planted, pa.string()) for heading in headings}
    found = Finding(
        "R-006", Level.WARN, "blacklist", planted[0], f"“{planted[0]}”的值", row=2, value=planted[0]
    )
    raw = RawTable("blacklist", f"blacklist-{planted[0]}.csv", "2" * 64, pa.table(cells), (found,))
    return land(raw, folder, CATALOGUE, DAY, KEY)


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.__name__)
def test_no_identity_number_in_any_byte(tmp_path: Path, form: object) -> None:
    planted = [form(number) for number in numbers(random.Random(5), 20)]  # type: ignore[operator]
    batch = _land_planted(tmp_path, planted)
    table = read_batch(batch)
    everything = batch.path.with_suffix(".json").read_text(encoding="utf-8") + str(table.to_pydict())
    everything += str(table.column_names) + batch.path.name
    for text in planted:
        assert text not in everything
        assert text.encode() not in b"".join(_files(tmp_path).values())


def test_a_refused_file_is_in_the_manifest(tmp_path: Path) -> None:
    source = tmp_path / "honour-1.csv"
    source.write_bytes(b"")
    batch = land(read_file(source, source.name, "honour"), tmp_path / "landing", CATALOGUE, DAY, KEY)
    assert (batch.rows, batch.headings) == (0, ())
    assert [each.level for each in batch.findings] == [Level.REJECT]
    assert len(read_batch(batch)) == 0


def test_old_batches_are_packed_byte_for_byte(tmp_path: Path) -> None:
    for number in range(2 * LOOSE + 3):
        land(_table(["甲", str(number)], name=f"honour-{number}.csv"), tmp_path, CATALOGUE, DAY, KEY)
    before = batches(tmp_path, "honour")
    cells = [read_batch(each) for each in before]
    assert compact(tmp_path, "honour") == LOOSE
    after = batches(tmp_path, "honour")
    assert [each.batch for each in after] == [each.batch for each in before]
    assert [each.sha256 for each in after] == [each.sha256 for each in before]
    assert [read_batch(each) for each in after] == cells
    assert len(_files(tmp_path)) == 2 * (LOOSE + 3) + 2
    assert compact(tmp_path, "honour") == 0
    next_one = land(_table(["乙"], name="honour-new.csv"), tmp_path, CATALOGUE, DAY, KEY)
    assert next_one.sequence == len(before) + 1


def test_a_stop_while_packing_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2 * LOOSE):
        land(_table([str(number)], name=f"honour-{number}.csv"), tmp_path, CATALOGUE, DAY, KEY)
    cells = [read_batch(each) for each in batches(tmp_path, "honour")]
    monkeypatch.setattr("pipeline.landing_store._remove_packed", lambda *_: None)
    compact(tmp_path, "honour")
    monkeypatch.undo()
    assert [read_batch(each) for each in batches(tmp_path, "honour")] == cells
    compact(tmp_path, "honour")
    assert [read_batch(each) for each in batches(tmp_path, "honour")] == cells
    assert not list((tmp_path / "honour").glob("000001-*.json"))


def test_a_changed_pack_is_refused(tmp_path: Path) -> None:
    for number in range(2 * LOOSE):
        land(_table([str(number)], name=f"honour-{number}.csv"), tmp_path, CATALOGUE, DAY, KEY)
    compact(tmp_path, "honour")
    (pack,) = (tmp_path / "honour").glob("*.pack")
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(bytes(content))
    with pytest.raises(Stopped, match="SHA-256"):
        [read_batch(each) for each in batches(tmp_path, "honour")]
