"""What departments owe the news desk (信息报送要求) as data. Reads news_rules.toml; judges nothing (see news_quota.py)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.rule_sets import filled, named_set, read_rules

SHIPPED = Path(__file__).with_name("news_rules.toml")


@dataclass(frozen=True)
class ReportRule:
    """A written report due every year on `month`-`day`, about half-year `half` (1 or 2) of that year."""

    month: int
    day: int
    half: int
    source: str

    def on(self, year: int) -> date:
        """Its last day in a year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True)
class NewsRules:
    """`at_least` accepted articles a month (0: none asked for); `make_up_months`: later months that can make good."""

    id: str
    title: str
    at_least: int
    make_up_months: int
    source: str
    reports: tuple[ReportRule, ...] = ()


@dataclass(frozen=True)
class ReportDue:
    """A half-year report to come: its last day, the period as `portal news report --half` takes it, the rule's source."""

    due_on: date
    period: str
    source: str


def load_news_rules(name: str, path: Path = SHIPPED) -> NewsRules:
    """The set that portal.toml [news] quota names."""
    table = dict(named_set(read_rules(path), name, "[news] quota"))
    reports = tuple(filled(ReportRule, each, path) for each in table.pop("report", []))
    return filled(NewsRules, table, path, reports=reports)


def next_reports(rules: NewsRules, as_of: date, number: int = 2) -> tuple[ReportDue, ...]:
    """The next reports from `as_of` on, the day itself included."""
    coming = [
        ReportDue(rule.on(year), f"{year}-H{rule.half}", rule.source)
        for year in range(as_of.year, as_of.year + number + 1)
        for rule in rules.reports
        if rule.on(year) >= as_of
    ]
    return tuple(sorted(coming, key=lambda each: each.due_on)[:number])
