"""How the portal names things to a reader (用语): sentences and headings made of the catalogue's words for a dataset."""

from collections.abc import Sequence
from datetime import date

from pipeline.bundle import PublicDataset

FIXED = {
    "subject_name": "主体名称",
    "document_number": "文书号",
    "authority": "作出机关",
    "decided_on": "决定日期",
    "until": "公示至",
    "headline": "名称",
}
"""Columns of the bundle that every dataset has, for tables whose dataset has no such field of its own."""


def note(dataset: PublicDataset) -> str:
    """One sentence on what a list holds."""
    return dataset.note or f"依法公开的{dataset.title}信息。"


def short(dataset: PublicDataset) -> str:
    """The name that fits a menu."""
    return dataset.short or dataset.title


def heading(dataset: PublicDataset, field: str) -> str:
    """Heading of a list's column; the names of document numbers are too long for a phone."""
    if field == "document_number":
        return FIXED[field]
    for column in dataset.columns:
        if column.id == field:
            return column.label
    return FIXED.get(field, field)


def summary_part(dataset: PublicDataset, number: int, last: str, open_ended: bool) -> str:
    """A part of the summary line, such as “行政处罚 1 条，公示至 2027-05-06”."""
    text = f"{short(dataset)} {number} {dataset.measure}"
    if dataset.tone != "adverse":
        return text
    if open_ended:
        return f"{text}，公示期未设终止日期"
    return f"{text}，公示至 {last}"


def iso(day: date | None) -> str:
    """ISO date or empty."""
    return "" if day is None else day.isoformat()


def month_name(month: str) -> str:
    """`2026-05` as 2026年5月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def joined(texts: Sequence[str]) -> str:
    """Texts as a Chinese enumeration."""
    return "、".join(texts)
