"""The circular of a month or half-year (通报): its words and tables, the same for Word and for the page.

Reads figures; writes nothing. Units are named in the order of their rates; those behind with their late records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.compliance.duties import Duty, Standing
from pipeline.compliance.figures import Figures
from pipeline.compliance.late import LateRecord
from pipeline.compliance.names import ranked, shown
from pipeline.compliance.periods import Period, period
from pipeline.compliance.rate import Rate, summed
from pipeline.compliance.words import compared, percent
from pipeline.portal.words import month_name
from pipeline.settings import Site

MOST_LISTED = 50
"""Late records of one unit that are listed; a circular of more pages is not read."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a circular."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading (一、), subheading (（一）), text or table."""

    kind: str
    text: str
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular as the office sends it."""

    period: Period
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signed_by: str
    signed_on: str


@dataclass(frozen=True)
class Ground:
    """All that a circular is written from. `rule`: the deadline rule's title; `titles`: dataset → its name;
    `settled_on`: the last day on which something of the period can still be in time.
    """

    figures: Figures
    late: tuple[LateRecord, ...]
    site: Site
    rule: str
    titles: Mapping[str, str]
    as_of: date
    settled_on: date


def day_words(day: date) -> str:
    """2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def by_unit(figures: Figures, months: tuple[str, ...]) -> dict[str, Rate]:
    """Each department's rate over the months."""
    grouped: dict[str, list[Rate]] = {}
    for each in figures.by_department_month:
        if each.month in months:
            grouped.setdefault(each.department, []).append(each)
    return {name: summed(rates, name) for name, rates in grouped.items()}


def _numbers_of_datasets(ground: Ground, months: tuple[str, ...]) -> str:
    counts: dict[str, int] = {}
    for each in ground.figures.by_dataset_month:
        if each.month in months and each.received:
            counts[each.dataset] = counts.get(each.dataset, 0) + each.received
    known = sorted(counts, key=lambda name: (-counts[name], name))
    return "、".join(f"{ground.titles.get(name, name)}{counts[name]:,}条" for name in known)


def overall(ground: Ground, about: Period, now: Rate, units: int) -> Iterator[Block]:
    """What was reported in the period, in figures."""
    if not now.received:
        yield Block("text", f"{about.title}没有收到各单位报送的信息。")
    else:
        parts = _numbers_of_datasets(ground, about.months)
        yield Block(
            "text",
            f"{ground.site.region}{units}个单位共报送{about.title}作出决定的信用信息{now.received:,}条，其中{parts}。"
            f"通过校验{now.compliant:,}条，合规率{percent(now.compliance)}；及时报送{now.in_time:,}条，"
            f"及时率{percent(now.timeliness)}；迟报{now.late:,}条{_missing_words(now)}，迟报率{percent(now.lateness)}。",
        )
    if now.expected:
        yield Block(
            "text",
            f"按信息报送清单，应报{now.expected:,}条，已报{now.reported:,}条，逾期未报{now.missing:,}条，"
            f"未到期{now.awaited:,}条，上报率{percent(now.reporting)}。",
        )
    if now.undetermined:
        yield Block(
            "text",
            f"另有{now.undetermined:,}条的时限延伸到国务院尚未公布放假安排的日期，暂列“待定”，不计入及时率和迟报率。",
        )
    if ground.as_of <= ground.settled_on:
        yield Block("text", f"本期部分信息的报送时限至{day_words(ground.settled_on)}届满，以上为初步结果。")


def _missing_words(now: Rate) -> str:
    return f"，逾期未报{now.missing:,}条" if now.missing else ""


def comparison(about: Period, now: Rate, before: Rate) -> Block:
    """The period against the one before."""
    previous = period(about.before).title
    if not before.received:
        return Block("text", f"{previous}没有报送记录，不作比较。")
    change = now.received - before.received
    number = "持平" if change == 0 else f"{'增加' if change > 0 else '减少'}{abs(change):,}条"
    return Block(
        "text",
        f"与{previous}相比，报送数量{number}，合规率{compared(now.compliance, before.compliance)}，"
        f"及时率{compared(now.timeliness, before.timeliness)}。",
    )


def _units(now: dict[str, Rate], before: dict[str, Rate]) -> Iterator[Block]:
    yield Block("heading", "二、各单位报送情况")
    order = ranked(now.values())
    whole = [shown(each.department) for each in order if each.timeliness == 1 and each.compliance == 1]
    if whole:
        yield Block("text", f"合规率、及时率均为100%的单位有{len(whole)}个：{'、'.join(whole)}。")
    rows = tuple(
        (
            str(place) if rate.timeliness is not None else "—",
            shown(rate.department),
            f"{rate.received:,}",
            percent(rate.compliance),
            percent(rate.timeliness),
            f"{rate.late:,}",
            f"{rate.missing:,}",
            compared(rate.timeliness, before.get(rate.department, Rate()).timeliness),
        )
        for place, rate in enumerate(order, 1)
    )
    headings = (
        "序号",
        "单位",
        "报送（条）",
        "合规率",
        "及时率",
        "迟报（条）",
        "未报（条）",
        "及时率与上期相比",
    )
    if rows:
        yield Block("table", "", Table("各单位报送情况（按及时率、合规率排列）", headings, rows))


