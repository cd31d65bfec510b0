"""The compliance pages (合规看板): the region, each reporting unit, and the circulars of the last year.

Takes figures from pipeline.compliance and computes no rate of its own. Writes compliance/index.html,
compliance/<unit>/index.html and compliance/circular/<period>/index.html; gives their addresses for the sitemap.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.bundle import Bundle
from pipeline.compliance.circular import Circular
from pipeline.compliance.due_items import DueItem, last_days
from pipeline.compliance.feeds import calendar, overdue_feed
from pipeline.compliance.figures import Figures, of_department
from pipeline.compliance.ground import circulars
from pipeline.compliance.names import addresses, shown, with_silent
from pipeline.compliance.news_quota import Quota
from pipeline.compliance.news_reminders import calendar_events
from pipeline.compliance.periods import finished
from pipeline.compliance.rate import Rate
from pipeline.compliance.words import percent
from pipeline.deadlines import calendar_findings, load_calendar
from pipeline.deadlines.rules import load_rule_set
from pipeline.portal.compliance_lists import due_lists, finding_rows, gaps
from pipeline.portal.compliance_tables import (
    by_dataset,
    by_source_unit,
    has_duties,
    heat_table,
    league,
    mean_days,
    months_panel,
    spread_panel,
)
from pipeline.portal.contexts import HOME, Head, Link, column_head
from pipeline.portal.contexts_compliance import CircularPage, CompliancePage, Headline, HeatTable
from pipeline.portal.quota_page import ON_DASHBOARD, matrix
from pipeline.portal.rendering import Pages
from pipeline.settings import Department, Site

_NOTE = "各单位报送信用信息的合规率、及时率和数据问题"
BOARD = Link("合规看板", "compliance/", _NOTE)
_NO_HEAT = HeatTable((), ())


@dataclass(frozen=True)
class Board:
    """What every compliance page is made from. `paths`: department → its page's address."""

    bundle: Bundle
    figures: Figures
    items: tuple[DueItem, ...]
    titles: Mapping[str, str]
    paths: Mapping[str, str]
    circulars: tuple[Circular, ...]
    quota: Quota
    pending: str


def headline(total: Rate, duties: bool) -> tuple[Headline, ...]:
    """The rates in large type, each with numerator and denominator."""
    parts = [
        Headline("收到记录", f"{total.received:,}", "每条只计一次"),
        Headline("合规率", percent(total.compliance), f"{total.compliant:,} / {total.received:,}"),
        Headline("及时率", percent(total.timeliness), f"{total.in_time:,} / {total.decided:,}"),
        Headline("迟报率", percent(total.lateness), f"{total.late + total.missing:,} / {total.decided:,}"),
        Headline("待定", f"{total.undetermined:,}", "不计入及时率和迟报率"),
    ]
    due = total.reported + total.missing
    if duties:
        parts += [
            Headline("上报率", percent(total.reporting), f"{total.reported:,} / {due:,}"),
            Headline("瞒报漏报率", percent(total.concealment), f"{total.missing:,} / {due:,}"),
            Headline("未到期", f"{total.awaited:,}", "应报未报，时限未过"),
        ]
    told = total.shown_in_time + total.shown_late
    parts += [
        Headline("本站公示及时率", percent(total.shown_timeliness), f"{total.shown_in_time:,} / {told:,}"),
        Headline("到达至公示", mean_days(total), f"平均，{total.shown:,} 条"),
    ]
    return tuple(parts)


def _pending(bundle: Bundle) -> str:
    """One sentence when next year's holidays are not known yet, for readers of 待定."""
    as_of = bundle.meta.as_of
    if not calendar_findings(as_of):
        return ""
    return (
        f"{as_of.year + 1} 年放假安排尚未列入本站日历：跨入未公布日期的时限按最早和最迟两个日期计算，"
        "期间到达的记录列为“待定”，既不算及时也不算迟报；公布后全部重算。"
    )


