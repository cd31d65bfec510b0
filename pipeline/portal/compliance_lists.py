"""Lists of the compliance pages (逾期、将到期、未报、数据问题). Writes nothing; no row's content is in them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from pipeline.bundle import FindingCount
from pipeline.checks.codes import ALL as CHECKS
from pipeline.compliance.due_items import SOON, DueItem, Matter, overdue, soon
from pipeline.compliance.duties import Duty, Standing
from pipeline.compliance.names import shown
from pipeline.portal.contexts_compliance import DueList, DueRow, FindingRow
from pipeline.portal.words import month_name

MOST_LISTED = 200
"""Rows of one list on a page; the rest is counted, and is in the feeds and in `portal due`."""
_MATTERS = {Matter.CORRECTION: "退回待更正", Matter.REPORT: "清单未报"}
_LEVELS = {"reject": "退回", "warn": "提醒"}
_SEE_LIST = "见发给本单位的问题清单。"
_TITLES = {each.code: each.title for each in CHECKS}


def _state(item: DueItem) -> tuple[str, str]:
    """Words and tone of how an item stands."""
    if item.overdue:
        return "逾期", "late"
    if item.left is None:
        return "待定", "undetermined"
    return ("今天到期" if item.left == 0 else f"剩 {item.left} 个工作日"), "soon"


def _due(item: DueItem) -> str:
    if item.due_earliest == item.due_latest:
        return item.due_latest.isoformat()
    return f"{item.due_earliest} 至 {item.due_latest}（待定）"


def _row(item: DueItem, titles: Mapping[str, str], paths: Mapping[str, str]) -> DueRow:
    state, tone = _state(item)
    return DueRow(
        shown(item.department),
        paths.get(item.department, ""),
        titles.get(item.dataset, item.dataset),
        _MATTERS[item.matter],
        month_name(item.month),
        f"{item.records:,}" if item.records else "未注明",
        _due(item),
        state,
        tone,
    )


def due_lists(
    items: Iterable[DueItem], titles: Mapping[str, str], paths: Mapping[str, str]
) -> tuple[DueList, ...]:
    """What is soon due, what is overdue (latest first), and what cannot be told yet (待定)."""
    every = tuple(items)
    between = [item for item in every if item.left is None and not item.overdue]
    parts = (
        ("due-soon", f"{SOON} 个工作日内到期", f"{SOON} 个工作日内没有到期的事项。", soon(every)),
        ("overdue", "已逾期", "没有逾期未办的事项。", tuple(reversed(overdue(every)))),
        ("due-undetermined", "待定", "", tuple(between)),
    )
    lists = []
    for id_, title, empty, chosen in parts:
        if chosen or empty:
            rows = tuple(_row(item, titles, paths) for item in islice(chosen, MOST_LISTED))
            lists.append(DueList(id_, title, empty, rows, len(chosen) - len(rows)))
    return tuple(lists)


def gaps(duties: Iterable[Duty], titles: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(department, dataset, months) of which the duty list asks for something and nothing came."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in duties:
        if each.standing is Standing.MISSING and each.received == 0:
            found.setdefault((each.department, each.dataset), []).append(each.month)
    return tuple(
        (shown(department), titles.get(dataset, dataset), "、".join(sorted(months, reverse=True)))
        for (department, dataset), months in sorted(found.items())
    )


def _of_region(findings: Iterable[FindingCount]) -> Iterable[FindingCount]:
    """Counts over all departments; which ones is on their own pages."""
    found: dict[tuple[str, str, str], FindingCount] = {}
    for each in findings:
        key = (each.code, each.level, each.dataset)
        before = found.get(key)
        count = each.count + (before.count if before is not None else 0)
        found[key] = replace(before or each, department="", count=count)
    return found.values()


def finding_rows(
    findings: Iterable[FindingCount], titles: Mapping[str, str], department: str
) -> tuple[FindingRow, ...]:
    """Findings of one department, or of the region ("") over all departments, with what to do."""
    mine = (each for each in findings if not department or each.department == department)
    chosen = mine if department else _of_region(mine)
    return tuple(
        FindingRow(
            each.code,
            _TITLES.get(each.code, "数据问题"),
            _LEVELS.get(each.level, each.level),
            titles.get(each.dataset, each.dataset),
            f"{each.count:,}",
            each.message or _SEE_LIST,
        )
        for each in sorted(chosen, key=lambda each: (each.code, each.dataset, each.level))
    )
