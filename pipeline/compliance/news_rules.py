"""What departments owe the news desk (信息报送要求) as data. Reads news_rules.toml; judges nothing (see news_quota.py)."""

import tomllib
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

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


def _known(kind: type[Any], table: dict[str, Any], further: str = "") -> dict[str, Any]:
    unknown = table.keys() - {each.name for each in dataclass_fields(kind)} - {further}
    if unknown:
        raise SettingsError(
            f"稿件要求 {SHIPPED.name} 有无法识别的设置：{'、'.join(sorted(unknown))}。请更正。"
        )
    return {key: value for key, value in table.items() if key != further}


def load_news_rules(name: str, path: Path = SHIPPED) -> NewsRules:
    """The set that portal.toml [news] quota names."""
    try:
        tables = {each["id"]: each for each in tomllib.loads(path.read_text(encoding="utf-8"))["set"]}
        if name not in tables:
            raise SettingsError(
                f"portal.toml [news] quota：没有稿件要求“{name}”；可用的有：{'、'.join(tables)}。"
            )
        table = tables[name]
        reports = tuple(ReportRule(**_known(ReportRule, each)) for each in table.get("report", []))
        return NewsRules(**_known(NewsRules, table, "report"), reports=reports)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"稿件要求 {path.name} 无法读取：{error}。请按文件开头的说明更正。") from error


def next_reports(rules: NewsRules, as_of: date, number: int = 2) -> tuple[ReportDue, ...]:
    """The next reports from `as_of` on, the day itself included."""
    coming = [
        ReportDue(rule.on(year), f"{year}-H{rule.half}", rule.source)
        for year in range(as_of.year, as_of.year + number + 1)
        for rule in rules.reports
        if rule.on(year) >= as_of
    ]
    return tuple(sorted(coming, key=lambda each: each.due_on)[:number])
