"""The county's 信息报送清单: what each department says it decided in the last months. Reads and writes nothing.

The numbers are those of the platform's rows, but for two departments that are short, so that the compliance pages have
something to show. No chance: the other files stay what they were.
"""

from collections.abc import Iterable

from sample.county.model import Department, InboxFile, Row

NAME = "信息报送清单.csv"
MONTHS = ("2026-09", "2026-10", "2026-11")
HEADINGS = {
    "department": "部门",
    "department_code": "部门统一社会信用代码",
    "about": "数据类别",
    "basis": "报送依据",
    "effective_on": "起始日期",
    "expected": "应报数",
    "month": "统计月份",
}
_BASIS = "示例县公共信用信息报送清单"
_TITLES = {"permit": "行政许可", "penalty": "行政处罚"}
_SHORT = {("culture", "permit", "2026-10"): 2, ("emergency", "penalty", "2026-11"): 1}
"""What a department decided and did not send: overdue in October, not yet due in November."""


def duty_list(rows: Iterable[Row], departments: Iterable[Department]) -> InboxFile:
    """One row per department, dataset and month, and a duty without a number that nobody meets."""
    numbers: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        if row.dataset in _TITLES:
            key = (row.values["authority"], row.dataset, row.values["decided_on"][:7])
            numbers.setdefault(key, set()).add(row.values["document_number"])
    made = []
    for each in departments:
        for dataset, title in _TITLES.items():
            for month in MONTHS:
                decided = len(numbers.get((each.name, dataset, month), ()))
                expected = decided + _SHORT.get((each.id, dataset, month), 0)
                made.append(_row(each, title, expected=str(expected), month=month))
        if each.id == "labour":
            made.append(_row(each, "守信激励名单", effective_on="2026-08-01"))
    return InboxFile(NAME, HEADINGS, tuple(made))


def _row(department: Department, title: str, **more: str) -> Row:
    values = {
        "department": department.name,
        "department_code": department.code,
        "about": title,
        "basis": _BASIS,
        "effective_on": "2026-01-01",
    }
    return Row("duty", values | more)
