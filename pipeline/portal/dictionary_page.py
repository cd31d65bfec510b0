"""The data dictionary (数据字典): datasets, fields, code lists and rules as a page, made from what the build itself uses.

Writes dictionary/.
"""

import re
from datetime import date

from pipeline.catalogue import Catalogue, Dataset, Field
from pipeline.checks import codes as checks
from pipeline.checks.rule import Rule
from pipeline.findings import Level
from pipeline.portal import words
from pipeline.portal.contexts import SERVICES, Link, column_head
from pipeline.portal.contexts_data import DatasetTable, DictionaryPage, FieldRow, RuleRow
from pipeline.portal.rendering import Pages
from pipeline.records import rules_of
from pipeline.sources import codes as receiving

_KINDS = {"subject": "主体登记", "record": "公示记录", "event": "变更事项", "reference": "管理清单"}
_LEVELS = {Level.REJECT: "退回", Level.WARN: "提醒"}
_TYPES = {"text": "文本", "date": "日期", "amount": "金额", "codes": "代码（可多个）"}

_FILLED = re.compile(r"\{+\w+\}+")


def _required(field: Field, dataset: Dataset) -> str:
    if field.required:
        return "是"
    if field.required_when is None:
        return "否"
    other = dataset.by_id[field.required_when.field]
    return f"{other.shown_as}为{words.joined(field.required_when.values)}时"


def _field(field: Field, dataset: Dataset) -> FieldRow:
    kind = _TYPES.get(field.type, field.type)
    return FieldRow(
        title=field.title,
        columns=words.joined(field.columns),
        old_columns=words.joined((*field.old_columns, *field.old_titles)),
        type=f"{kind}（{field.unit}）" if field.unit else kind,
        length="" if field.length is None else str(field.length),
        required=_required(field, dataset),
        public="公开" if field.public else "不公开",
        codes=words.joined(field.codes),
    )


def _spoken(message: str) -> str:
    """A message without a row's values in it."""
    return (
        message.replace("“{value}”", "所填内容").replace("{value}", "所填值").replace("{also}", "另一项的值")
    )


def _rule(rule: Rule, dataset: Dataset) -> RuleRow:
    field = dataset.by_id.get(rule.field)
    title = "提供日期" if field is None else field.title
    return RuleRow(rule.code, _LEVELS[rule.level], title, _spoken(rule.message), rule.source)


def _kind(message: str) -> str:
    """A message of any row and file: what they would fill in is left open."""
    return _FILLED.sub("…", message)


def _checks() -> tuple[RuleRow, ...]:
    """Every code there is: of receiving (F, R, S), columns (H), rows (C), events (E), terms (P) and guards (G)."""
    received = [
        RuleRow(each.code, _LEVELS[each.level], "", _kind(each.message), "") for each in receiving.ALL
    ]
    checked = [
        RuleRow(
            each.code,
            _LEVELS[each.level],
            f"{each.title}：",
            _kind(each.message),
            each.source.replace("{law}", "该数据类别的依据"),
        )
        for each in checks.ALL
    ]
    return tuple(sorted((*received, *checked), key=lambda each: each.code))


def write_dictionary(pages: Pages, catalogue: Catalogue, as_of: date) -> None:
    """Write dictionary/index.html."""
    tables = tuple(
        DatasetTable(
            each.name,
            each.title,
            _KINDS.get(each.kind, each.kind),
            each.law,
            tuple(_field(field, each) for field in each.fields),
            tuple(_rule(rule, each) for rule in rules_of(each, catalogue, as_of)),
        )
        for each in catalogue.datasets
    )
    link = Link("数据字典", "dictionary/", "各数据类别的字段、代码、公开范围和校验规则")
    view = DictionaryPage(column_head(link, SERVICES.path), tables, _checks())
    pages.render("dictionary.html", "dictionary/index.html", view)
