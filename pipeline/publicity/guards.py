"""Guards (护栏): numbers of this build against those of the last good one, so that a broken set withdraws nothing.

Judges numbers only; what they are counted from is in guarding.py. Small counts are left alone: below `few` records
a share says nothing, and every record withdrawn is told as a finding anyway.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.settings import Guards

ROWS_LOW, ROWS_HIGH, REMOVED, REMOVED_HERE, FILL = (
    "rows-low",
    "rows-high",
    "removals",
    "removals-department",
    "fill-rate",
)


@dataclass(frozen=True)
class Figures:
    """One dataset of one build, by department: records there are, records shown; and required field → share filled.

    `sequence`: the last batch that was counted; `fresh`: rows of later batches than those of the last good run.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, float] = field(default_factory=dict)
    sequence: int = 0
    fresh: int = 0


@dataclass(frozen=True)
class Breach:
    """A guard that says no. `id` is what `--accept` names, whole or up to a colon."""

    guard: str
    dataset: str
    department: str
    text: str

    @property
    def id(self) -> str:
        """guard:dataset[:department]."""
        return ":".join(each for each in (self.guard, self.dataset, self.department) if each)

    def accepted(self, names: tuple[str, ...]) -> bool:
        """Whether one of the names means this breach."""
        return any(self.id == name or self.id.startswith(f"{name}:") for name in names)


def breaches(
    dataset: str,
    before: Figures,
    now: Figures,
    fresh: Mapping[str, float],
    lost: Mapping[str, int],
    limits: Guards,
) -> Iterator[Breach]:
    """Every guard that says no. `fresh`: shares filled of the new rows; `lost`: removals that nothing explains."""
    yield from _rows(dataset, before.rows, now.rows, limits)
    yield from _removals(dataset, before.shown, lost, limits)
    if now.fresh < limits.many:
        return
    for name, share in sorted(fresh.items()):
        usual = before.filled.get(name, 0.0)
        if share < usual * limits.fill:
            text = f"新收到的 {now.fresh} 行中，必填项“{name}”的填写率从 {usual:.0%} 降到 {share:.0%}"
            yield Breach(FILL, dataset, "", text)


def _with_total(by_department: Mapping[str, int]) -> dict[str, int]:
    """The counts, and under "" the sum of all."""
    return {"": sum(by_department.values())} | {name: n for name, n in sorted(by_department.items()) if name}


def _rows(
    dataset: str, before: Mapping[str, int], now: Mapping[str, int], limits: Guards
) -> Iterator[Breach]:
    present = _with_total(now)
    for department, last in _with_total(before).items():
        rows = present.get(department, 0)
        what = f"{department}的记录数" if department else "记录数"
        if rows < last * limits.rows_low and last - rows >= limits.few:
            yield Breach(ROWS_LOW, dataset, department, f"{what}从 {last:,} 条减到 {rows:,} 条")
        if last >= limits.many and rows > last * limits.rows_high:
            yield Breach(ROWS_HIGH, dataset, department, f"{what}从 {last:,} 条增到 {rows:,} 条")


def _removals(
    dataset: str, shown: Mapping[str, int], lost: Mapping[str, int], limits: Guards
) -> Iterator[Breach]:
    of = _with_total(shown)
    for department, number in _with_total(lost).items():
        guard, share = (REMOVED_HERE, limits.removed_department) if department else (REMOVED, limits.removed)
        if number >= limits.few and number > of.get(department, 0) * share:
            where = f"{department}公示的" if department else "公示的"
            text = (
                f"{where} {of.get(department, 0):,} 条记录中有 {number:,} 条不再公示，而没有到期、修复、撤销、"
                "异议成立或移出名单的依据"
            )
            yield Breach(guard, dataset, department, text)
