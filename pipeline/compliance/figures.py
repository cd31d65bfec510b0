"""Figures of timeliness (合规指标): how many records each unit sent, how many were right and how many in time.

Reads the bundle's `deadlines.parquet`; writes nothing. Definitions: 合规率 = compliant / received;
及时率 = in time / (in time + late); what cannot be decided yet counts in neither. No record is "no data", not 100 %.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle

_NUMBERS = ("received", "compliant", "in_time", "late", "undetermined")


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts over one group; a dimension that is summed over is "". in_time + late + undetermined = received."""

    dataset: str
    department: str
    month: str
    received: int
    compliant: int
    in_time: int
    late: int
    undetermined: int

    @property
    def compliance(self) -> float | None:
        """合规率, None without a record."""
        return self.compliant / self.received if self.received else None

    @property
    def timeliness(self) -> float | None:
        """及时率, None where nothing has been decided."""
        decided = self.in_time + self.late
        return self.in_time / decided if decided else None


@dataclass(frozen=True)
class Figures:
    """All groups a dashboard shows, each sorted by its dimensions."""

    total: Rate
    by_dataset: tuple[Rate, ...]
    by_department: tuple[Rate, ...]
    by_month: tuple[Rate, ...]
    by_department_month: tuple[Rate, ...]
    rows: tuple[Rate, ...]


def _with_numbers(deadlines: pa.Table) -> pa.Table:
    """One row per record with its five counts as 0 or 1."""
    result = deadlines.column("result")
    columns: dict[str, pa.ChunkedArray] = {
        name: deadlines.column(name) for name in ("dataset", "department", "month")
    }
    columns["received"] = pa.chunked_array([pa.repeat(1, deadlines.num_rows)])
    columns["compliant"] = deadlines.column("compliant").cast(pa.int64())
    for name in ("in_time", "late", "undetermined"):
        columns[name] = pc.equal(result, name).cast(pa.int64())
    return pa.table(columns)


def _grouped(counted: pa.Table, *dimensions: str) -> tuple[Rate, ...]:
    sums = counted.group_by(list(dimensions)).aggregate([(name, "sum") for name in _NUMBERS])
    rates = []
    for row in sums.to_pylist():
        names = [str(row.get(each) or "") for each in ("dataset", "department", "month")]
        numbers = [int(row[f"{name}_sum"] or 0) for name in _NUMBERS]
        rates.append(Rate(names[0], names[1], names[2], *numbers))
    return tuple(sorted(rates, key=lambda rate: (rate.dataset, rate.department, rate.month)))


def figures(bundle: Bundle) -> Figures:
    """The figures of a bundle."""
    counted = _with_numbers(bundle.deadlines())
    total = _grouped(counted) if counted.num_rows else (Rate("", "", "", 0, 0, 0, 0, 0),)
    return Figures(
        total=total[0],
        by_dataset=_grouped(counted, "dataset"),
        by_department=_grouped(counted, "department"),
        by_month=_grouped(counted, "month"),
        by_department_month=_grouped(counted, "department", "month"),
        rows=_grouped(counted, "dataset", "department", "month"),
    )
