"""Who still owes the month's article, and which report comes next (稿件提醒), as text and as data. Pure; writes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.compliance.icalendar import Event
from pipeline.compliance.names import shown
from pipeline.compliance.news_quota import OPEN, Cell, Quota, Standing
from pipeline.compliance.news_rules import ReportDue, next_reports
from pipeline.compliance.periods import last_day, period
from pipeline.portal.words import month_name

WORDS = {
    Standing.DELIVERED: "已报送",
    Standing.LATE: "补报",
    Standing.REFUSED: "退回待重报",
    Standing.MISSING: "未报送",
    Standing.AWAITED: "待报送",
    Standing.NONE: "不要求",
}
"""How a standing is told everywhere."""


def open_now(quota: Quota, month: str) -> tuple[Cell, ...]:
    """Who has not delivered for a month; nobody for a month that is not counted."""
    return tuple(each for each in quota.of(month) if each.standing in OPEN) if month in quota.months else ()


def open_before(quota: Quota, month: str) -> tuple[Cell, ...]:
    """What of earlier months is missing and can still be made good, oldest first."""
    earlier = [each for each in reversed(quota.months) if each < month]
    cells = [cell for each in earlier for cell in open_now(quota, each)]
    return tuple(each for each in cells if quota.as_of <= quota.makes_up_until(each))


def half_words(report: ReportDue) -> str:
    """2026年下半年贯彻落实情况报告."""
    return f"{period(report.period).title}贯彻落实情况报告"


def days_left(day: date, as_of: date) -> str:
    """How long until a day."""
    number = (day - as_of).days
    return "今天到期" if number == 0 else f"还有 {number} 天" if number > 0 else f"已过 {-number} 天"


def _lines(quota: Quota, month: str) -> Iterator[str]:
    end = last_day(month)
    cells = open_now(quota, month)
    asked = [each for each in quota.of(month) if each.standing is not Standing.NONE]
    yield f"{month_name(month)}：应报送 {len(asked)} 个单位，已完成 {len(asked) - len(cells)} 个。"
    if cells:
        left = days_left(end, quota.as_of)
        yield f"以下 {len(cells)} 个单位请在 {end} 前各报送至少 {quota.rules.at_least} 篇（{left}）："
        yield from (f"  {shown(each.department)}{_told(each)}" for each in cells)


def _told(cell: Cell) -> str:
    return f"：退回 {cell.refused} 篇，请修改后重报" if cell.refused else ""


def reminder(quota: Quota, month: str) -> str:
    """The list of a month with the reports to come, for people."""
    lines = [f"数据截至 {quota.as_of}。"]
    if not quota.rules.at_least:
        lines.append("本单位没有规定稿件数量。")
    elif month not in quota.months:
        lines.append(f"{month_name(month)}不在统计范围内。")
    else:
        lines += _lines(quota, month)
        before = open_before(quota, month)
        if before:
            lines += ["", "以前月份缺报、仍可补报的："]
            lines += [
                f"  {shown(each.department)}：{month_name(each.month)}，补报至 {quota.makes_up_until(each)}"
                for each in before
            ]
    for each in next_reports(quota.rules, quota.as_of):
        left = days_left(each.due_on, quota.as_of)
        lines += ["", f"{half_words(each)}：{each.due_on} 前报送（{left}）。"]
        lines.append(f"  起草：portal news report --half {each.period}")
    return "\n".join(lines)


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "department": cell.department,
        "month": cell.month,
        "standing": cell.standing.value,
        "accepted": cell.accepted,
        "refused": cell.refused,
        "late": cell.late,
    }


def as_data(quota: Quota, month: str) -> dict[str, object]:
    """The same list for programs."""
    before = open_before(quota, month)
    return {
        "as_of": quota.as_of.isoformat(),
        "month": month,
        "last_day": last_day(month).isoformat(),
        "at_least": quota.rules.at_least,
        "open": [_cell(each) for each in open_now(quota, month)],
        "earlier": [
            {**_cell(each), "make_up_until": quota.makes_up_until(each).isoformat()} for each in before
        ],
        "reports": [
            {"due_on": each.due_on.isoformat(), "period": each.period, "source": each.source}
            for each in next_reports(quota.rules, quota.as_of)
        ],
    }


def calendar_events(quota: Quota, department: str) -> tuple[Event, ...]:
    """A department's last days to come: of its articles (this month's when it is open, and the next), and of reports."""
    this = f"{quota.as_of:%Y-%m}"
    coming = [each.month for each in (quota.row(department) if department in quota.departments else ())]
    cells = [quota.cells[department, this]] if this in coming else []
    if not cells or cells[0].standing is Standing.NONE:
        return ()
    following = last_day(this) + timedelta(days=1)
    months = [this] if cells[0].standing in OPEN else []
    events = [
        Event(f"news-{month}", last_day(month), f"{month_name(month)}信息稿件，今天是报送最后一天")
        for month in (*months, f"{following:%Y-%m}")
    ]
    events += [
        Event(f"report-{each.period.lower()}", each.due_on, f"{half_words(each)}，今天是报送最后一天")
        for each in next_reports(quota.rules, quota.as_of)
    ]
    return tuple(events)
