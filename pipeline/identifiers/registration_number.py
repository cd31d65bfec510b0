"""工商注册号, 15 digits: six of the authority, eight of the serial, one check digit.

Source: 工商行政管理注册号编制规则; the check digit is that of GB/T 17710, MOD 11,10. Older numbers of 13
digits carry none and are not validated here.

>>> validate("430102000012340")
'430102000012340'
"""

from pipeline.identifiers.errors import IdentifierError, Reason, accepts
from pipeline.identifiers.text import fold, require_symbols, require_text


def compact(text: str) -> str:
    """Half width, without blanks and hyphens."""
    return fold(text).replace("-", "")


def check_digit(number: str) -> str:
    """The 15th digit for the first 14 (GB/T 17710, MOD 11,10).

    >>> check_digit("43010200001234")
    '0'
    """
    product = 10
    for digit in number[:14]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def validate(text: str) -> str:
    """The compact number, or IdentifierError with the reason."""
    number = compact(text)
    require_text(number, 15)
    require_symbols(number, "0123456789")
    if number[14] != check_digit(number):
        raise IdentifierError(Reason.CHECK, "校验码不对，请核对是否有错字。")
    return number


is_valid = accepts(validate)
"""Whether `validate` takes the text."""


def is_valid_or_older(text: str) -> bool:
    """Whether it is a valid number, or one of the 13 digits used before 2007, which have no check digit."""
    number = compact(text)
    return is_valid(number) or (len(number) == 13 and number.isascii() and number.isdigit())


format = compact
"""The number as it is printed: without separators."""
