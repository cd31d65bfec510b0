"""The forecast at its bounds: which published records drop within the next days, and which left otherwise."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pipeline.publicity.forecast import DAYS, coming, outlived, unforeseen
from tests.publicity.tables import rows_of

TODAY = date(2026, 11, 20)
ORIGIN = {"file": "f.csv", "row": 2, "department": "示例县市场监督管理局"}


def states(*rows: tuple[str, str, date | None]) -> ir.Table:
    """record, state, until."""
    told = [{"record": record, "state": state, "until": until, **ORIGIN} for record, state, until in rows]
    kinds = [("record", pa.string()), ("state", pa.string()), ("until", pa.date32())]
    kinds += [("file", pa.string()), ("row", pa.int32()), ("department", pa.string())]
    return ibis.memtable(pa.Table.from_pylist(told, schema=pa.schema(kinds)))


def named(**days: date) -> ir.Table:
    """A forecast: record → the day on which it drops."""
    return ibis.memtable({"record": list(days), "drops_on": list(days.values())})


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_what_is_published_and_ends_within_400_days_is_coming() -> None:
    table = states(
        ("today", "published", TODAY),
        ("last", "published", after(DAYS - 1)),
        ("beyond", "published", after(DAYS)),
        ("no-end", "published", None),
        ("gone", "repaired", after(5)),
    )
    told = {row["record"]: row for row in rows_of(coming(table, "penalty", TODAY))}
    assert {name: row["drops_on"] for name, row in told.items()} == {"today": after(1), "last": after(400)}
    assert told["today"]["dataset"] == "penalty"
    assert told["today"]["department"] == ORIGIN["department"]


def test_what_ended_without_having_been_named_is_unforeseen() -> None:
    table = states(
        ("named-before", "expired", after(-3)),
        ("named-today", "expired", after(-1)),
        ("named-later", "expired", after(-1)),
        ("never-named", "expired", after(-1)),
        ("not-shown-before", "expired", after(-1)),
        ("repaired", "repaired", after(-1)),
        ("published", "published", after(9)),
    )
    names = ["named-before", "named-today", "named-later", "never-named", "repaired", "published"]
    shown = ibis.memtable(pa.table({"record": names}))
    forecast = named(**{"named-before": after(-2), "named-today": TODAY, "named-later": after(1)})
    told = rows_of(unforeseen(forecast, shown, table, TODAY))
    assert sorted(row["record"] for row in told) == ["named-later", "never-named"]
    assert {(row["file"], row["row"], row["until"]) for row in told} == {("f.csv", 2, after(-1))}


def test_what_is_shown_past_its_named_day_has_outlived_it() -> None:
    table = states(
        ("past", "published", after(9)),
        ("due-today", "published", after(9)),
        ("due-tomorrow", "published", TODAY),
        ("ended", "expired", after(-1)),
        ("unnamed", "published", after(9)),
    )
    forecast = named(**{"past": after(-1), "due-today": TODAY, "due-tomorrow": after(1), "ended": TODAY})
    told = rows_of(outlived(forecast, table, TODAY))
    assert sorted(row["record"] for row in told) == ["due-today", "past"]
    assert {(row["file"], row["row"], row["until"]) for row in told} == {("f.csv", 2, after(9))}
