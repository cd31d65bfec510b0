"""How the portal names things to a reader (用语): units, tones, notes and fixed texts of datasets.

A dataset of the catalogue that is not named here gets the neutral words, so that a new one needs no code.
"""

from collections.abc import Sequence
from datetime import date

from pipeline.bundle import PublicDataset

_UNITS = {"honour": "项", "blacklist": "条"}
_TONES = {"penalty": "adverse", "blacklist": "adverse", "honour": "good"}
_NOTES = {
    "permit": "行政机关准予公民、法人和其他组织从事特定活动的决定。",
    "penalty": "依法公开的行政处罚决定。公示期届满、完成信用修复或者决定被撤销的，不再公示。",
    "honour": "有关部门依据规定认定的守信激励对象。",
    "blacklist": "有关部门依照法律、法规和国家规定列入严重失信主体名单的对象。移出名单后不再公示。",
}
FIXED = {
    "subject_name": "主体名称",
    "document_number": "文书号",
    "authority": "作出机关",
    "decided_on": "决定日期",
    "until": "公示至",
    "headline": "名称",
}
"""Columns of the bundle that every dataset has, for tables whose dataset has no such field of its own."""

SHORT = {"honour": "守信激励", "blacklist": "严重失信"}


def unit(dataset: str) -> str:
    """Measure word of a record."""
    return _UNITS.get(dataset, "条")


def tone(dataset: str) -> str:
    """adverse, good or neutral: chooses the colour and nothing else."""
    return _TONES.get(dataset, "neutral")


def note(dataset: PublicDataset) -> str:
    """One sentence on what a list holds."""
    return dataset.note or _NOTES.get(dataset.name, f"依法公开的{dataset.title}信息。")


def short(dataset: PublicDataset) -> str:
    """The name that fits a menu."""
    return dataset.short or SHORT.get(dataset.name, dataset.title)


def heading(dataset: PublicDataset, field: str) -> str:
    """Heading of a list's column; the names of document numbers are too long for a phone."""
    if field == "document_number":
        return FIXED[field]
    for column in dataset.columns:
        if column.id == field:
            return column.label
    return FIXED.get(field, field)


def summary_part(dataset: str, title: str, number: int, last: str, open_ended: bool) -> str:
    """A part of the summary line, such as “行政处罚 1 条，公示至 2027-05-06”."""
    text = f"{title} {number} {unit(dataset)}"
    if tone(dataset) != "adverse":
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
