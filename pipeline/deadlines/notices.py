"""Is next year's holiday notice in the table? (放假安排) Reads holidays.toml; asks no clock, writes nothing."""

from datetime import date

from pipeline.deadlines.calendar import Calendar, load_calendar

EXPECTED_FROM = (10, 1)
"""From this day on next year's notice is looked for; those of 2018–2026 came out between 25 October and 8 December."""
WHERE = "www.gov.cn 政策文件库《国务院办公厅关于{year}年部分节假日安排的通知》"
HOW = "在 pipeline/deadlines/holidays.toml 末尾照样添加一段 [[notice]]，重新生成后历史时限自动重算"


def calendar_findings(as_of: date, calendar: Calendar | None = None) -> tuple[str, ...]:
    """What an operator should know of the table on this day; nothing when it is complete."""
    known = load_calendar() if calendar is None else calendar
    told = []
    if as_of.year not in known.years:
        told.append(_missing(as_of.year, "今年"))
    if (as_of.month, as_of.day) >= EXPECTED_FROM and as_of.year + 1 not in known.years:
        told.append(_missing(as_of.year + 1, "明年"))
    return tuple(told)


def _missing(year: int, which: str) -> str:
    where = WHERE.format(year=year)
    return f"节假日表没有{which}（{year} 年）的放假安排，跨入未公布日期的时限显示为“待定”。通知见 {where}；{HOW}。"
