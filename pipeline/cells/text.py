"""Text cells: blanks and invisible characters at home in spreadsheets go, everything a person can see stays."""

import re

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str | None:
    """Trimmed text without control, zero-width and direction-changing characters; None when nothing is left."""
    return _INVISIBLE.sub("", text).strip() or None


def is_several_names(text: str) -> bool:
    """Whether one cell names several subjects (一格多个相对人): a separator with a name on both sides."""
    return bool(
        re.search(r"[^\s;；、]{2,}\s*([;；\n]|、(?=.{3,}(公司|厂|店|社|部|中心|行)))\s*[^\s;；、]{2,}", text)
    )
