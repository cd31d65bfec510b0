"""Which field a column heading means (表头识别): spelling, brackets and editions differ, the field is one."""

import re
import unicodedata
from collections.abc import Sequence

from pipeline.catalogue.model import Dataset

RESERVED = {"provided_on": ("提供日期",), "source_id": ("记录编号",)}
"""Columns any dataset may carry: when the platform first received the row, and the source's own id."""

_DROPPED = re.compile(r"[\s_\-:：*＊()\[\]{}<>〔〕【】﹝﹞《》「」、，,.。'\"]+")


def heading_key(text: str) -> str:
    """The form headings are compared in: NFKC, lower case, without blanks, brackets and punctuation."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


def _names(dataset: Dataset) -> dict[str, str]:
    """Heading key → field id; a field's own title wins over another field's alias."""
    names: dict[str, str] = {}
    for field_id, titles in RESERVED.items():
        names |= {heading_key(title): field_id for title in titles}
    for spelling in ("title", "columns", "aliases"):
        for field in dataset.fields:
            given = (field.title,) if spelling == "title" else getattr(field, spelling)
            for text in given:
                names.setdefault(heading_key(text), field.id)
    return names


def match_headings(dataset: Dataset, headings: Sequence[str]) -> dict[str, str]:
    """Heading as sent → field id (or reserved id); unknown headings are absent, a second match is left out."""
    names = _names(dataset)
    matched: dict[str, str] = {}
    for heading in headings:
        field_id = names.get(heading_key(heading))
        if field_id is not None and field_id not in matched.values():
            matched[heading] = field_id
    return matched
