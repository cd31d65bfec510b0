"""Deadline rules as dated data. Reads rules.toml; counts nothing (see due.py)."""

import tomllib
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

SHIPPED = Path(__file__).with_name("rules.toml")


class Counting(StrEnum):
    """How days are counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_DAYS_ROLLED = "calendar_days_rolled"
    FIXED = "fixed"


@dataclass(frozen=True)
class Rule:
    """`days` after the decision, or one day `due_on` (counting FIXED), for decisions in the given dates."""

    id: str
    datasets: tuple[str, ...]
    source: str
    counting: Counting = Counting.FIXED
    days: int = 0
    due_on: date | None = None
    decided_from: date | None = None
    decided_to: date | None = None

    def __post_init__(self) -> None:
        fixed = self.counting is Counting.FIXED
        if fixed != (self.due_on is not None) or fixed != (self.days == 0) or self.days < 0:
            raise SettingsError(f"时限规则“{self.id}”须写明 counting 和 days，或只写 due_on。请更正。")

    @property
    def last_day(self) -> date:
        """The fixed last day; only a rule with counting FIXED has one."""
        if self.due_on is None:
            raise SettingsError(f"时限规则“{self.id}”没有 due_on。请更正。")
        return self.due_on

    def covers(self, dataset: str, decided_on: date) -> bool:
        """True when a decision of that dataset and day falls under this rule; both ends belong to it."""
        return (
            dataset in self.datasets
            and (self.decided_from is None or self.decided_from <= decided_on)
            and (self.decided_to is None or decided_on <= self.decided_to)
        )


@dataclass(frozen=True)
class RuleSet:
    """The rules of one region in the order in which they are tried."""

    id: str
    title: str
    rules: tuple[Rule, ...]

    def choose(self, dataset: str, decided_on: date) -> Rule | None:
        """The rule for a decision, None where none sets a deadline."""
        return next((each for each in self.rules if each.covers(dataset, decided_on)), None)


_RULE_KEYS = {each.name for each in dataclass_fields(Rule)}
_SET_KEYS = {"id", "title", "base", "rule"}


def _rule(table: dict[str, Any]) -> Rule:
    unknown = table.keys() - _RULE_KEYS
    if unknown:
        raise SettingsError(f"时限规则“{table.get('id')}”有无法识别的设置：{'、'.join(sorted(unknown))}。")
    given = dict(table)
    given["datasets"] = tuple(given["datasets"])
    if "counting" in given:
        given["counting"] = Counting(given["counting"])
    return Rule(**given)


def load_rule_sets(path: Path = SHIPPED) -> dict[str, RuleSet]:
    """All rule sets by id; a base must stand before the set that builds on it."""
    sets: dict[str, RuleSet] = {}
    try:
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["set"]:
            unknown = table.keys() - _SET_KEYS
            if unknown:
                raise SettingsError(f"时限规则 {path.name} 有无法识别的设置：{'、'.join(sorted(unknown))}。")
            base = sets[table["base"]].rules if "base" in table else ()
            rules = tuple(_rule(each) for each in table["rule"])
            sets[table["id"]] = RuleSet(table["id"], table["title"], rules + base)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"时限规则 {path.name} 无法读取：{error}。请按文件开头的说明更正。") from error
    return sets


def load_rule_set(name: str, path: Path = SHIPPED) -> RuleSet:
    """The rule set that portal.toml names."""
    sets = load_rule_sets(path)
    if name not in sets:
        raise SettingsError(
            f"portal.toml [rules] deadlines：没有时限规则“{name}”；可用的有：{'、'.join(sets)}。"
        )
    return sets[name]
