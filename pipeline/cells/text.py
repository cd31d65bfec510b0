"""Text cells: blanks and invisible characters at home in spreadsheets go, everything a person can see stays."""

import re

_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
_BLANK = "\t\n\x0b\x0c\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
UNTIDY = rf"\A\z|\A[{_BLANK}]|[{_BLANK}]\z|[{_HIDDEN}]"
"""For RE2: texts that `clean` would change; it may also hold for one that it leaves alone."""
_PARTED = re.compile(r"[^\s;；、]{2,}\s*[;；\n]\s*[^\s;；、]{2,}")
_KIND = "公司|厂|店|社|部|中心|行|所|院|局|会|场|站|队|馆|学校|超市"
_LISTED = re.compile(
    rf"(?:{_KIND})\s*[、，,/]\s*(?!.{{0,20}}分(?:{_KIND}))[^\s，,/]+(?:{_KIND})|公司\s+\S{{2,}}有限(?:责任)?公司\Z"
)
"""甲公司，乙公司: both end as organisations do. A blank may stand before a branch (甲公司 乙分公司), which is one; so is
a name that lists its trades (农药、化肥经营部).
"""
_PERSONS = re.compile(
    rf"(?!.*(?:{_KIND})\Z)[\u4e00-\u9fff·]{{2,4}}(?:\s*[、，,/]\s*[\u4e00-\u9fff·]{{2,4}})+"
)
"""Not 种子、化肥店."""
_COUNTED = re.compile(
    r"等\s*[0-9０-９一二三四五六七八九十两]+\s*[家户人个名](?:公司|企业|单位|商户|个体户)?\Z"
)
_SEVERAL = (_PARTED, _LISTED, _COUNTED)
MAY_BE_SEVERAL = "[;；、\\s，,/等]"
"""For RE2: names that `is_several_names` has to look at."""


def clean(text: str) -> str | None:
    """Trimmed text without control, zero-width and direction-changing characters; None when nothing is left."""
    return _INVISIBLE.sub("", text).strip() or None


def is_several_names(text: str) -> bool:
    """Whether one cell names several subjects (一格多个相对人): names on both sides of a separator, or 等三家."""
    return _PERSONS.fullmatch(text) is not None or any(each.search(text) for each in _SEVERAL)
