"""What a rule is: a check of codes.py applied to one field (or two) of a dataset."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa

from pipeline.checks.codes import Check
from pipeline.findings import Level


def _always(_: pa.Table) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """One rule. `broken` is true for a faulty row; `message` is Chinese and may hold `{value}` and `{also}`.

    `value` and `also` name the columns whose contents the message quotes ("" for none). `possible` tells at a glance
    at a table whether any of its rows may break the rule: in most tables hardly a third of the rules can be broken.
    """

    code: str
    level: Level
    field: str
    message: str
    source: str
    broken: Callable[[ir.Table], ir.BooleanValue]
    value: str = ""
    also: str = ""
    possible: Callable[[pa.Table], bool] = _always


def make(
    check: Check,
    field: str,
    broken: Callable[[ir.Table], ir.BooleanValue],
    *,
    level: Level | None = None,
    value: str = "",
    also: str = "",
    law: str = "",
    possible: Callable[[pa.Table], bool] = _always,
    **facts: str | int,
) -> Rule:
    """A rule of a check; `facts` fill its message, `law` its source."""
    message = check.message.format(**facts)
    source = check.source.format(law=law)
    return Rule(check.code, level or check.level, field, message, source, broken, value, also, possible)
