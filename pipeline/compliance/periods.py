"""Months and half-years that a circular is about (通报期间). Pure; asks no clock."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.errors import SettingsError
from pipeline.portal.words import month_name

MONTHS_SHOWN, HALVES_SHOWN = 12, 2
"""Circulars on the site: a year of months, a year of halves; `portal report` makes any."""
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_HALF = re.compile(r"(\d{4})-[Hh]([12])")


@dataclass(frozen=True, slots=True)
class Period:
    """`id` stands in addresses and file names; `months` as `YYYY-MM`; `before`: the id of the period before."""

    id: str
    title: str
    months: tuple[str, ...]
    before: str

    @property
    def last_day(self) -> date:
        """The last day of the last month."""
        return last_day(self.months[-1])


def last_day(month: str) -> date:
    """The last day of `2026-10`."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def months_between(first: str, last: str) -> list[str]:
    """`2026-11`, `2026-12`, `2027-01` …, both ends included."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1)]


def period(text: str) -> Period:
    """The period of `2026-10` or `2026-H1`; SettingsError for anything else."""
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        number = year * 12 + month - 2
        return Period(text, month_name(text), (text,), f"{number // 12:04d}-{number % 12 + 1:02d}")
    if found := _HALF.fullmatch(text):
        year, half = int(found[1]), int(found[2])
        months = tuple(f"{year}-{month:02d}" for month in range(half * 6 - 5, half * 6 + 1))
        before = f"{year}-h1" if half == 2 else f"{year - 1}-h2"
        return Period(f"{year}-h{half}", f"{year}年{'上' if half == 1 else '下'}半年", months, before)
    raise SettingsError(
        f"“{text}”不是期间。月份写作 2026-10，半年写作 2026-H1（上半年）或 2026-H2（下半年）。"
    )


def month(text: str) -> str:
    """A month as given, `2026-10`; SettingsError for anything else."""
    if _MONTH.fullmatch(text) is None:
        raise SettingsError(f"“{text}”不是月份，应写作 2026-10。")
    return text


def half(text: str) -> Period:
    """The half-year of `2026-H1`; SettingsError for anything else."""
    if _HALF.fullmatch(text) is None:
        raise SettingsError(f"“{text}”不是半年，应写作 2026-H1（上半年）或 2026-H2（下半年）。")
    return period(text)


def finished(months: Iterable[str], as_of: date) -> tuple[Period, ...]:
    """Months with figures that are over, newest first, then the halves that are over."""
    known = sorted({month for month in months if _MONTH.fullmatch(month)}, reverse=True)
    whole = [each for each in map(period, known) if each.last_day < as_of]
    ids = {f"{month[:4]}-h{1 if int(month[5:]) <= 6 else 2}" for month in known}
    halves = [each for each in map(period, sorted(ids, reverse=True)) if each.last_day < as_of]
    return tuple(whole[:MONTHS_SHOWN] + halves[:HALVES_SHOWN])
