"""What the duty list asks for against what arrived (应报与已报): the ground of 上报率. Reads rows, writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pyarrow as pa

from pipeline.compliance.rate import Rate


class Standing(StrEnum):
    """How a duty stands on a day."""

    MET = "met"
    AWAITED = "awaited"
    UNDETERMINED = "undetermined"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Duty:
    """One dataset a unit has to report for one month; `expected` is None where the list gives no number."""

    dataset: str
    department: str
    month: str
    expected: int | None
    received: int
    due_earliest: date
    due_latest: date
    standing: Standing

    @property
    def reported(self) -> int:
        """Records that count towards `expected`: more in one month does not make good for less in another."""
        return self.received if self.expected is None else min(self.received, self.expected)

    @property
    def short(self) -> int:
        """Records still to come by the list; 0 where it gives no number."""
        return 0 if self.expected is None else self.expected - self.reported


def _standing(expected: int | None, received: int, due: tuple[date, date], as_of: date) -> Standing:
    if received >= (1 if expected is None else expected):
        return Standing.MET
    if as_of > due[1]:
        return Standing.MISSING
    return Standing.AWAITED if as_of <= due[0] else Standing.UNDETERMINED


def judged(duties: pa.Table, as_of: date) -> tuple[Duty, ...]:
    """Every duty with how it stands, sorted as in `duties.parquet`."""
    found = []
    for row in duties.to_pylist():
        standing = _standing(
            row["expected"], row["received"], (row["due_earliest"], row["due_latest"]), as_of
        )
        found.append(Duty(**row, standing=standing))
    return tuple(found)


def counted_duties(duties: Iterable[Duty]) -> Iterator[Rate]:
    """Each duty as counts to be added to those of the records."""
    for each in duties:
        over = each.standing in (Standing.MET, Standing.MISSING)
        numbered = each.expected is not None
        short = each.short
        yield Rate(
            dataset=each.dataset,
            department=each.department,
            month=each.month,
            expected=each.expected or 0,
            reported=each.reported if numbered else 0,
            missing=short if each.standing is Standing.MISSING else 0,
            awaited=short if each.standing in (Standing.AWAITED, Standing.UNDETERMINED) else 0,
            periods=int(over),
            gaps=int(over and each.received == 0 and each.expected != 0),
        )
