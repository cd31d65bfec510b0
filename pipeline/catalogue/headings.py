"""Which field a column heading means (表头识别): spelling, brackets and editions differ, the field is one."""

import re
import unicodedata
from collections.abc import Sequence

from pipeline.catalogue.model import Dataset, Field

RESERVED = {"provided_on": ("提供日期",), "source_id": ("记录编号",)}
"""Columns any dataset may carry: when the platform first received the row, and the source's own id."""

OLD = "2015"
"""The edition of the template in use before 发改办财金〔2018〕790号."""

_DROPPED = re.compile(r"[\s_\-:：*＊()\[\]{}<>〔〕【】﹝﹞《》「」、，,.。'\"]+")
_ASKED = re.compile("(?:非必填|必填项?|选填项?|可选)$")
"""What a sender's own template adds to a heading: 行政相对人名称（必填）."""
_SPELLINGS = ("title", "columns", "old_columns", "joined", "aliases", "old_titles")
"""A title wins over a column code, and that over an alias of another field."""


def heading_key(text: str) -> str:
    """The form headings are compared in: NFKC, lower case, without blanks, brackets, punctuation and 必填 at its end."""
    return _ASKED.sub("", _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower()))


def _spelt(field: Field, spelling: str) -> tuple[str, ...]:
    return (field.title,) if spelling == "title" else getattr(field, spelling)


def _names(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Heading key → field id and the kind of spelling; a field's own title wins over another field's alias."""
    names: dict[str, tuple[str, str]] = {}
    for field_id, titles in RESERVED.items():
        names |= {heading_key(title): (field_id, "title") for title in titles}
    for spelling in _SPELLINGS:
        for field in dataset.fields:
            for text in _spelt(field, spelling):
                names.setdefault(heading_key(text), (field.id, spelling))
    return names


def match_headings(dataset: Dataset, headings: Sequence[str]) -> dict[str, str]:
    """Heading as sent → field id (or reserved id); unknown headings are absent, a second match is left out, unless
    it is a column whose labels are joined to the first (处罚类别2).
    """
    names = _names(dataset)
    matched: dict[str, str] = {}
    for heading in headings:
        field_id, spelling = names.get(heading_key(heading), (None, ""))
        if field_id is not None and (spelling == "joined" or field_id not in matched.values()):
            matched[heading] = field_id
    return matched


def edition_of(dataset: Dataset, headings: Sequence[str]) -> str:
    """OLD when most of the fields whose names changed are named as before, else "" (the template in force)."""
    given = {heading_key(heading) for heading in headings}
    old = new = 0
    for field in filter(is_in_old_edition, dataset.fields):
        now = {heading_key(text) for text in (field.title, *field.columns)}
        before = {heading_key(text) for text in (*field.old_columns, *field.old_titles)}
        old += bool(given & (before - now))
        new += bool(given & (now - before))
    return OLD if old > new else ""


def is_in_old_edition(field: Field) -> bool:
    """Whether the template of 2015 asks for the field; what it did not know cannot be missing from it."""
    return bool(field.old_columns or field.old_titles)
