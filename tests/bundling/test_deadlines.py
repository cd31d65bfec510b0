"""The three clocks, each against a plain count; years not yet announced, then announced."""

from datetime import date, timedelta

import ibis
import pyarrow as pa
import pytest

from pipeline.bundling.deadlines import SCHEMA, Showing, deadlines
from pipeline.deadlines import Calendar, Day, due, due_table, load_rule_set, working_days
from pipeline.deadlines.calendar import Announced
from tests.deadlines.calendars import SHIPPED

COLUMNS = pa.schema(
    [
        ("row_id", pa.string()), ("record", pa.string()), ("department", pa.string()), ("source_unit", pa.string()),
        ("decided_on", pa.date32()), ("first_arrival", pa.date32()), ("rejected", pa.bool_()),
        ("superseded", pa.bool_()), ("pending", pa.bool_()), ("received_on", pa.date32()), ("file", pa.string()),
        ("row", pa.int32()),
    ]
)  # fmt: skip
SHOWN = pa.schema([("record", pa.string()), ("shown_on", pa.date32()), ("public", pa.bool_())])
BEGAN = date(2026, 12, 22)
FIRST, LAST = date(2026, 12, 14), date(2027, 1, 20)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
Row = dict[str, object]


def announced() -> Calendar:
    """2027 as its notice might say: 1–3 January off, Sunday the 27th of December made up."""
    source = {"festival": "元旦", "year": 2027, "source": "测试"}
    rest = {date(2027, 1, day): Announced(Day.REST, **source) for day in (1, 2, 3)}  # type: ignore[arg-type]
    moved = {
        date(2027, 1, 4): Announced(Day.WORK, **source),
        date(2026, 12, 31): Announced(Day.REST, **source),
    }  # type: ignore[arg-type]
    return Calendar(SHIPPED.years | {2027, 2028}, SHIPPED.announced | rest | moved)


def rows_of(arrivals: list[tuple[date, date]]) -> list[Row]:
    blank = {
        "department": "甲局",
        "source_unit": "甲局",
        "rejected": False,
        "superseded": False,
        "pending": False,
    }
    return [
        {"row_id": f"b:{n}", "record": f"{n:016x}", "decided_on": decided, "first_arrival": arrived, "row": n,
         "received_on": arrived, "file": "x", **blank}
        for n, (decided, arrived) in enumerate(arrivals)
    ]  # fmt: skip


def made(
    rows: list[Row], calendar: Calendar, shown: list[Row] | None = None, rules: str = "national"
) -> list[Row]:
    """Rows of deadlines.parquet by the stage's own expressions."""
    table = due_table(load_rule_set(rules), calendar, "permit", FIRST, LAST).drop_columns(["rule"])
    counted = ibis.memtable(working_days(calendar, FIRST, LAST + timedelta(30)))
    showing = Showing(ibis.memtable(pa.Table.from_pylist(shown or [], schema=SHOWN)), BEGAN)
    records = ibis.memtable(pa.Table.from_pylist(rows, schema=COLUMNS))
    found = deadlines(records, ibis.memtable(table), counted, "permit", showing).to_pyarrow()
    assert found.column_names == SCHEMA.names
    answer: list[Row] = sorted(found.to_pylist(), key=lambda row: (row["decided_on"], row["first_arrival"]))
    return answer


ARRIVALS = [(decided, decided + timedelta(after)) for decided in DAYS for after in range(0, 25, 2)]


def test_nobody_is_late_inside_an_interval_and_recomputation_is_a_fresh_run() -> None:
    """All decisions from 14 December to 20 January; the days of the bar are among them."""
    rule = load_rule_set("national").choose("permit", FIRST)
    assert rule is not None
    before, after = made(rows_of(ARRIVALS), SHIPPED), made(rows_of(ARRIVALS), announced())
    open_ = 0
    for held, known in zip(before, after, strict=True):
        bounds = due(rule, SHIPPED, held["decided_on"])  # type: ignore[arg-type]
        inside = bounds.earliest < held["first_arrival"] <= bounds.latest  # type: ignore[operator]
        open_ += inside
        assert (held["result"] == "undetermined") is inside
        assert known["due_earliest"] == known["due_latest"]
        assert known["result"] == ("in_time" if known["first_arrival"] <= known["due_latest"] else "late")  # type: ignore[operator]
        assert held["result"] in ("undetermined", known["result"])
    assert open_ > 100


@pytest.mark.parametrize("rules", ["national", "wushan"])
def test_days_used_are_counted_as_the_rule_counts(rules: str) -> None:
    calendar = announced()
    for row in made(rows_of(ARRIVALS), calendar, rules=rules):
        decided, arrived = row["decided_on"], row["first_arrival"]
        assert isinstance(decided, date)
        assert isinstance(arrived, date)
        days = [decided + timedelta(n) for n in range(1, (arrived - decided).days + 1)]
        working = sum(calendar.kind(day) is Day.WORK for day in days)
        assert row["days_used"] == (len(days) if rules == "wushan" else working)


def test_days_used_are_not_told_across_days_nobody_knows() -> None:
    for row in made(rows_of(ARRIVALS), SHIPPED):
        start, end = row["decided_on"], row["first_arrival"]
        span = [start + timedelta(n) for n in range(1, (end - start).days + 1)]  # type: ignore[operator]
        assert (row["days_used"] is None) is any(SHIPPED.kind(day) is Day.UNKNOWN for day in span)


def test_the_clocks_of_showing_come_from_the_ledger_and_begin_with_it() -> None:
    early, late, never = (
        (date(2026, 12, 15), date(2026, 12, 21)),
        (date(2026, 12, 15), BEGAN),
        (DAYS[2], BEGAN),
    )
    gone = (date(2026, 12, 17), date(2026, 12, 23))
    rows = rows_of([early, late, never, gone])
    shown: list[Row] = [
        {"record": rows[0]["record"], "shown_on": BEGAN, "public": True},
        {"record": rows[1]["record"], "shown_on": date(2026, 12, 30), "public": True},
        {"record": rows[3]["record"], "shown_on": date(2026, 12, 24), "public": False},
    ]
    found = made(rows, announced(), shown)
    told = [(row["shown_result"], row["shown_days"], row["record"] is not None) for row in found]
    # Before the ledger began; 15 December + 7 working days = 24 December; never shown; shown once, no longer public.
    assert told == [(None, None, True), ("late", 8, True), (None, None, False), ("in_time", 1, False)]
    assert [row["result"] for row in found] == ["in_time", "in_time", "in_time", "in_time"]
