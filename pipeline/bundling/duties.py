"""The duty list (信息报送清单) month by month: what each unit has to report, and by when. No content.

Reads the records of the dataset `duty` and the deadline rules; its rows become `duties.parquet`. A duty with a month
(统计月份) and a number (应报数) is the denominator of 上报率; one without stands for every month from its first day on,
of which only "something or nothing" can be told.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import ibis.expr.types as ir
import pyarrow as pa

from pipeline.bundling.deadlines import once
from pipeline.catalogue import Catalogue

SCHEMA = pa.schema(
    [
        ("dataset", pa.string()),
        ("department", pa.string()),
        ("month", pa.string()),
        ("expected", pa.int64()),
        ("received", pa.int64()),
        ("due_earliest", pa.date32()),
        ("due_latest", pa.date32()),
    ]
)
LastDays = Callable[[str, date], tuple[date, date]]
"""last_days(dataset, decided_on): the first and last day that may be the last in time."""
_MOST_MONTHS = 1200
"""A hundred years of one duty; a first day before that is a mistyped year."""


def _months(first: date, last: date) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers][-_MOST_MONTHS:]


def _month_of(text: str) -> str | None:
    """`2026-10` for 2026-10, 202610, 2026年10月, 2026-10-01; None for anything else."""
    digits = "".join(each for each in text if each.isascii() and each.isdigit())
    if len(text) >= 6 and len(digits) == 5:  # 2026年1月
        digits = f"{digits[:4]}0{digits[4:]}"
    month = digits[4:6]
    return f"{digits[:4]}-{month}" if len(digits) in (6, 8) and "01" <= month <= "12" else None


def _months_of(row: Mapping[str, object], as_of: date) -> list[str]:
    if row.get("month"):
        month = _month_of(str(row["month"]))
        return [] if month is None or month > f"{as_of:%Y-%m}" else [month]
    first, last = row.get("effective_on"), row.get("ended_on")
    if not isinstance(first, date):
        return []
    return _months(first, min(last, as_of) if isinstance(last, date) else as_of)


def _expected(row: Mapping[str, object]) -> int | None:
    value = row.get("expected")
    return None if value is None or not row.get("month") else max(int(float(str(value))), 0)


def _by_month(
    rows: list[dict[str, object]], names: Mapping[str, str], as_of: date
) -> dict[tuple[str, str, str], int | None]:
    """(dataset, department, month) → number to report: the sum over items, None where no row gives one.

    Of an item told twice for a month the later row counts.
    """
    told: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in rows:
        dataset = names.get(str(row["about"]))
        if dataset is None:  # told by check C-014 already
            continue
        number = _expected(row)
        for month in _months_of(row, as_of):
            items = told.setdefault((dataset, str(row["department"]), month), {})
            if number is not None:
                items[str(row.get("item") or "")] = number
    return {key: sum(items.values()) if items else None for key, items in told.items()}


def _received(records: ir.Table) -> dict[tuple[str, str], int]:
    """(department, month) → records that arrived, each once; what carries no date of decision by month of arrival."""
    rows = once(records)
    day = rows.decided_on if "decided_on" in rows.columns else rows.first_arrival
    named = rows.select("department", month=day.strftime("%Y-%m"))
    counts = named.group_by("department", "month").agg(number=named.count()).to_pyarrow().to_pylist()
    return {(each["department"], each["month"]): each["number"] for each in counts}


def _rows(
    duties: dict[tuple[str, str, str], int | None],
    received: Mapping[str, Mapping[tuple[str, str], int]],
    last_days: LastDays,
) -> Iterator[tuple[str, str, str, int | None, int, date, date]]:
    for (dataset, department, month), expected in sorted(duties.items()):
        year, number = int(month[:4]), int(month[5:])
        last = date(year, number, monthrange(year, number)[1])
        here = received[dataset].get((department, month), 0)
        yield dataset, department, month, expected, here, *last_days(dataset, last)


def duties(
    records: Mapping[str, ir.Table], catalogue: Catalogue, as_of: date, last_days: LastDays
) -> pa.Table:
    """Rows of `duties.parquet`: one per dataset, department and month up to that of `as_of`, with what arrived."""
    duty = records.get("duty")
    if duty is None:
        return SCHEMA.empty_table()
    counting = duty.filter(~duty.rejected & ~duty.superseded & ~duty.pending)
    wanted = ["department", "about", "item", "effective_on", "ended_on", "expected", "month"]
    chosen = counting.order_by("sequence", "row", "row_id").select(wanted)
    names = {text: each.name for each in catalogue.datasets for text in (each.name, each.title)}
    found = _by_month(chosen.to_pyarrow().to_pylist(), names, as_of)
    received = {
        name: _received(records[name]) if name in records else {} for name in {key[0] for key in found}
    }
    rows = list(_rows(found, received, last_days))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * len(SCHEMA)
    return pa.table(columns, schema=SCHEMA)