def _late_table(ground: Ground, records: list[LateRecord], name: str) -> Table:
    rows = tuple(
        (
            str(number),
            ground.titles.get(each.dataset, each.dataset),
            each.document_number or "（未公示）",
            each.decided_on.isoformat(),
            each.due_latest.isoformat(),
            each.first_arrival.isoformat(),
        )
        for number, each in enumerate(records[:MOST_LISTED], 1)
    )
    headings = ("序号", "数据类别", "文书号", "决定日期", "时限", "首次报送")
    rest = len(records) - len(rows)
    return Table(f"{shown(name)}迟报明细" + (f"（另有{rest:,}条从略）" if rest else ""), headings, rows)


def _late(ground: Ground, about: Period, behind: list[Rate]) -> Iterator[Block]:
    late = [each for each in behind if each.late]
    yield Block("subheading", "（一）迟报")
    if not late:
        yield Block("text", "本期没有迟报。")
    records: dict[str, list[LateRecord]] = {}
    for each in ground.late:
        if each.month in about.months:
            records.setdefault(each.department, []).append(each)
    for rate in late:
        name = rate.department
        yield Block(
            "text", f"{shown(name)}迟报{rate.late:,}条，及时率{percent(rate.timeliness)}，明细见下表。"
        )
        yield Block("table", "", _late_table(ground, records.get(name, []), name))


def _missing(ground: Ground, about: Period) -> Iterator[Block]:
    open_: list[Duty] = [
        each
        for each in ground.figures.duties
        if each.month in about.months and each.standing is Standing.MISSING
    ]
    if not open_:
        return
    yield Block("subheading", "（二）未报、漏报")
    rows = tuple(
        (
            shown(each.department),
            ground.titles.get(each.dataset, each.dataset),
            month_name(each.month),
            "—" if each.expected is None else f"{each.expected:,}",
            f"{each.received:,}",
            each.due_latest.isoformat(),
        )
        for each in open_
    )
    headings = ("单位", "数据类别", "月份", "应报（条）", "已报（条）", "时限")
    yield Block("table", "", Table("未按信息报送清单报送的单位", headings, rows))


def _faulty(number: str, behind: list[Rate]) -> Iterator[Block]:
    faulty = [each for each in behind if each.compliant < each.received]
    yield Block("subheading", f"（{number}）数据质量")
    if not faulty:
        yield Block("text", "本期报送的信息全部通过校验。")
        return
    told = "；".join(
        f"{shown(each.department)}{each.received - each.compliant:,}条（合规率{percent(each.compliance)}）"
        for each in faulty
    )
    yield Block("text", f"未通过校验且尚未更正重报的：{told}。问题及改法见合规看板中各单位页面。")


def _demands(ground: Ground) -> Iterator[Block]:
    yield Block("heading", "四、工作要求")
    yield Block(
        "text",
        "（一）有迟报、未报信息的单位，应当对照明细查明原因，尚未报送的立即补报；没有应报信息的，书面说明。",
    )
    yield Block("text", "（二）未通过校验的信息，应当按看板所列问题逐条更正后重新报送。")
    yield Block("text", f"（三）各单位应当在规定时限内（{ground.rule}，作出决定当日不计）完整、准确报送。")


def circular(ground: Ground, about: Period) -> Circular:
    """The circular about a period."""
    now, before = by_unit(ground.figures, about.months), by_unit(ground.figures, period(about.before).months)
    total, earlier = summed(now.values()), summed(before.values())
    behind = [each for each in reversed(ranked(now.values())) if each.received or each.missing]
    missing = list(_missing(ground, about))
    blocks = [
        Block(
            "text",
            f"为推动信用信息及时、准确、完整报送，现将{about.title}（按作出决定的日期统计，数据截至"
            f"{day_words(ground.as_of)}）各单位报送情况通报如下。",
        ),
        Block("heading", "一、总体情况"),
        *overall(ground, about, total, sum(each.received > 0 for each in now.values())),
        *([comparison(about, total, earlier)] if total.received else []),
        *_units(now, before),
        Block("heading", "三、存在的问题"),
        *_late(ground, about, behind),
        *missing,
        *_faulty("三" if missing else "二", behind),
        *_demands(ground),
    ]
    title = f"关于{about.title}信用信息报送情况的通报"
    office = ground.site.sponsor or ground.site.name
    return Circular(about, title, "各有关单位：", tuple(blocks), office, day_words(ground.as_of))
