"""Who has delivered the month's article (稿件报送情况): department × month, from what was accepted and what was refused.

An article counts for the month in which it was submitted. A further one of a later month makes good for a missing
one (补报, late) as long as the rule allows. Pure: reads and writes nothing; no title and no text is in it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pipeline.compliance.news_rules import NewsRules
from pipeline.compliance.periods import last_day, months_between

MONTHS = 24
"""Months shown, the newest ones; older ones stay in the articles."""


class Standing(StrEnum):
    """How a department stands in a month."""

    DELIVERED = "delivered"
    LATE = "late"
    REFUSED = "refused"
    MISSING = "missing"
    AWAITED = "awaited"
    NONE = "none"


OPEN = (Standing.REFUSED, Standing.MISSING, Standing.AWAITED)
"""What still has to come."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An article as the quota sees it. `accepted` is False for one that was refused, or withdrawn after it was shown."""

    department: str
    submitted: date
    kind: str
    accepted: bool = True

    @property
    def month(self) -> str:
        """`2026-10`."""
        return f"{self.submitted:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A department in a month; `late` counts articles of later months that make good for it."""

    department: str
    month: str
    standing: Standing
    accepted: int
    refused: int
    late: int


@dataclass(frozen=True)
class Quota:
    """`months` newest first; `cells` by department and month; `kinds`: accepted articles by (department, class,
    month)."""

    rules: NewsRules
    as_of: date
    months: tuple[str, ...]
    departments: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    kinds: Mapping[tuple[str, str, str], int]

    def of(self, month: str) -> tuple[Cell, ...]:
        """A month's cells, by department."""
        return tuple(self.cells[name, month] for name in self.departments)

    def row(self, department: str) -> tuple[Cell, ...]:
        """A department's cells, newest month first."""
        return tuple(self.cells[department, month] for month in self.months)

    def only(self, department: str) -> "Quota":
        """The same for one department."""
        cells = {key: cell for key, cell in self.cells.items() if key[0] == department}
        kinds = {key: number for key, number in self.kinds.items() if key[0] == department}
        known = tuple(name for name in self.departments if name == department)
        return replace(self, departments=known, cells=cells, kinds=kinds)

    def makes_up_until(self, cell: Cell) -> date:
        """The last day on which an article still makes good for this month."""
        number = int(cell.month[:4]) * 12 + int(cell.month[5:]) - 1 + self.rules.make_up_months
        return last_day(f"{number // 12:04d}-{number % 12 + 1:02d}")


def _made_good(months: list[str], accepted: Mapping[str, int], rules: NewsRules) -> Counter[str]:
    """Month → articles of later months that count for it; each counts once, the oldest gap first."""
    spare = {month: max(accepted.get(month, 0) - rules.at_least, 0) for month in months}
    late: Counter[str] = Counter()
    for place, month in enumerate(months):
        short = rules.at_least - accepted.get(month, 0)
        for later in months[place + 1 : place + 1 + rules.make_up_months]:
            taken = min(max(short, 0), spare[later])
            spare[later] -= taken
            late[month] += taken
            short -= taken
    return late


def _standing(accepted: int, refused: int, late: int, needed: int, over: bool) -> Standing:
    if accepted and accepted >= needed:
        return Standing.DELIVERED
    if not needed:
        return Standing.NONE
    if accepted + late >= needed:
        return Standing.LATE
    if refused:
        return Standing.REFUSED
    return Standing.MISSING if over else Standing.AWAITED


def _row(
    department: str, months: list[str], mine: list[Delivery], rules: NewsRules, obliged: bool
) -> list[Cell]:
    accepted = Counter(each.month for each in mine if each.accepted)
    refused = Counter(each.month for each in mine if not each.accepted)
    late = _made_good(months, accepted, rules) if obliged else Counter()
    needed = rules.at_least if obliged else 0
    return [
        Cell(
            department,
            month,
            _standing(accepted[month], refused[month], late[month], needed, month < months[-1]),
            accepted[month],
            refused[month],
            late[month],
        )
        for month in months
    ]


def quota(
    deliveries: Iterable[Delivery], obliged: Collection[str], rules: NewsRules, as_of: date, since: str = ""
) -> Quota:
    """How each department stands in each month from `since` (else from the first article on) up to `as_of`'s."""
    known = [each for each in deliveries if each.department and each.submitted <= as_of]
    first = since or min((each.month for each in known), default=f"{as_of:%Y-%m}")
    months = months_between(first, f"{as_of:%Y-%m}")
    departments = sorted({*obliged, *(each.department for each in known)})
    cells: dict[tuple[str, str], Cell] = {}
    for name in departments:
        mine = [each for each in known if each.department == name]
        cells |= {(name, each.month): each for each in _row(name, months, mine, rules, name in obliged)}
    kinds = Counter(
        (each.department, each.kind, each.month) for each in known if each.accepted and each.month >= first
    )
    shown = tuple(reversed(months[-MONTHS:]))
    return Quota(rules, as_of, shown, tuple(departments), cells, kinds)
