"""Fields of a piece from its Word file (稿件信息): the form table at the top, else lines such as “来源：…　作者：…”.

Takes what it has read out of the tree. A label that is not known stays a finding, its value is not lost.
"""

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from pipeline.cells import dates
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, DAYS

_LABELS = {
    re.sub(r"[\s:：*＊（）()]", "", name): each.key
    for each in ARTICLE_FIELDS
    for name in (each.label, *each.aliases)
}
_LINE = re.compile(r"[（(]?\s*((?:[\u4e00-\u9fff]{2,6})\s*[:：]\s*[^:：]{1,40}?)\s*[）)]?")
INSTRUCTIONS = (
    "正文从这里写起，写完后删去这几行说明：写明时间、单位、做法和结果，一百字以上。",
    "小标题单独一段，加粗或者用“一、”“（一）”。图片直接插入，下一行写“图：……”说明内容。",
    "不写个人的证件号码、电话号码和住处；不用文本框、艺术字和嵌入的文件。",
)
"""What the template (word_template.py) tells the clerk below the form."""
_FEWEST = 3
"""Labels that make a table the form; a table of the text seldom has one of them."""
_FIRST, _LAST = 4, 3
"""How many paragraphs at the beginning and at the end may be a line of fields."""


@dataclass
class Form:
    """What the form says. `unknown`: labels that are not of the template; `found`: whether there was a form table."""

    meta: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    found: bool = False

    def take(self, label: str, value: str) -> None:
        """One field; days in the form of the head."""
        key = known_label(label)
        text = " ".join(value.split())
        if key is None:
            if text:
                self.unknown.append(label.strip())
            return
        if text and key not in self.meta:
            day = dates.parse(text) if key in DAYS else None
            self.meta[key] = text if day is None else day.isoformat()


def known_label(text: str) -> str | None:
    """The field a label means; remarks in brackets and marks of required fields do not matter."""
    plain = re.sub(r"[\s:：*＊]", "", text)
    bare = re.sub(r"[（(].*?[）)]", "", plain)
    return _LABELS.get(bare) or _LABELS.get(re.sub(r"[（）()]", "", plain))


def _cells(row: Tag) -> list[str]:
    return [each.get_text(" ", strip=True) for each in row.find_all(["td", "th"], recursive=False)]


def _is_form(table: Tag) -> bool:
    labels = [cell for row in table.find_all("tr") for cell in _cells(row)[::2]]
    return sum(known_label(each) is not None for each in labels) >= _FEWEST


def _read_table(table: Tag, form: Form) -> None:
    form.found = True
    for row in table.find_all("tr"):
        cells = _cells(row)
        form.words += cells
        if len(cells) == 1 and not known_label(cells[0]):
            continue
        for label, value in zip(cells[::2], [*cells[1::2], ""], strict=False):
            if label.strip():
                form.take(label, value)
    table.decompose()


def _labelled(text: str) -> dict[str, str]:
    """Fields of a line that holds nothing else, or nothing."""
    parts = re.split(r"\s{1,}(?=[\u4e00-\u9fff]{2,6}\s*[:：])", text.strip().strip("（()）").strip())
    pairs = [re.split(r"\s*[:：]\s*", part, maxsplit=1) for part in parts]
    if not all(len(pair) == 2 and known_label(pair[0]) and 0 < len(pair[1]) <= 30 for pair in pairs):
        return {}
    return {pair[0]: pair[1] for pair in pairs}


def read_form(soup: BeautifulSoup) -> Form:
    """The fields, taken out of the tree; lines of fields count where the table says nothing."""
    form = Form()
    first = soup.find("table")
    if isinstance(first, Tag) and _is_form(first):
        _read_table(first, form)
    lines = [each for each in soup.find_all("p", recursive=False) if each.get_text(strip=True)]
    for line in {id(each): each for each in [*lines[:_FIRST], *lines[-_LAST:]]}.values():
        text = line.get_text()
        pairs = _labelled(text)
        if pairs and all(
            form.meta.get(known_label(label) or "", value) == value for label, value in pairs.items()
        ):
            form.words.append(text)
            for label, value in pairs.items():
                form.take(label, value)
            line.decompose()
    return form
