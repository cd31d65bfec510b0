"""Calendar (工作日历) with three answers: work, rest, unknown. Reads holidays.toml; never guesses.

A day is unknown when no notice of the State Council settles it:

* all days of a year without a notice;
* 28–31 December of a year whose next year has no notice yet, because that notice may move them. Of the
  notices of 2018–2026 two did: 2018-12-29 to 31 and 2022-12-31. One day more than the earliest seen is kept
  back: where 1 January is a Wednesday, days off up to the weekend are made up for on 28 and 29 December.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

SHIPPED = Path(__file__).with_name("holidays.toml")
MAY_BE_MOVED_FROM = (12, 28)
"""First month and day of December that the next year's notice may still move."""
_SATURDAY = 5


class Day(StrEnum):
    """What kind of day it is."""

    WORK = "work"
    REST = "rest"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Announced:
    """One day that a notice names."""

    day: Day
    festival: str
    year: int
    source: str


@dataclass(frozen=True)
class Calendar:
    """`years`: those with a notice. `announced`: every day that a notice names."""

    years: frozenset[int]
    announced: dict[date, Announced]

    def kind(self, day: date) -> Day:
        """Work, rest or unknown."""
        if not self.is_settled(day):
            return Day.UNKNOWN
        named = self.announced.get(day)
        if named is not None:
            return named.day
        return Day.REST if day.weekday() >= _SATURDAY else Day.WORK

    def is_settled(self, day: date) -> bool:
        """True when no notice still to come can change the day."""
        if day.year not in self.years:
            return False
        return (day.month, day.day) < MAY_BE_MOVED_FROM or day.year + 1 in self.years


def load_calendar(path: Path = SHIPPED) -> Calendar:
    """All announced days; SettingsError when the file is broken or one notice names a day twice."""
    try:
        notices = tomllib.loads(path.read_text(encoding="utf-8"))["notice"]
        announced: dict[date, Announced] = {}
        for notice in notices:
            announced |= _days(notice, path)
        return Calendar(frozenset(int(each["year"]) for each in notices), announced)
    except (OSError, KeyError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"节假日表 {path.name} 无法读取：{error}。请按文件开头的说明更正。") from error


def _days(notice: dict[str, Any], path: Path) -> dict[date, Announced]:
    days: dict[date, Announced] = {}
    for festival in notice["festivals"]:
        for kind in (Day.REST, Day.WORK):
            for day in festival[kind.value]:
                if day in days:
                    raise SettingsError(f"节假日表 {path.name}：{day} 在同一份通知中出现两次。请更正。")
                days[day] = Announced(kind, festival["name"], notice["year"], notice["source"])
    return days