def _page(board: Board, head: Head, figures: Figures, name: str) -> CompliancePage:
    """What the region's page and a unit's page have in common."""
    meta = board.bundle.meta
    duties = has_duties(board.figures)
    items = [each for each in board.items if not name or each.department == name]
    return CompliancePage(
        head=head,
        department=name,
        rule=load_rule_set(meta.deadline_rule).title,
        pending=board.pending,
        headline=headline(figures.total, duties),
        panels=(*months_panel(figures.by_month, duties), spread_panel(figures.spread)),
        due=due_lists(items, board.titles, board.paths),
        tables=(
            by_dataset(figures.by_dataset, board.titles, duties),
            by_source_unit(figures.by_source_unit),
        ),
        heat=_NO_HEAT,
        gaps=gaps(figures.duties, board.titles),
        findings=finding_rows(meta.findings, board.titles, name),
        circulars=(),
        calendar="",
        feed="",
        articles=matrix(
            board.quota.only(name) if name else board.quota, {} if name else board.paths, ON_DASHBOARD
        ),
    )


def _region(board: Board) -> CompliancePage:
    head = column_head(BOARD, feed="feeds/overdue.atom.xml")
    figures = board.figures
    units = league(with_silent(figures.by_department, board.paths), board.paths, has_duties(figures))
    page = _page(board, head, figures, "")
    links = tuple(
        Link(each.period.title, f"compliance/circular/{each.period.id}/") for each in board.circulars
    )
    return replace(page, tables=(units, *page.tables), heat=heat_table(figures, board.paths), circulars=links)


def _units(board: Board) -> Iterator[tuple[str, CompliancePage]]:
    """Address and page of each unit."""
    for name, path in board.paths.items():
        note = f"{name}报送信用信息的合规率、及时率、逾期和数据问题"
        crumbs = (HOME, BOARD)
        head = Head(shown(name), "../../", crumbs, "合规看板", _NOTE, BOARD.path, note)
        page = _page(board, head, of_department(board.figures, name), name)
        yield path, replace(page, calendar=f"feeds/due/{_slug(path)}.ics")


def _slug(path: str) -> str:
    return path.removeprefix(BOARD.path).strip("/")


def _circular_page(each: Circular) -> CircularPage:
    crumbs = (HOME, BOARD)
    head = Head(each.title, "../../../", crumbs, "合规看板", _NOTE, BOARD.path, each.title)
    return CircularPage(head, each)


def unit_paths(figures: Figures, departments: Iterable[Department]) -> dict[str, str]:
    """Department → address of its page, for those with figures and those of portal.toml."""
    names = [each.department for each in figures.by_department]
    return {name: f"{BOARD.path}{slug}/" for name, slug in addresses(names, departments).items()}


def write_compliance(
    pages: Pages,
    bundle: Bundle,
    figures: Figures,
    items: tuple[DueItem, ...],
    departments: Iterable[Department],
    site: Site,
    quota: Quota,
) -> list[str]:
    """Write all compliance pages; their addresses below the site's root."""
    periods = finished((each.month for each in figures.by_month), bundle.meta.as_of)
    made = circulars(bundle, figures, site, periods)
    titles = {each.name: each.title for each in bundle.meta.datasets}
    paths = unit_paths(figures, departments)
    board = Board(bundle, figures, items, titles, paths, made, quota, _pending(bundle))
    pages.render("compliance.html", "compliance/index.html", _region(board))
    written = [BOARD.path]
    for path, page in _units(board):
        pages.render("compliance.html", f"{path}index.html", page)
        written.append(path)
    for each in made:
        path = f"compliance/circular/{each.period.id}/"
        pages.render("circular.html", f"{path}index.html", _circular_page(each))
        written.append(path)
    return written


def write_due_feeds(
    pages: Pages,
    bundle: Bundle,
    items: tuple[DueItem, ...],
    paths: Mapping[str, str],
    site: Site,
    quota: Quota,
) -> None:
    """Write feeds/overdue.atom.xml, and feeds/due/<unit>.ics for each unit."""
    titles = {each.name: each.title for each in bundle.meta.datasets}
    as_of = bundle.meta.as_of
    days = last_days(load_rule_set(bundle.meta.deadline_rule), load_calendar(), titles, as_of)
    for name, path in paths.items():
        events = calendar_events(quota, name)
        made = calendar(name, items, days, titles, site, as_of, events)
        pages.write(f"feeds/due/{_slug(path)}.ics", made)
    pages.write("feeds/overdue.atom.xml", overdue_feed(items, titles, paths, site, as_of))
