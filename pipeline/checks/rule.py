"""What a rule is: a check of codes.py applied to one field (or two) of a dataset."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from pipeline.checks.codes import Check
from pipeline.findings import Level


@dataclass(frozen=True)
class Rule:
    """One rule. `broken` is true for a faulty row; `message` is Chinese and may hold `{value}` and `{also}`.

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


def make(
    check: Check,
    field: str,
    broken: Callable[[ir.Table], ir.BooleanValue],
    *,
    level: Level | None = None,
    value: str = "",
    also: str = "",
    law: str = "",
    **facts: str | int,
) -> Rule:
    """A rule of a check; `facts` fill its message, `law` its source."""
    message = check.message.format(**facts)
    return Rule(
        check.code, level or check.level, field, message, check.source.format(law=law), broken, value, also
    )
