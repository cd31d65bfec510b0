"""Tables and charts of the compliance pages (合规看板的表和图) from figures. Writes nothing.

A rate without a denominator is “无数据”, never 100 %; columns of the duty list appear only where there is one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.compliance.figures import Figures, Spread
from pipeline.compliance.names import UNNAMED, ranked, shown
from pipeline.compliance.rate import Rate, summed
from pipeline.compliance.words import NO_DATA, percent
from pipeline.portal.charts import lines, stacked
from pipeline.portal.contexts_compliance import (
    Cell,
    ChartPanel,
    HeatCell,
    HeatTable,
    RateRow,
    RateTable,
)

MONTHS = 24
"""Months in charts, the month table and the heat table; older ones are in the open data."""
MOST_USED = 30
"""Days used above this stand in one last column."""
_PARTS = (("part-in-time", "及时"), ("part-late", "迟报"), ("part-undetermined", "待定"))
_RATES = (("line-timely", "及时率"), ("line-compliant", "合规率"))

Number = Callable[[Rate], int]
Share = Callable[[Rate], float | None]
_COUNTS: tuple[tuple[str, Number], ...] = (
    ("收到", lambda rate: rate.received),
    ("合规", lambda rate: rate.compliant),
    ("及时", lambda rate: rate.in_time),
    ("迟报", lambda rate: rate.late),
    ("待定", lambda rate: rate.undetermined),
)
_DUTY_COUNTS: tuple[tuple[str, Number], ...] = (
    ("应报", lambda rate: rate.expected),
    ("逾期未报", lambda rate: rate.missing),
    ("未到期", lambda rate: rate.awaited),
)
_SHARES: tuple[tuple[str, Share], ...] = (
    ("合规率", lambda rate: rate.compliance),
    ("及时率", lambda rate: rate.timeliness),
    ("迟报率", lambda rate: rate.lateness),
)
_DUTY_SHARES: tuple[tuple[str, Share], ...] = (("上报率", lambda rate: rate.reporting),)


def has_duties(figures: Figures) -> bool:
    """Whether the duty list says anything."""
    return bool(figures.total.periods or figures.total.expected or figures.total.awaited)


def _cells(rate: Rate, duties: bool) -> tuple[Cell, ...]:
    counts = _COUNTS + _DUTY_COUNTS if duties else _COUNTS
    shares = _DUTY_SHARES + _SHARES if duties else _SHARES
    numbers = [Cell(f"{of(rate):,}", str(of(rate))) for _, of in counts]
    found = [(share(rate)) for _, share in shares]
    return (*numbers, *(Cell(percent(each), "" if each is None else f"{each:.6f}") for each in found))


def _columns(duties: bool) -> tuple[str, ...]:
    counts = _COUNTS + _DUTY_COUNTS if duties else _COUNTS
    shares = _DUTY_SHARES + _SHARES if duties else _SHARES
    return tuple(name for name, _ in counts) + tuple(name for name, _ in shares)


def row(rate: Rate, label: str, duties: bool, path: str = "", bar: bool = False) -> RateRow:
    """One line of rates."""
    share = rate.timeliness if bar else None
    return RateRow(label, path, _cells(rate, duties), None if share is None else round(share * 100, 1))


def table(
    id_: str,
    title: str,
    heading: str,
    rates: Iterable[tuple[str, Rate]],
    duties: bool,
    note: str = "",
) -> RateTable:
    """A table of rates by some dimension."""
    rows = tuple(row(rate, label, duties) for label, rate in rates)
    return RateTable(id_, title, heading, _columns(duties), rows, note)


def league(rates: Iterable[Rate], paths: Mapping[str, str], duties: bool) -> RateTable:
    """Departments, best first (排名); units of which nothing came stand last."""
    rows = tuple(
        row(each, shown(each.department), duties, paths.get(each.department, ""), bar=True)
        for each in ranked(rates)
    )
    note = "按及时率、合规率、报送数量排列。点单位名称看该单位的问题和改法。"
    return RateTable("by-department", "各单位排名", "单位", _columns(duties), rows, note, filtered=True)


def by_dataset(rates: Sequence[Rate], titles: Mapping[str, str], duties: bool) -> RateTable:
    """By dataset, in the catalogue's order."""
    order = {name: number for number, name in enumerate(titles)}
    known = sorted(rates, key=lambda rate: (order.get(rate.dataset, len(order)), rate.dataset))
    named = [(titles.get(rate.dataset, rate.dataset), rate) for rate in known]
    return table("by-dataset", "按数据类别", "数据类别", named, duties)


