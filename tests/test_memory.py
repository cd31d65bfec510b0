"""What earlier rows tell of a record: full sets and corrections, against plain loops over random rows."""

import random
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.full_sets import FullSet, full_sets, series
from pipeline.ledger import Shown
from pipeline.memory import corrections, remember, tombstones, vanished

PENALTY = load_catalogue()["penalty"]
DAY = date(2026, 5, 1)
TYPES = {"text": pa.string(), "date": pa.date32(), "amount": pa.float64(), "codes": pa.list_(pa.string())}
FRAME = [
    ("record", pa.string()), ("sequence", pa.int32()), ("department", pa.string()), ("provided_on", pa.date32()),
    ("rejected", pa.bool_()), ("pending", pa.bool_()), ("superseded", pa.bool_()),
]  # fmt: skip
SCHEMA = pa.schema(FRAME + [(each.id, TYPES[each.type]) for each in PENALTY.fields])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("penalty.csv", None),
        ("penalty-全量.csv", "penalty"),
        ("penalty-FULL.xlsx", "penalty"),
        ("行政处罚-市监局-全量-20261120.xlsx", "行政处罚-市监局"),
        ("penalty－ｆｕｌｌ－2.csv", "penalty"),
        ("penalty-全量补充.csv", None),
        ("全量.csv", None),
        ("全量-penalty.csv", None),
    ],
)
def test_which_files_are_full_sets(name: str, expected: str | None) -> None:
    assert series(name) == expected


class Landed:
    """A batch, as far as full_sets looks at it."""

    def __init__(self, name: str, sequence: int, rows: int = 5) -> None:
        self.name, self.sequence, self.rows, self.received_on = name, sequence, rows, DAY


def test_the_newest_of_a_series_counts_and_an_empty_one_never() -> None:
    names = ["penalty-全量-1.csv", "penalty.csv", "penalty-全量-2.csv", "penalty-乙-全量.csv"]
    landed: list[Any] = [Landed(name, number) for number, name in enumerate(names, start=1)]
    landed.append(Landed("penalty-全量-3.csv", 5, rows=0))
    assert [(each.series, each.sequence, each.newest) for each in full_sets(landed)] == [
        ("penalty", 1, False), ("penalty", 3, True), ("penalty-乙", 4, True)
    ]  # fmt: skip


def table(rows: list[dict[str, Any]]) -> Any:
    plain = {"rejected": False, "pending": False, "superseded": False, "provided_on": DAY}
    return ibis.memtable(pa.Table.from_pylist([plain | row for row in rows], schema=SCHEMA))


def brute_vanished(rows: list[dict[str, Any]], sets: tuple[FullSet, ...]) -> set[str]:
    gone = set()
    for newest in (each for each in sets if each.newest):
        earlier = {each.sequence for each in sets if each.series == newest.series}
        for record in {row["record"] for row in rows if row["record"]}:
            own = [row for row in rows if row["record"] == record]
            owed = any(row["sequence"] in earlier for row in own)
            if owed and max(row["sequence"] for row in own) < newest.sequence:
                gone.add(record)
    return gone


@pytest.mark.parametrize("seed", range(5))
def test_vanished_records_equal_plain_loops(seed: int) -> None:
    chance = random.Random(seed)
    numbers = chance.sample(range(1, 9), 5)
    told = [(chance.choice(["a", "b"]), number) for number in sorted(numbers)]
    last = dict(told)
    sets = tuple(FullSet(name, number, DAY, last[name] == number) for name, number in told)
    rows = [
        {
            "record": chance.choice([None, *(f"r{n}" for n in range(12))]),
            "sequence": chance.randint(1, 9),
            "department": chance.choice(["甲局", "乙局", "丙局"]),
        }
        for _ in range(25)
    ]
    answer = vanished(table(rows), sets, DAY).to_pyarrow().to_pylist()
    assert {each["record"] for each in answer} == brute_vanished(rows, sets)
    assert len(answer) == len({each["record"] for each in answer})
    assert {each["vanished_on"] for each in answer} <= {DAY}


def version(record: str, day: int, content: str, superseded: bool, **more: Any) -> dict[str, Any]:
    on = DAY + timedelta(day)
    return {"record": record, "content": content, "provided_on": on, "superseded": superseded, **more}


def test_a_correction_is_dated_by_the_first_row_with_its_content() -> None:
    rows = [
        version("fixed", 1, "甲", True), version("fixed", 3, "乙", True), version("fixed", 5, "乙", False),
        version("same", 1, "甲", True), version("same", 3, "甲", False),
        version("back", 1, "甲", True), version("back", 3, "乙", True), version("back", 5, "甲", False),
        version("single", 1, "甲", False),
        version("refused", 1, "甲", False), version("refused", 3, "乙", False, rejected=True),
        version("kinds", 1, "甲", True, penalty_kinds=["罚款"]),
        version("kinds", 2, "甲", False, penalty_kinds=["罚款", "警告"]),
        version("private", 1, "甲", True, id_number="pid:1"), version("private", 2, "甲", False),
    ]  # fmt: skip
    answer = corrections(PENALTY, table(rows)).to_pyarrow().to_pylist()
    assert {each["record"]: (each["corrected_on"] - DAY).days for each in answer} == {
        "fixed": 3, "back": 1, "kinds": 2
    }  # fmt: skip


def test_only_what_there_is_to_tell_is_joined() -> None:
    rows = [version("a", 1, "甲", True), version("a", 2, "乙", False), {"record": "b", "content": "丙"}]
    known = {
        "b": Shown("penalty", None, False, "repaired", DAY),
        "c": Shown("permit", DAY, False, "repaired", DAY),
        "a": Shown("penalty", DAY, True),
    }
    assert tombstones(PENALTY, known).to_pylist() == [{"record": "b", "barred": "repaired", "barred_on": DAY}]
    told = remember(PENALTY, table(rows), (), known, DAY)
    assert set(told.columns) - set(SCHEMA.names) == {"corrected_on", "barred", "barred_on"}
    plain = table(rows[2:])
    assert remember(PENALTY, plain, (), {}, DAY).columns == plain.columns
    assert told.count().to_pyarrow().as_py() == 3
