"""How identity numbers are written in text: one pattern for Arrow's RE2 and for Python, and what it is read
as.

公民身份号码 of 18 characters (GB 11643-1999) and the old ones of 15 digits: in half or full width or
Chinese numerals, with up to two blanks or dashes between digits. The pattern holds division and date; what
cannot be said by a pattern (28 days, check character, neighbours) is decided in `spans`. Reads and writes
nothing.
"""

import re

from pipeline.identifiers import resident_id

_FORMS = {str(n): str(n) + chr(0xFF10 + n) + chinese for n, chinese in enumerate("零一二三四五六七八九")}
_FORMS["0"] += "〇○"
_ANY = "".join(_FORMS.values())
_PLAIN = str.maketrans(
    {form: digit for digit, forms in _FORMS.items() for form in forms} | {"x": "X", "ｘ": "X", "Ｘ": "X"}
)

_GAP_SIGNS = (
    " \t\r\n\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u2010-\u2015\u2212\uff0d_\\-"
)
_GAP = f"[{_GAP_SIGNS}]{{0,2}}"
_NOT_DIGIT = re.compile(f"[^{_ANY}X]")

RECENT = 2014
"""施工许可证编号 is built like an identity number (division, date of issue, serial) since about then: a birth
year from here on needs a right check character."""


def _digits(*allowed: str) -> str:
    """Digits in a row, each one of the allowed, gaps between them."""
    return _GAP.join("[" + "".join(_FORMS[digit] for digit in each) + "]" for each in allowed)


def _one_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_EVERY = "0123456789"
_FOREIGNER = _digits(resident_id.FOREIGNER, _EVERY)
_PROVINCE = _one_of(*(_digits(a, b) for a, b in resident_id.SECOND_DIGITS.items()), _FOREIGNER)
_CENTURY = _one_of(_digits("1", "9"), _digits("2", "0"))
_MONTH = _one_of(_digits("0", "123456789"), _digits("1", "012"))
_DAY = _one_of(_digits("0", "123456789"), _digits("12", _EVERY), _digits("3", "01"))
_LAST = f"[{_ANY}XxＸｘ]"
_TWO, _THREE, _FOUR = _digits(*[_EVERY] * 2), _digits(*[_EVERY] * 3), _digits(*[_EVERY] * 4)
_LONG = _GAP.join((_PROVINCE, _FOUR, _CENTURY, _TWO, _MONTH, _DAY, _THREE, _LAST))
_OLD = _GAP.join((_PROVINCE, _FOUR, _TWO, _MONTH, _DAY, _THREE))

ANYWHERE = f"{_LONG}|{_OLD}"
"""For RE2: what may hold a number, also inside a longer run of digits."""
APART = f"{_LONG}|(?:^|[^{_ANY}]){_OLD}(?:[^{_ANY}]|$)"
"""For RE2: what may hold a number, old ones only where no digit is next to them."""

_LONG_AT = re.compile(_LONG)
_OLD_AT = re.compile(_OLD)
_STARTS = re.compile(f"(?={_LONG}|{_OLD})")


def plain(written: str) -> str:
    """The digits of a matched text, without gaps, in half width, X upper case."""
    return _NOT_DIGIT.sub("", written.translate(_PLAIN))


def is_identity(number: str, *, apart: bool) -> bool:
    """Whether 15 or 18 plain characters are taken for a number; `apart`: no digit is next to them."""
    if len(number) == 15:
        return (
            apart
            and resident_id.is_plausible(resident_id.to_18(number))
            and number[0] != resident_id.FOREIGNER
        )
    if not resident_id.is_plausible(number):
        return False
    if number[17] == resident_id.check_digit(number):
        return True
    return apart and number[0] != resident_id.FOREIGNER and int(number[6:10]) < RECENT


def _is_apart(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] not in _DIGITS and text[end : end + 1] not in _DIGITS


_DIGITS = frozenset(_ANY)


def _span(text: str, start: int, *, anywhere: bool) -> tuple[int, int] | None:
    """The identity number that begins at `start`, or None; the longer reading first."""
    for pattern in (_LONG_AT, _OLD_AT):
        match = pattern.match(text, start)
        if match and is_identity(plain(match[0]), apart=anywhere or _is_apart(text, *match.span())):
            return match.span()
    return None


def spans(text: str, *, anywhere: bool = False) -> list[tuple[int, int]]:
    """Where identity numbers stand; `anywhere`: also inside longer runs of digits, whatever their check."""
    found: list[tuple[int, int]] = []
    for match in _STARTS.finditer(text):
        span = (
            _span(text, match.start(), anywhere=anywhere)
            if not found or match.start() >= found[-1][1]
            else None
        )
        if span is not None:
            found.append(span)
    return found
