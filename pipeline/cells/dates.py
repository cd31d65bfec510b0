"""Date cells (日期): every form departments send, one date or None. Time of day is not kept."""

import re
from datetime import date, datetime, timedelta, timezone

from pipeline.identifiers.text import HALF_WIDTH

LONG_TERM = date(2099, 12, 31)
"""长期: the template's mark for "without end" (790号: 2099-12-31); 9999-12-31 and 长期 are read as it."""

_PARTED = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号.]?"
    r"(?:[\sT]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIAL_EPOCH = date(1899, 12, 30)
# Serials 20000 (1954-10-03) to 73050 (2099-12-31): a decision before or after is no plausible date.
_SERIALS = range(20000, 73051)
_LAST_SERIAL = "2958465"
"""9999-12-31 in a spreadsheet, from which a cell without a date format shows the number."""
_LONG_TERM_WORDS = ("长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限")
_WRITTEN_ALIKE = str.maketrans(HALF_WIDTH | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"))
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_IN_NUMERALS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
"""二〇二六年一月五日, as the decisions themselves are dated (党政机关公文格式)."""
_BEIJING = timezone(timedelta(hours=8))


def _numeral(text: str) -> str:
    """The figures of a number below a hundred in Chinese numerals."""
    tens, ten, ones = text.rpartition("十")
    return f"{tens or '1' if ten else ''}{ones or '0'}".translate(_NUMERALS)


def _calendar_date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return LONG_TERM if found.year >= LONG_TERM.year else found


def _in_beijing(parted: re.Match[str]) -> date | None:
    """The day there when a moment comes with its zone: 16:00Z is the next midnight (JSON of Java programs)."""
    *day, hour, minute, zone = parted.groups()
    found = _calendar_date(*day)
    if found is None or zone is None or found == LONG_TERM:
        return found
    written = f"{found.isoformat()}T{int(hour):02d}:{minute}{zone}"
    try:
        return datetime.fromisoformat(written).astimezone(_BEIJING).date()
    except ValueError:
        return None


def _unparted(plain: str) -> date | None:
    """20260105, or a day in Chinese numerals."""
    compact = _COMPACT.fullmatch(plain)
    if compact is not None:
        return _calendar_date(*compact.groups())
    written = _IN_NUMERALS.fullmatch(plain)
    if written is None:
        return None
    return _calendar_date(written[1].translate(_NUMERALS), _numeral(written[2]), _numeral(written[3]))


def parse(text: str) -> date | None:
    """The date a cell means, or None.

    >>> parse("2026年1月5日"), parse("2026/1/5 00:00:00"), parse("20260105"), parse("46027")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5), datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    """
    plain = text.translate(_WRITTEN_ALIKE).strip().lstrip("'‘’`")
    if plain in _LONG_TERM_WORDS or plain == _LAST_SERIAL:
        return LONG_TERM
    parted = _PARTED.fullmatch(plain)
    if parted is not None:
        return _in_beijing(parted)
    serial = _SERIAL.fullmatch(plain)
    if serial is not None and int(serial[1]) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(serial[1]))
    return _unparted(plain)
