"""The compliance page (合规看板): figures of the bundle as rates, bars and a department × month table.

Takes figures from pipeline.compliance; computes no rate of its own but the complement of 及时率. Writes compliance/.
"""

from pipeline.bundle import Bundle, FindingCount
from pipeline.compliance.figures import Figures, Rate
from pipeline.deadlines.rules import load_rule_set
from pipeline.portal.charts import Chart, stacked
from pipeline.portal.contexts import Head, Link
from pipeline.portal.contexts_data import (
    CompliancePage,
    FindingRow,
    HeatCell,
    HeatTable,
    RateRow,
    RateTable,
)
from pipeline.portal.rendering import Pages

NO_DATA = "无数据"
MONTHS = 24
"""Months in the bar chart, the month table and the heat table; older ones are in the open data."""

_LEGEND = (("part-in-time", "及时"), ("part-late", "迟报"), ("part-undetermined", "待定"))
_LEVELS = {"reject": "拒绝入库", "warn": "提示"}


def percent(rate: float | None) -> str:
    """A rate with one decimal, never rounded up to 100 or down to 0; without a denominator “无数据”."""
    if rate is None:
        return NO_DATA
    shown = min(max(round(rate * 100, 1), 0.1 if rate > 0 else 0), 99.9 if rate < 1 else 100)
    return f"{shown:g}%" if shown in (0, 100) else f"{shown:.1f}%"


def _row(rate: Rate, *labels: str) -> RateRow:
    timely = rate.timeliness
    return RateRow(
        labels=labels,
        received=f"{rate.received:,}",
        compliant=f"{rate.compliant:,}",
        in_time=f"{rate.in_time:,}",
        late=f"{rate.late:,}",
        undetermined=f"{rate.undetermined:,}",
        compliant_rate=percent(rate.compliance),
        in_time_rate=percent(timely),
        late_rate=percent(None if timely is None else 1 - timely),
    )


def _level(rate: Rate) -> int:
    """0 no answer, 1 under 60 %, 2 under 80 %, 3 under 95 %, 4 under 100 %, 5 all in time."""
    timely = rate.timeliness
    if timely is None:
        return 0
    return 1 + sum(timely >= bound for bound in (0.6, 0.8, 0.95, 1.0))


def heat_table(figures: Figures) -> HeatTable:
    """及时率 of each department in each of the latest months, newest first; a month without a record is “—”."""
    months = tuple(sorted({rate.month for rate in figures.by_month}, reverse=True)[:MONTHS])
    found = {(rate.department, rate.month): rate for rate in figures.by_department_month}
    rows = []
    for department in sorted({rate.department for rate in figures.by_department}):
        cells = []
        for month in months:
            rate = found.get((department, month))
            if rate is None:
                cells.append(HeatCell(0, "—", ""))
            else:
                text = "待定" if rate.timeliness is None else percent(rate.timeliness)
                cells.append(HeatCell(_level(rate), text, f"{rate.received:,} 条"))
        rows.append((department or "未注明", tuple(cells)))
    return HeatTable(months, tuple(rows))


def _month_chart(figures: Figures) -> Chart:
    recent = figures.by_month[-MONTHS:]
    columns = [(rate.month[2:], (rate.in_time, rate.late, rate.undetermined)) for rate in recent]
    summary = (
        f"{recent[0].month} 至 {recent[-1].month} 每月收到的记录数，分为及时、迟报和待定；数字见下方表格。"
        if recent
        else "没有收到记录。"
    )
    return stacked("by-month-chart", "每月收到的记录（按决定月份）", summary, _LEGEND, columns)


def _headline(total: Rate) -> tuple[tuple[str, str, str], ...]:
    timely = total.timeliness
    decided = total.in_time + total.late
    return (
        ("收到记录", f"{total.received:,}", "每条只计一次"),
        ("合规率", percent(total.compliance), f"{total.compliant:,} / {total.received:,}"),
        ("及时率", percent(timely), f"{total.in_time:,} / {decided:,}"),
        ("迟报率", percent(None if timely is None else 1 - timely), f"{total.late:,} / {decided:,}"),
        ("待定", f"{total.undetermined:,}", "不计入及时率和迟报率"),
    )


def _tables(figures: Figures, titles: dict[str, str]) -> tuple[RateTable, ...]:
    order = {name: number for number, name in enumerate(titles)}
    return (
        RateTable(
            "by-dataset",
            "按数据类别",
            ("数据类别",),
            tuple(
                _row(rate, titles.get(rate.dataset, rate.dataset))
                for rate in sorted(figures.by_dataset, key=lambda rate: order.get(rate.dataset, len(order)))
            ),
        ),
        RateTable(
            "by-department",
            "按单位",
            ("单位",),
            tuple(_row(rate, rate.department or "未注明") for rate in figures.by_department),
        ),
        RateTable(
            "by-month",
            "按决定月份",
            ("月份",),
            tuple(_row(rate, rate.month or "未注明") for rate in reversed(figures.by_month[-MONTHS:])),
        ),
    )


def _findings(findings: tuple[FindingCount, ...], titles: dict[str, str]) -> tuple[FindingRow, ...]:
    ordered = sorted(findings, key=lambda each: (each.code, each.dataset, each.department))
    return tuple(
        FindingRow(
            each.code,
            _LEVELS.get(each.level, each.level),
            titles.get(each.dataset, each.dataset),
            each.department or "未注明",
            f"{each.count:,}",
            each.message,
        )
        for each in ordered
    )


def write_compliance(pages: Pages, bundle: Bundle, figures: Figures) -> None:
    """Write compliance/index.html."""
    titles = {each.name: each.title for each in bundle.meta.datasets}
    note = "各单位报送信用信息的合规率、及时率和数据问题"
    view = CompliancePage(
        head=Head("合规看板", "../", (Link("首页", ""),), "合规看板", note, "compliance/", note),
        rule=load_rule_set(bundle.meta.deadline_rule).title,
        headline=_headline(figures.total),
        charts=(_month_chart(figures),),
        tables=_tables(figures, titles),
        heat=heat_table(figures),
        findings=_findings(bundle.meta.findings, titles),
    )
    pages.render("compliance.html", "compliance/index.html", view)
