"""统一社会信用代码, the 18-symbol code of every organisation (GB 32100-2015).

One symbol of registering authority (digits, A 军队, N 农村集体经济组织, Y 其他), one of class, six digits of
the division of first registration, nine symbols of organisation code (GB 11714), one check symbol. The
alphabet has 31 symbols: no I, O, S, V, Z. Divisions are not looked up: abolished ones stay in codes for ever.

>>> validate(" 9111 0000 6000 3734 1l")
'91110000600037341L'
>>> is_valid("91411200MA3X9BKD59")
False
>>> parts("N2431027MF123456X4").division
'431027'
"""

from dataclasses import dataclass
from operator import mul

from pipeline.identifiers.errors import IdentifierError, Reason, accepts
from pipeline.identifiers.text import fold, require_symbols, require_text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AUTHORITIES = "123456789ANY"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, power, 31) for power in range(17))


@dataclass(frozen=True, slots=True)
class Parts:
    """What the code is made of."""

    authority: str
    category: str
    division: str
    organisation_code: str


def compact(text: str) -> str:
    """The code as it is stored: half width, upper case, without blanks, hyphens and leading apostrophe."""
    return fold(text).replace("-", "")


def check_digit(code: str) -> str:
    """The 18th symbol for the first 17 (GB 32100-2015, 4.2).

    >>> check_digit("91110000600037341")
    'L'
    """
    total = sum(map(mul, _WEIGHTS, map(_VALUE.__getitem__, code)))
    return ALPHABET[-total % 31]


def validate(text: str) -> str:
    """The compact code, or IdentifierError with the reason."""
    code = compact(text)
    require_text(code, 18)
    require_symbols(code, ALPHABET)
    if code[0] not in AUTHORITIES or code[1] == "0" or not code[2:8].isdigit():
        raise IdentifierError(Reason.STRUCTURE, "前8位不符合登记管理部门、机构类别和行政区划的编码规则。")
    if code[17] != check_digit(code):
        raise IdentifierError(Reason.CHECK, "校验码不对，请核对是否有错字。")
    return code


is_valid = accepts(validate)
"""Whether `validate` takes the text."""


format = compact
"""The code as it is printed: without separators."""


def parts(text: str) -> Parts:
    """Registering authority, class, division and organisation code of a valid code."""
    code = validate(text)
    return Parts(code[0], code[1], code[2:8], code[8:17])
