"""Text cells: blanks and invisible characters at home in spreadsheets go, everything a person can see stays."""

import re

_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
_BLANK = "\t\n\x0b\x0c\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
UNTIDY = rf"\A\z|\A[{_BLANK}]|[{_BLANK}]\z|[{_HIDDEN}]"
"""For RE2: texts that `clean` would change; it may also hold for one that it leaves alone."""
_PARTED = re.compile(r"[^\s;；、]{2,}\s*([;；\n]|、(?=.{3,}(公司|厂|店|社|部|中心|行)))\s*[^\s;；、]{2,}")


def clean(text: str) -> str | None:
    """Trimmed text without control, zero-width and direction-changing characters; None when nothing is left."""
    return _INVISIBLE.sub("", text).strip() or None


def is_several_names(text: str) -> bool:
    """Whether one cell names several subjects (一格多个相对人): a separator with a name on both sides."""
    return _PARTED.search(text) is not None
