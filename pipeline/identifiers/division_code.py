"""行政区划代码, six digits (GB/T 2260): province, prefecture, county.

Abolished ones stay in records for ever, so only the form and the province are looked at.

>>> is_valid("431027"), is_valid("991027")
(True, False)
"""

from pipeline.identifiers.errors import IdentifierError, Reason, accepts
from pipeline.identifiers.resident_id import PROVINCES
from pipeline.identifiers.text import fold, require_symbols, require_text


def compact(text: str) -> str:
    """Half width, without blanks."""
    return fold(text)


def validate(text: str) -> str:
    """The compact code, or IdentifierError with the reason."""
    code = compact(text)
    require_text(code, 6)
    require_symbols(code, "0123456789")
    if code[:2] not in PROVINCES:
        raise IdentifierError(Reason.STRUCTURE, "前2位不是省级行政区划代码。")
    return code


is_valid = accepts(validate)
"""Whether `validate` takes the text."""


format = compact
"""The code as it is printed: without separators."""