def by_source_unit(rates: Sequence[Rate]) -> RateTable:
    """By source unit (数据来源单位), summed over the deciding authorities."""
    grouped: dict[str, list[Rate]] = {}
    for each in rates:
        grouped.setdefault(each.source_unit, []).append(each)
    named = [(shown(unit), summed(grouped[unit])) for unit in sorted(grouped)]
    note = "数据由哪个单位提供；与作出决定的机关可能不同。"
    return table("by-source-unit", "按数据来源单位", "数据来源单位", named, duties=False, note=note)


def months_panel(months: Sequence[Rate], duties: bool) -> tuple[ChartPanel, ChartPanel]:
    """Trend of the rates, and the numbers received, each over the latest months."""
    recent = sorted(months, key=lambda rate: rate.month)[-MONTHS:]
    span = f"{recent[0].month} 至 {recent[-1].month} " if recent else ""
    named = [(rate.month or UNNAMED, rate) for rate in reversed(recent)]
    rates = [(rate.month[2:], (rate.timeliness, rate.compliance)) for rate in recent]
    trend = lines("trend", "及时率与合规率走势", f"{span}每月的及时率和合规率。", _RATES, rates)
    counts = [(rate.month[2:], (rate.in_time, rate.late, rate.undetermined)) for rate in recent]
    summary = f"{span}每月收到的记录数，分为及时、迟报和待定。"
    bars = stacked("by-month-chart", "每月收到的记录（按决定月份）", summary, _PARTS, counts)
    return (
        ChartPanel(trend, table("trend-table", "走势数据", "月份", named, duties)),
        ChartPanel(bars, table("by-month", "每月数据", "月份", named, duties)),
    )


def spread_panel(spread: Iterable[Spread]) -> ChartPanel:
    """Distribution of days used from decision to first arrival."""
    counts: dict[int, int] = {}
    unknown = before = 0
    for each in spread:
        if each.days is None:
            unknown += each.records
        elif each.days < 0:
            before += each.records
        else:
            day = min(each.days, MOST_USED + 1)
            counts[day] = counts.get(day, 0) + each.records
    whole = sum(counts.values())
    labels = [str(day) for day in range(MOST_USED + 1)] + [f">{MOST_USED}"]
    columns = [(label, (counts.get(day, 0),)) for day, label in enumerate(labels)] if whole else []
    summary = f"{whole:,} 条记录从作出决定到首次到达所用天数的分布。"
    chart = stacked("days-used", "报送用时分布", summary, (("part-in-time", "记录数"),), columns)
    rows, passed = [], 0
    for label, (number,) in columns:
        passed += number
        if number:
            share = passed / whole
            cells = (Cell(f"{number:,}", str(number)), Cell(percent(share), f"{share:.6f}"))
            rows.append(RateRow(f"{label} 天", "", cells))
    told = f"另有 {unknown:,} 条跨越未公布放假安排的日期，不能计算用时。" if unknown else ""
    told += f"另有 {before:,} 条到达早于决定日期，请核对。" if before else ""
    note = f"按时限规则的算法计天数（工作日或自然日），作出决定当日不计。{told}"
    listed = RateTable("days-used-table", "用时数据", "用时", ("记录数", "累计占比"), tuple(rows))
    return ChartPanel(chart, listed, note)


def _level(rate: Rate) -> int:
    """0 no answer, 1 under 60 %, 2 under 80 %, 3 under 95 %, 4 under 100 %, 5 all in time."""
    timely = rate.timeliness
    if timely is None:
        return 0
    return 1 + sum(timely >= bound for bound in (0.6, 0.8, 0.95, 1.0))


def _heat_cell(rate: Rate | None) -> HeatCell:
    if rate is None or (rate.received == 0 and rate.timeliness is None):
        note = "未到期" if rate is not None and rate.awaited else ""
        return HeatCell(0, "—", note)
    text = "待定" if rate.timeliness is None else percent(rate.timeliness)
    note = f"{rate.received:,} 条" + (f"，未报 {rate.missing:,}" if rate.missing else "")
    return HeatCell(_level(rate), text, note)


def heat_table(figures: Figures, paths: Mapping[str, str] | None = None) -> HeatTable:
    """及时率 of each department in each of the latest months, newest first; a month without a record is “—”."""
    months = tuple(sorted({rate.month for rate in figures.by_month}, reverse=True)[:MONTHS])
    found = {(rate.department, rate.month): rate for rate in figures.by_department_month}
    rows = []
    for department in sorted({rate.department for rate in figures.by_department}):
        cells = tuple(_heat_cell(found.get((department, month))) for month in months)
        rows.append((shown(department), (paths or {}).get(department, ""), cells))
    return HeatTable(months, tuple(rows))


def mean_days(rate: Rate) -> str:
    """Mean days from arrival to showing on this portal."""
    after = rate.shown_after
    return NO_DATA if after is None else f"{after:.1f} 天"
