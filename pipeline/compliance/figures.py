"""Figures of the dashboards (合规指标): every group of records with its counts, and the distribution of days used.

Reads the bundle's `deadlines.parquet` and `duties.parquet`; writes nothing. The records are counted once, into cells
(dataset, department, source unit, month); every other group is a sum of cells. Definitions: rate.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle
from pipeline.compliance.duties import Duty, counted_duties, judged
from pipeline.compliance.rate import DIMENSIONS, NUMBERS, Rate

__all__ = ["Figures", "Rate", "Spread", "figures"]

_COUNTED = ("received", "compliant", "in_time", "late", "undetermined")
_SHOWN = ("shown", "shown_in_time", "shown_late", "shown_undetermined", "shown_days")
_READ = ["dataset", "department", "source_unit", "month", "compliant", "result"]
_READ += ["days_used", "shown_result", "shown_days"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Records of a department by days used (用时); `days` is None where the calendar cannot tell."""

    department: str
    days: int | None
    records: int


@dataclass(frozen=True)
class Figures:
    """All groups a dashboard shows, each sorted by its dimensions."""

    total: Rate
    by_dataset: tuple[Rate, ...]
    by_department: tuple[Rate, ...]
    by_month: tuple[Rate, ...]
    by_department_month: tuple[Rate, ...]
    rows: tuple[Rate, ...]
    by_source_unit: tuple[Rate, ...] = ()
    by_department_dataset: tuple[Rate, ...] = ()
    by_dataset_month: tuple[Rate, ...] = ()
    units: tuple[Rate, ...] = ()
    spread: tuple[Spread, ...] = ()
    duties: tuple[Duty, ...] = ()


def _named(groups: pa.Table, names: Iterable[str]) -> dict[str, pa.ChunkedArray]:
    """Dimensions as texts; a missing one is "" (and groups of both are then two of one name)."""
    return {name: pc.fill_null(groups.column(name).cast(pa.string()), "") for name in names}


def _times(counts: pa.ChunkedArray, condition: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.multiply(counts, pc.fill_null(condition, False).cast(pa.int64()))


def _with_numbers(deadlines: pa.Table) -> pa.Table:
    """The records of one result in one cell, with their counts."""
    told = ["compliant", "result", "shown_result"]
    groups = deadlines.group_by([*DIMENSIONS, *told]).aggregate([([], "count_all"), ("shown_days", "sum")])
    counts, (compliant, result, shown) = groups.column("count_all"), map(groups.column, told)
    columns = _named(groups, DIMENSIONS)
    columns |= {
        "received": counts,
        "compliant": _times(counts, compliant),
        "shown": _times(counts, pc.is_valid(shown)),
    }
    for name in ("in_time", "late", "undetermined"):
        columns[name] = _times(counts, pc.equal(result, name))
        columns[f"shown_{name}"] = _times(counts, pc.equal(shown, name))
    columns["shown_days"] = pc.fill_null(groups.column("shown_days_sum"), 0)
    return pa.table(columns)


def _summed(table: pa.Table, dimensions: tuple[str, ...], numbers: tuple[str, ...]) -> pa.Table:
    sums = table.group_by(list(dimensions)).aggregate([(name, "sum") for name in numbers])
    return sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names])


def _cells(deadlines: pa.Table) -> pa.Table:
    """Counts by dataset, department, source unit and month."""
    cells = _summed(_with_numbers(deadlines), DIMENSIONS, _COUNTED + _SHOWN)
    columns = {name: cells.column(name) for name in DIMENSIONS}
    zero = pa.array([0] * cells.num_rows, pa.int64())
    columns |= {name: cells.column(name) if name in cells.column_names else zero for name in NUMBERS}
    return pa.table(columns)


def _grouped(cells: pa.Table, *dimensions: str) -> tuple[Rate, ...]:
    """Rates of each group; a table without rows has none, but for the total."""
    if not dimensions:
        totals: dict[str, Any] = {name: pc.sum(cells.column(name)).as_py() or 0 for name in NUMBERS}
        return (replace(Rate(), **totals),)
    rates = [Rate(**row) for row in _summed(cells, dimensions, NUMBERS).to_pylist()]
    return tuple(
        sorted(rates, key=lambda rate: (rate.dataset, rate.department, rate.source_unit, rate.month))
    )


def _spread(deadlines: pa.Table) -> tuple[Spread, ...]:
    groups = deadlines.group_by(["department", "days_used"]).aggregate([([], "count_all")])
    columns = _named(groups, ["department"]) | {
        name: groups.column(name) for name in ("days_used", "count_all")
    }
    summed = pa.table(columns).group_by(["department", "days_used"]).aggregate([("count_all", "sum")])
    found = [
        Spread(str(each["department"]), each["days_used"], each["count_all_sum"])
        for each in summed.to_pylist()
    ]
    return tuple(sorted(found, key=lambda each: (each.department, each.days is None, each.days or 0)))


def _as_cells(duties: tuple[Duty, ...]) -> pa.Table:
    schema = pa.schema(
        [(name, pa.string()) for name in DIMENSIONS] + [(name, pa.int64()) for name in NUMBERS]
    )
    rows = [
        {name: getattr(counted, name) for name in (*DIMENSIONS, *NUMBERS)}
        for counted in counted_duties(duties)
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _figures(cells: pa.Table, deadlines: pa.Table, duties: tuple[Duty, ...]) -> Figures:
    every = pa.concat_tables([cells, _as_cells(duties)])
    return Figures(
        total=_grouped(every)[0],
        by_dataset=_grouped(every, "dataset"),
        by_department=_grouped(every, "department"),
        by_month=_grouped(every, "month"),
        by_department_month=_grouped(every, "department", "month"),
        rows=_grouped(every, "dataset", "department", "month"),
        by_source_unit=_grouped(cells, "department", "source_unit"),
        by_department_dataset=_grouped(every, "dataset", "department"),
        by_dataset_month=_grouped(every, "dataset", "month"),
        units=_grouped(cells, *DIMENSIONS),
        spread=_spread(deadlines),
        duties=duties,
    )


def figures(bundle: Bundle) -> Figures:
    """The figures of a bundle."""
    deadlines = bundle.deadlines(_READ)
    cells = _cells(deadlines)
    as_of: date = bundle.meta.as_of
    return _figures(cells, deadlines, judged(bundle.duties(), as_of))


def of_department(figures: Figures, name: str) -> Figures:
    """The figures of one unit, as if it were the region."""

    def mine(rates: Iterable[Rate]) -> tuple[Rate, ...]:
        return tuple(each for each in rates if each.department == name)

    return Figures(
        total=next(iter(mine(figures.by_department)), Rate(department=name)),
        by_dataset=mine(figures.by_department_dataset),
        by_department=mine(figures.by_department),
        by_month=mine(figures.by_department_month),
        by_department_month=mine(figures.by_department_month),
        rows=mine(figures.rows),
        by_dataset_month=mine(figures.rows),
        by_source_unit=mine(figures.by_source_unit),
        spread=tuple(each for each in figures.spread if each.department == name),
        duties=tuple(each for each in figures.duties if each.department == name),
    )
