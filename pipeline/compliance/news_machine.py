"""The quota for other programs (稿件报送数据): JSON and CSV of department × month. Pure; writes nothing."""

import csv
import io

from pipeline.compliance.machine import spreadsheet_safe
from pipeline.compliance.news_quota import Quota

COLUMNS = ("department", "month", "standing", "accepted", "refused", "late")


def _rows(quota: Quota) -> list[dict[str, object]]:
    """Every month that counts, oldest first."""
    cells = sorted(quota.cells.values(), key=lambda cell: (cell.month, cell.department))
    return [{name: str(getattr(cell, name)) for name in COLUMNS[:3]} | _numbers(cell) for cell in cells]


def _numbers(cell: object) -> dict[str, object]:
    return {name: getattr(cell, name) for name in COLUMNS[3:]}


def news_data(quota: Quota) -> dict[str, object]:
    """The content of news.json. `standing`: delivered, late (补报), refused, missing, awaited, none (not asked for)."""
    kinds = [
        {"department": name, "class": kind, "month": month, "articles": number}
        for (name, kind, month), number in sorted(quota.kinds.items())
    ]
    return {
        "schema": "credit-portal/news",
        "version": 1,
        "as_of": quota.as_of.isoformat(),
        "rule": quota.rules.id,
        "at_least": quota.rules.at_least,
        "rows": _rows(quota),
        "classes": kinds,
    }


def news_csv(quota: Quota) -> str:
    """news.csv: the rows of the JSON."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([spreadsheet_safe(row[name]) for name in COLUMNS] for row in _rows(quota))
    return stream.getvalue()
