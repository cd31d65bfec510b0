"""Date cells (日期): every form departments send, one date or None. Time of day is not kept."""

import re
from datetime import date, timedelta

from pipeline.identifiers.text import HALF_WIDTH

LONG_TERM = date(2099, 12, 31)
"""长期: the template's mark for "without end" (790号: 2099-12-31); 9999-12-31 and 长期 are read as it."""

_PARTED = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_SERIAL_EPOCH = date(1899, 12, 30)
# Serials 20000 (1954-10-03) to 73050 (2099-12-31): a decision before or after is no plausible date.
_SERIALS = range(20000, 73051)
_LONG_TERM_WORDS = ("长期", "长期有效", "永久", "永久有效")


def _calendar_date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return LONG_TERM if found.year >= LONG_TERM.year else found


def parse(text: str) -> date | None:
    """The date a cell means, or None.

    >>> parse("2026年1月5日"), parse("2026/1/5 00:00:00"), parse("20260105"), parse("46027")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5), datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    """
    plain = text.translate(HALF_WIDTH).strip()
    if plain in _LONG_TERM_WORDS:
        return LONG_TERM
    parted = _PARTED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if parted is not None:
        return _calendar_date(*parted.groups())
    serial = _SERIAL.fullmatch(plain)
    if serial is not None and int(serial[1]) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(serial[1]))
    return None
