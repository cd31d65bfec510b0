"""Why an identifier is refused. One small error with a reason, raised by every `validate` of this package.

The text of an identifier is never part of the error: some of them are personal.
"""

from collections.abc import Callable
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong, as a word that checks can tell apart."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    LENGTH = "length"
    SYMBOL = "symbol"
    STRUCTURE = "structure"
    DATE = "date"
    CHECK = "check"


class IdentifierError(ValueError):
    """The text is not such an identifier; `reason` tells programs, the message tells people."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def accepts(validate: Callable[[str], str]) -> Callable[[str], bool]:
    """The yes-or-no form of a `validate`."""

    def is_valid(text: str) -> bool:
        try:
            validate(text)
        except IdentifierError:
            return False
        return True

    return is_valid
