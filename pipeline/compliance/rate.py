"""Rates (合规率、及时率、迟报率、上报率、瞒报漏报率) over the counts of one group. Pure arithmetic; reads nothing.

合规率 = compliant / received. 及时率 = in time / (in time + late + missing); 迟报率 is its complement: what never
arrived and is overdue is late and missing. 上报率 = reported / (reported + missing), 瞒报漏报率 its complement; what is
not yet due counts in neither. A denominator of 0 is None, "no data", never 100 %.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts over one group; a dimension that is summed over is "". in_time + late + undetermined = received.

    `shown*`: the clock decision → shown on this portal; `shown_days`: days from arrival to showing, summed over `shown`.
    `expected` = reported + missing + awaited, by the duty list; `periods`: dataset × month with a duty that is over or
    met; `gaps`: those of them without any record.
    """

    dataset: str = ""
    department: str = ""
    month: str = ""
    received: int = 0
    compliant: int = 0
    in_time: int = 0
    late: int = 0
    undetermined: int = 0
    shown: int = 0
    shown_in_time: int = 0
    shown_late: int = 0
    shown_undetermined: int = 0
    shown_days: int = 0
    expected: int = 0
    reported: int = 0
    missing: int = 0
    awaited: int = 0
    periods: int = 0
    gaps: int = 0
    source_unit: str = ""

    @property
    def compliance(self) -> float | None:
        """合规率."""
        return _share(self.compliant, self.received)

    @property
    def decided(self) -> int:
        """Denominator of 及时率 and 迟报率."""
        return self.in_time + self.late + self.missing

    @property
    def timeliness(self) -> float | None:
        """及时率."""
        return _share(self.in_time, self.decided)

    @property
    def lateness(self) -> float | None:
        """迟报率."""
        return _share(self.late + self.missing, self.decided)

    @property
    def reporting(self) -> float | None:
        """上报率."""
        return _share(self.reported, self.reported + self.missing)

    @property
    def concealment(self) -> float | None:
        """瞒报、漏报率."""
        return _share(self.missing, self.reported + self.missing)

    @property
    def shown_timeliness(self) -> float | None:
        """公示及时率: decision → shown on this portal."""
        return _share(self.shown_in_time, self.shown_in_time + self.shown_late)

    @property
    def shown_after(self) -> float | None:
        """Mean number of days from arrival to showing."""
        return _share(self.shown_days, self.shown)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


DIMENSIONS = ("dataset", "department", "source_unit", "month")
NUMBERS = tuple(each.name for each in fields(Rate) if each.name not in DIMENSIONS)
"""The counts of a Rate."""


def summed(rates: Iterable[Rate], department: str = "") -> Rate:
    """One rate over all of them."""
    every = list(rates)
    totals = {name: sum(getattr(each, name) for each in every) for name in NUMBERS}
    return replace(Rate(department=department), **totals)
