"""The rules between columns of a row: dates in order, one subject a row, an event that names a dataset we know."""

from collections.abc import Iterator
from datetime import date

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.checks.rule import Rule
from pipeline.findings import Level

_ENDS = ("valid_until", "publicity_until", "removed_on", "closed_on")


def _future(dataset: Dataset, field_id: str, as_of: date) -> Rule:
    message = f"“{dataset.by_id[field_id].title}”为 {{value}}，晚于数据日期 {as_of}。请核对日期。"
    source = "发改办财金〔2018〕790号：决定日期不晚于报送日期"
    return Rule(
        "C-008",
        Level.REJECT,
        field_id,
        message,
        source,
        lambda t: (t[field_id] > ibis.literal(as_of)).fill_null(False),
        value=field_id,
    )


def _order(dataset: Dataset, start: str, end: str) -> Rule:
    titles = dataset.by_id[end].title, dataset.by_id[start].title
    message = f"“{titles[0]}”（{{value}}）早于“{titles[1]}”（{{also}}）。请核对两个日期。"
    broken = lambda t: (t[end] < t[start]).fill_null(False)  # noqa: E731
    return Rule(
        "C-009", Level.REJECT, end, message, "模板说明：截止日期不早于决定日期", broken, value=end, also=start
    )


def _arrival(as_of: date) -> Iterator[Rule]:
    def unreadable(table: ir.Table) -> ir.BooleanValue:
        return table.text_provided_on.notnull() & table.provided_on.isnull()

    message = "“提供日期”的值“{value}”无法识别，按收到文件的日期计算。请填写日期，如 2026-01-05。"
    yield Rule(
        "C-011",
        Level.WARN,
        "provided_on",
        message,
        "报送及时性的计算依据",
        unreadable,
        value="text_provided_on",
    )
    message = f"“提供日期”为 {{value}}，晚于数据日期 {as_of}，该行到期前不采用。请核对日期。"
    broken = lambda t: (t.provided_on > ibis.literal(as_of)).fill_null(False)  # noqa: E731
    yield Rule(
        "C-012", Level.WARN, "provided_on", message, "报送及时性的计算依据", broken, value="provided_on"
    )


def row_rules(dataset: Dataset, as_of: date, titles: tuple[str, ...]) -> list[Rule]:
    """The rules between columns; `titles` are the names and Chinese titles of the datasets an event may be about."""
    fields = dataset.by_id
    rules = list(_arrival(as_of))
    start = "decided_on" if "decided_on" in fields else "happened_on"
    if start in fields:
        rules.append(_future(dataset, start, as_of))
        rules += [_order(dataset, start, end) for end in _ENDS if end in fields]
    message = "“{value}”似乎在一格里写了几个主体。请每个主体一行，分别填写代码。"
    rules.append(
        Rule(
            "C-013",
            Level.REJECT,
            "subject_name",
            message,
            "模板说明：一个行政相对人一行",
            lambda t: t.several_names,
            value="subject_name",
        )
    )
    if dataset.kind == "event":
        message = f"“数据类别”为“{{value}}”，没有这种数据。可用的有：{'、'.join(titles)}。"
        broken = lambda t: t.about.notnull() & ~t.about.isin(titles)  # noqa: E731
        rules.append(Rule("C-014", Level.REJECT, "about", message, dataset.law, broken, value="about"))
    return rules
