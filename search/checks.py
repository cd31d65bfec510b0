"""Check characters of credit codes: not written where they are what the others make them.

The last one is GB 32100-2015's; symbols 9 to 17 are an organisation code with a check of its own, GB 11714-1997's. A code
whose check differs keeps it. Twin of client/checks.js. Reads and writes nothing.
"""

import numpy as np
import numpy.typing as npt

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(3**i % 31 for i in range(17))
"""GB 32100-2015, 4.4."""

INNER = (3, 7, 9, 10, 5, 8, 4, 2)
INNER_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
INNER_CHECKS = "0X987654321"
"""GB 11714-1997: the check by the remainder of the weighted sum divided by 11."""

MADE = "="
"""Stands for a check character that the others make."""

Bytes = npt.NDArray[np.uint8]


def inner_check(code: str) -> str:
    """The check character of symbols 9 to 16."""
    values = (INNER_SYMBOLS.find(symbol) for symbol in code[8:16])
    return INNER_CHECKS[sum(weight * value for weight, value in zip(INNER, values, strict=True)) % 11]


def outer_check(code: str) -> str:
    """The check character of the first 17 symbols."""
    values = (SYMBOLS.find(symbol) for symbol in code[:17])
    return SYMBOLS[-sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True)) % 31]


def with_checks(code: str) -> str:
    """A code as written in the files, whole."""
    inner = code[:16] + inner_check(code) if code[16] == MADE else code[:17]
    return inner + (outer_check(inner) if code[17] == MADE else code[17])


def _values(symbols: str) -> npt.NDArray[np.int64]:
    values = np.full(256, -1, dtype=np.int64)
    values[list(symbols.encode("ascii"))] = np.arange(len(symbols))
    return values


def without_checks(codes: Bytes) -> Bytes:
    """Codes, one a row of 18 bytes, as written in the files."""
    found = codes.copy()
    inner = _values(INNER_SYMBOLS)[codes[:, 8:16]] @ np.array(INNER)
    outer = -(_values(SYMBOLS)[codes[:, :17]] @ np.array(WEIGHTS)) % 31
    checks = ((16, inner % 11, INNER_CHECKS), (17, outer, SYMBOLS))
    for place, value, symbols in checks:
        made = codes[:, place] == np.frombuffer(symbols.encode("ascii"), dtype=np.uint8)[value]
        found[made, place] = ord(MADE)
    return found
