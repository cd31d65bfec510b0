"""What a rule is, and the helpers its messages share."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from pipeline.findings import Level


@dataclass(frozen=True)
class Rule:
    """One check. `broken` is true for a faulty row; `message` is Chinese and may hold `{value}` and `{also}`.

    `value` and `also` name the columns whose contents the message quotes ("" for none).
    """

    code: str
    level: Level
    field: str
    message: str
    source: str
    broken: Callable[[ir.Table], ir.BooleanValue]
    value: str = ""
    also: str = ""
