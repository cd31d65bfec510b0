"""Who has delivered the month's article (信息报送情况): department × month, what is open, shares by class, reports.

Takes the quota from pipeline.compliance and counts nothing of its own but sums. Writes compliance/news/index.html.
"""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.compliance.names import shown
from pipeline.compliance.news_quota import OPEN, Cell, Quota, Standing
from pipeline.compliance.news_reminders import WORDS, days_left, half_words, open_before, open_now
from pipeline.compliance.news_rules import next_reports
from pipeline.compliance.periods import last_day
from pipeline.compliance.words import percent
from pipeline.portal.contexts import HOME, Head, Link
from pipeline.portal.contexts_news import (
    Matrix,
    MatrixCell,
    MatrixRow,
    OpenRow,
    QuotaPage,
    ReportRow,
    ShareRow,
)
from pipeline.portal.rendering import Pages
from pipeline.portal.words import month_name

PATH = "compliance/news/"
ON_DASHBOARD = 12
"""Months of the matrix on the dashboard; the page of its own has all."""
_NOTE = "各单位每月报送信用信息稿件的情况"


def _cell(cell: Cell) -> MatrixCell:
    note = [f"采用 {cell.accepted} 篇"] if cell.accepted else []
    note += [f"退回 {cell.refused} 篇"] if cell.refused else []
    text = "—" if cell.standing is Standing.NONE else WORDS[cell.standing]
    return MatrixCell(cell.standing.value, text, "，".join(note))


def matrix(quota: Quota, paths: Mapping[str, str], months: int) -> Matrix:
    """The newest months; `paths`: department → its page. Without a rule and without articles there are no rows."""
    rows = tuple(
        MatrixRow(shown(name), paths.get(name, ""), tuple(_cell(each) for each in quota.row(name)[:months]))
        for name in quota.departments
    )
    return Matrix(quota.months[:months], rows)


def _headline(quota: Quota) -> Iterator[tuple[str, str, str]]:
    for title, month in zip(("本月", "上月"), quota.months[:2], strict=False):
        asked = [each for each in quota.of(month) if each.standing is not Standing.NONE]
        done = sum(each.standing not in OPEN for each in asked)
        yield f"{title}完成单位", f"{done} / {len(asked)}", month_name(month)
    every = list(quota.cells.values())
    yield "采用稿件", f"{sum(quota.kinds.values()):,}", "统计期内合计"
    late = sum(each.standing is Standing.LATE for each in every)
    yield "补报", f"{late:,}", "单位 × 月份"
    missing = sum(each.standing is Standing.MISSING for each in every)
    yield "未报送", f"{missing:,}", "单位 × 月份"


def _open(quota: Quota, paths: Mapping[str, str]) -> Iterator[OpenRow]:
    for cell in (*open_now(quota, quota.months[0]), *open_before(quota, quota.months[0])):
        until = quota.makes_up_until(cell) if cell.month != quota.months[0] else last_day(cell.month)
        yield OpenRow(
            shown(cell.department),
            paths.get(cell.department, ""),
            month_name(cell.month),
            WORDS[cell.standing],
            until.isoformat(),
        )


def _kinds(quota: Quota, classes: Sequence[str]) -> tuple[str, ...]:
    """The classes of the rules, then whatever else articles carry."""
    others = sorted({kind for _, kind, _ in quota.kinds} - {*classes, ""})
    return (*classes, *others)


def _by_class(quota: Quota, kinds: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in quota.departments:
        mine = quota.only(name).kinds
        numbers = [sum(n for (_, kind, _), n in mine.items() if kind == each) for each in kinds]
        yield shown(name), (*(str(each) for each in numbers), str(sum(mine.values())))


def _shares(quota: Quota, kinds: Sequence[str]) -> Iterator[ShareRow]:
    total = sum(quota.kinds.values())
    for each in kinds:
        number = sum(n for (_, kind, _), n in quota.kinds.items() if kind == each)
        share = number / total if total else None
        yield ShareRow(each, f"{number:,}", percent(share), round((share or 0) * 100, 1))


def _reports(quota: Quota) -> Iterator[ReportRow]:
    for each in next_reports(quota.rules, quota.as_of):
        yield ReportRow(
            half_words(each), each.due_on.isoformat(), days_left(each.due_on, quota.as_of), each.source
        )


def quota_page(quota: Quota, paths: Mapping[str, str], classes: Sequence[str]) -> QuotaPage:
    """What quota.html is given."""
    crumbs = (HOME, Link("合规看板", "compliance/"))
    kinds = _kinds(quota, classes)
    return QuotaPage(
        head=Head("信息报送情况", "../../", crumbs, "合规看板", _NOTE, "compliance/", _NOTE),
        rule=quota.rules.title,
        source=quota.rules.source,
        headline=tuple(_headline(quota)),
        matrix=matrix(quota, paths, len(quota.months)),
        open=tuple(_open(quota, paths)),
        kinds=kinds,
        rows=tuple(_by_class(quota, kinds)),
        shares=tuple(_shares(quota, kinds)),
        reports=tuple(_reports(quota)),
        make_up_months=quota.rules.make_up_months,
    )


def write_quota(pages: Pages, quota: Quota, paths: Mapping[str, str], classes: Sequence[str]) -> str:
    """Write the page; its address."""
    pages.render("quota.html", f"{PATH}index.html", quota_page(quota, paths, classes))
    return PATH
