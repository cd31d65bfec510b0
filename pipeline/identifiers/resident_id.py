"""公民身份号码, 18 characters (GB 11643-1999), and the 15-digit number before it.

Six digits of division, eight of birth date, three of sequence, one check character (0-9, X). The old number
has a year of two digits and no check. The number of a foreigner's permanent residence card begins with 9 and
is built alike. Errors never carry the number.

>>> validate("11010519491231002x")
'11010519491231002X'
>>> validate("110105491231002")
'11010519491231002X'
>>> birth_date("11010519491231002X").isoformat()
'1949-12-31'
"""

import datetime

from pipeline.identifiers.errors import IdentifierError, Reason, accepts
from pipeline.identifiers.text import fold, require_symbols, require_text

SECOND_DIGITS = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
}
PROVINCES = frozenset(first + second for first, seconds in SECOND_DIGITS.items() for second in seconds)
"""First two digits of GB/T 2260; 83 is that of 台湾居民居住证."""
FOREIGNER = "9"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DASHES = str.maketrans("", "", "-‐‑‒–—―−")


def compact(text: str) -> str:
    """Half width, upper case, without blanks and dashes; a 15-digit number stays one."""
    return fold(text).translate(_DASHES)


def check_digit(number: str) -> str:
    """The 18th character for the first 17 (ISO 7064, MOD 11-2).

    >>> check_digit("11010519491231002")
    'X'
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11]


def to_18(number: str) -> str:
    """The 18 characters of a 15-digit number: the century 19 put in, the check character added."""
    long = number[:6] + "19" + number[6:15]
    return long + check_digit(long)


def _born(number: str) -> datetime.date | None:
    try:
        return datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_plausible(number: str) -> bool:
    """Whether 18 compact characters have a known division and a birth date since 1900, whatever the check."""
    known = number[:2] in PROVINCES or number[0] == FOREIGNER
    born = _born(number)
    return known and born is not None and 1900 <= born.year < 2100


def validate(text: str) -> str:
    """The compact number of 18 characters, or IdentifierError with the reason."""
    number = compact(text)
    if len(number) == 15:
        require_symbols(number, "0123456789")
        number = to_18(number)
    require_text(number, 18)
    require_symbols(number[:17], "0123456789")
    require_symbols(number[17], "0123456789X")
    if _born(number) is None:
        raise IdentifierError(Reason.DATE, "其中的出生日期不存在。")
    if not is_plausible(number):
        raise IdentifierError(Reason.STRUCTURE, "前6位不是行政区划代码，或出生年份不合理。")
    if number[17] != check_digit(number):
        raise IdentifierError(Reason.CHECK, "校验码不对。")
    return number


is_valid = accepts(validate)
"""Whether `validate` takes the text."""


def birth_date(text: str) -> datetime.date:
    """The birth date in a valid number."""
    number = validate(text)
    return datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


format = compact
"""The number without separators; never for pages, where a person's number is not shown."""
