"""Reminders as plain text (到期提醒): what falls due and what is overdue, unit by unit. Pure; writes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date

from pipeline.compliance.due_items import DueItem
from pipeline.compliance.feeds import words
from pipeline.compliance.names import shown


def _left(item: DueItem) -> str:
    if item.overdue:
        return f"时限 {item.due_latest}，已逾期"
    when = "今天到期" if item.left == 0 else f"剩 {item.left} 个工作日"
    maybe = "" if item.due_earliest == item.due_latest else f"（待定，最迟 {item.due_latest}）"
    return f"时限 {item.due_earliest}{maybe}，{when}"


def reminders(
    due: Iterable[DueItem], late: Iterable[DueItem], titles: Mapping[str, str], as_of: date, within: int
) -> str:
    """One paragraph for each unit; what is nearest comes first."""
    units: dict[str, list[DueItem]] = {}
    for each in (*due, *late):
        units.setdefault(each.department, []).append(each)
    head = f"数据截至 {as_of}，{within} 个工作日内到期和已逾期的事项："
    if not units:
        return f"{head}没有。"
    lines = [head]
    for name in sorted(units):
        lines += ["", shown(name)]
        lines += [f"  {words(each, titles)}；{_left(each)}" for each in units[name]]
    return "\n".join(lines)
