"""组织机构代码, eight symbols and a check symbol (GB 11714-1997); positions 9 to 17 of the 统一社会信用代码.

>>> validate("60003734-1")
'600037341'
>>> format("600037341")
'60003734-1'
"""

from pipeline.identifiers.errors import IdentifierError, Reason, accepts
from pipeline.identifiers.text import fold, require_symbols, require_text

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def compact(text: str) -> str:
    """Half width, upper case, without blanks and hyphen."""
    return fold(text).replace("-", "")


def check_digit(code: str) -> str:
    """The ninth symbol for the first eight: 11 − Σ mod 11, where 10 is X and 11 is 0.

    >>> check_digit("60003734")
    '1'
    """
    total = sum(weight * _VALUE[symbol] for weight, symbol in zip(_WEIGHTS, code, strict=False))
    return "0123456789X"[-total % 11]


def validate(text: str) -> str:
    """The compact code, or IdentifierError with the reason."""
    code = compact(text)
    require_text(code, 9)
    require_symbols(code[:8], ALPHABET)
    require_symbols(code[8], "0123456789X")
    if code[8] != check_digit(code):
        raise IdentifierError(Reason.CHECK, "校验码不对，请核对是否有错字。")
    return code


is_valid = accepts(validate)
"""Whether `validate` takes the text."""


def format(text: str) -> str:
    """The code as it is printed, a hyphen before the check symbol."""
    code = compact(text)
    return f"{code[:8]}-{code[8:]}" if len(code) == 9 else code
