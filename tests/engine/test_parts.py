"""Parts of a table come back as they were written, and a file that was not finished has no name."""

from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from pipeline.cells.columns import TEXTS
from pipeline.engine.local import open_engine
from pipeline.engine.parts import mapped, mapped_parts

SCHEMA = pa.schema([("name", TEXTS), ("text", pa.string()), ("labels", pa.list_(pa.string()))])


def part(*rows: tuple[str | None, str | None, list[str] | None]) -> pa.Table:
    name, text, labels = ([row[place] for row in rows] for place in range(3))
    columns = [pa.array(name).dictionary_encode(), pa.array(text), pa.array(labels, SCHEMA.field(2).type)]
    return pa.table(columns, schema=SCHEMA)


def test_parts_with_texts_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    parts = [part(("甲", "一", ["罚款"]), (None, None, None)), part(("乙", "二", []), ("甲", "三", ["警告"]))]
    with mapped_parts(path, SCHEMA) as writer:
        for each in parts:
            writer.write_table(each)
    found = mapped(path)
    assert [len(each) for each in found.to_batches()] == [2, 2]
    assert found.to_pylist() == [row for each in parts for row in each.to_pylist()]


def test_no_part_at_all_is_an_empty_table(tmp_path: Path) -> None:
    with mapped_parts(tmp_path / "a.arrow", SCHEMA):
        pass
    assert mapped(tmp_path / "a.arrow").equals(SCHEMA.empty_table())


def test_a_file_that_was_not_finished_has_no_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="schema"), mapped_parts(tmp_path / "a.arrow", SCHEMA) as writer:
        writer.write_table(pa.table({"other": [1]}))
    assert not (tmp_path / "a.arrow").exists()


def test_the_engine_reads_every_part_with_its_own_texts(tmp_path: Path) -> None:
    with mapped_parts(tmp_path / "a.arrow", SCHEMA) as writer:
        for number in range(40):
            writer.write_table(part(*((f"{number}-{row % 3}", None, None) for row in range(50))))
    with open_engine() as engine:
        table = ibis.memtable(mapped(tmp_path / "a.arrow"))
        counted = engine.to_pyarrow(table.group_by("name").agg(rows=table.count()))
    assert len(counted) == 120
    assert sum(counted["rows"].to_pylist()) == 2_000
