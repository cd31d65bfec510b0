"""The duty list month by month: with numbers, without, sent again, and written in the ways offices write months."""

from datetime import date

import ibis
import pyarrow as pa
import pytest

from pipeline.bundling.duties import SCHEMA, duties
from pipeline.catalogue import load_catalogue

AS_OF = date(2026, 11, 20)
CATALOGUE = load_catalogue()
COLUMNS = pa.schema(
    [
        ("row_id", pa.string()), ("sequence", pa.int64()), ("row", pa.int32()), ("rejected", pa.bool_()),
        ("superseded", pa.bool_()), ("pending", pa.bool_()), ("department", pa.string()), ("about", pa.string()),
        ("item", pa.string()), ("effective_on", pa.date32()), ("ended_on", pa.date32()),
        ("expected", pa.float64()), ("month", pa.string()),
    ]
)  # fmt: skip


def given(*rows: dict[str, object]) -> list[tuple[object, ...]]:
    """What duties() makes of rows as the records have them."""
    blank = {"sequence": 0, "rejected": False, "superseded": False, "pending": False, "department": "甲局"}
    every = [{"row_id": f"b:{n}", "row": n, **blank, **row} for n, row in enumerate(rows)]
    table = ibis.memtable(pa.Table.from_pylist(every, schema=COLUMNS))
    made = duties({"duty": table}, CATALOGUE, AS_OF, lambda _dataset, day: (day, day))
    assert made.schema == SCHEMA
    return [(row["dataset"], row["month"], row["expected"], row["due_latest"]) for row in made.to_pylist()]


@pytest.mark.parametrize("text", ["2026-10", "202610", "2026年10月", "2026/10/01", "2026-10-31"])
def test_a_month_in_any_spelling(text: str) -> None:
    assert given({"about": "行政许可", "month": text, "expected": 12.0}) == [
        ("permit", "2026-10", 12, date(2026, 10, 31))
    ]


@pytest.mark.parametrize("text", ["2026-13", "十月", "2026", "2026-12"])
def test_no_month_or_one_to_come_is_no_duty(text: str) -> None:
    assert given({"about": "permit", "month": text, "expected": 1.0}) == []


def test_without_a_month_a_duty_stands_for_each_from_its_first_day() -> None:
    rows = given({"about": "行政处罚", "effective_on": date(2026, 8, 15), "ended_on": date(2026, 10, 1)})
    assert [(month, number) for _, month, number, _ in rows] == [
        ("2026-08", None),
        ("2026-09", None),
        ("2026-10", None),
    ]


def test_items_add_up_and_what_is_sent_again_counts_once() -> None:
    first = {"about": "permit", "month": "2026-10", "item": "食品", "expected": 5.0}
    other = first | {"item": "建筑", "expected": 2.0}
    again = first | {"expected": 7.0, "sequence": 1}
    ((_, _, number, _),) = given(first, other, again)
    assert number == 9


def test_refused_rows_and_unknown_datasets_are_no_duty() -> None:
    row = {"about": "permit", "month": "2026-10", "expected": 5.0}
    assert given(row | {"rejected": True}, row | {"about": "天气"}, row | {"pending": True}) == []


def test_no_list_at_all() -> None:
    assert duties({}, CATALOGUE, AS_OF, lambda _dataset, day: (day, day)).num_rows == 0
