"""The rules that follow from the catalogue: required, readable, in the code list, not too long, a valid code."""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset, Field
from pipeline.cells.amounts import IMPLAUSIBLE
from pipeline.checks.rule import Rule
from pipeline.findings import Level


def _level(field: Field, check: str) -> Level:
    return Level.WARN if check in field.warn else Level.REJECT


def _required(field: Field, law: str) -> Iterator[Rule]:
    if field.required:
        message = f"“{field.title}”为空，该项为必填项。请补填后重新报送。"
        yield Rule("C-001", _level(field, "required"), field.id, message, law, lambda t: t[field.id].isnull())


def _required_when(dataset: Dataset, field: Field, law: str) -> Iterator[Rule]:
    condition = field.required_when
    if condition is None:
        return
    other = dataset.by_id[condition.field]

    def broken(table: ir.Table) -> ir.BooleanValue:
        column = table[other.id]
        if other.type == "codes":
            holds = ibis.or_(*(column.contains(value) for value in condition.values))
        else:
            holds = column.isin(condition.values)
        return table[field.id].isnull() & holds.fill_null(False)

    message = f"“{other.title}”为“{{value}}”时，“{field.title}”必填，现为空。请补填。"
    yield Rule("C-002", _level(field, "required"), field.id, message, law, broken, value=other.id)


def _readable(field: Field, law: str) -> Iterator[Rule]:
    if field.type not in ("date", "amount"):
        return
    code, form = (
        ("C-003", "日期，如 2026-01-05")
        if field.type == "date"
        else ("C-004", f"以{field.unit}为单位的数字，如 0.5")
    )

    def broken(table: ir.Table) -> ir.BooleanValue:
        return table[f"text_{field.id}"].notnull() & table[field.id].isnull()

    message = f"“{field.title}”的值“{{value}}”无法识别。请填写{form}。"
    yield Rule(code, _level(field, "type"), field.id, message, law, broken, value=f"text_{field.id}")


def _length(field: Field, law: str) -> Iterator[Rule]:
    if field.length is None or field.type != "text" or field.check or field.personal:
        return
    limit = field.length
    message = f"“{field.title}”超过标准规定的 {limit} 个字符，已原样保留。请核对是否填错列。"
    yield Rule("C-005", Level.WARN, field.id, message, law, lambda t: t[field.id].length() > limit)


def _code_list(field: Field, law: str) -> Iterator[Rule]:
    if not field.codes:
        return
    column = f"unknown_{field.id}"
    shown = "、".join(field.codes)
    message = f"“{field.title}”中的“{{value}}”不在代码表内。可用的值：{shown}。"
    yield Rule(
        "C-006", _level(field, "codes"), field.id, message, law, lambda t: t[column].notnull(), value=column
    )


def _credit_code(field: Field) -> Iterator[Rule]:
    if field.check != "credit_code":
        return
    column = f"valid_{field.id}"
    message = (
        f"“{field.title}”的值“{{value}}”不是有效的统一社会信用代码（18 位，末位为校验码）。"
        "请对照证照更正；若是表格软件改成了数字，请先把该列设为文本。"
    )
    broken = lambda t: (~t[column]).fill_null(False)  # noqa: E731
    yield Rule("C-007", _level(field, "check"), field.id, message, "GB 32100-2015", broken, value=field.id)


def _plausible(field: Field) -> Iterator[Rule]:
    if field.type == "amount":
        message = f"“{field.title}”为 {{value}}，单位是万元，数额异常大。请核对是否误填了以元为单位的数。"
        broken = lambda t: (t[field.id] >= IMPLAUSIBLE).fill_null(False)  # noqa: E731
        yield Rule("C-010", Level.WARN, field.id, message, "模板说明：金额单位为万元", broken, value=field.id)


def field_rules(dataset: Dataset) -> list[Rule]:
    """The rules of every field, in the order of the template."""
    rules: list[Rule] = []
    for field in dataset.fields:
        rules += _required(field, dataset.law)
        rules += _required_when(dataset, field, dataset.law)
        rules += _readable(field, dataset.law)
        rules += _length(field, dataset.law)
        rules += _code_list(field, dataset.law)
        rules += _credit_code(field)
        rules += _plausible(field)
    return rules
