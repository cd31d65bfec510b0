"""Exits (退出公示的情形): why a record is not shown; the first that holds wins.

This tuple is the only statement of the rules: state.py decides by it for all rows, explain.py tells it for
one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from pipeline.publicity.labels import Status
from pipeline.publicity.terms import day_after

Holds: TypeAlias = Callable[[ir.Table], ir.BooleanValue]
Since: TypeAlias = Callable[[ir.Table], ir.DateValue]

PUBLISHED, REMOVED = "published", "removed"
STATES = {
    "pending": "待公示",
    PUBLISHED: "公示中",
    "expired": "公示期满",
    "repaired": "已信用修复",
    REMOVED: "已移出名单",
    "revoked": "决定已撤销",
    "objection_upheld": "异议成立",
    "superseded": "已被更正后的记录取代",
    "withdrawn_by_source": "报送单位已撤回",
    "not_publishable": "不予公示",
}
"""What each state is called."""
REVOCATION = "作出机关的撤销决定"
"""Source of the exits of a revoked decision where the catalogue names no law for its dataset."""


@dataclass(frozen=True)
class Exit:
    """`holds` and `since` ask the columns of facts.py; `by` names the one with the deciding event or term."""

    state: str
    rule: str
    title: str
    source: str
    holds: Holds
    since: Since
    by: str | None = None

    def decider(self, facts: ir.Table) -> ir.StringValue:
        """The id that is told as the reason: this rule, or the event or term that brought it about."""
        return ibis.literal(self.rule) if self.by is None else facts[self.by]


def _arrived(facts: ir.Table) -> ir.DateValue:
    return facts.arrived


def _status(status: Status) -> Holds:
    return lambda facts: facts.status_says == status.value


def _happened(column: str) -> Holds:
    return lambda facts: facts[column].notnull()


def _day(column: str) -> Since:
    return lambda facts: facts[column]


def _withheld(rule: str, title: str, source: str, holds: Holds) -> Exit:
    return Exit("not_publishable", rule, title, source, holds, _arrived)


EXITS: tuple[Exit, ...] = (
    _withheld("use-scope", "信息使用范围不是“公示”", "发改办财金〔2018〕790号", lambda t: t.scope_closed),
    _withheld(
        "internal-grade", "只供内部监管使用的信用分类", "市场主体信用分类监管实施办法（重庆市工商行政管理局）第四条",
        lambda t: t.internal,
    ),
    _withheld(
        "natural-person", "自然人信息，未设定公示依据", "个人信息保护法",
        lambda t: t.person & ~t.person_allowed,
    ),
    _withheld("minor", "当事人为未成年人", "个人信息保护法；行政处罚法", lambda t: t.minor),
    _withheld(
        "simple-procedure", "适用简易程序", "市场监督管理行政处罚信息公示规定（2021年第45号令）",
        lambda t: t.simple_procedure,
    ),
    _withheld(
        "minor-class", "轻微失信信息或没有适用的公示期限", "信用修复管理办法",
        lambda t: ~t.shown & ~(t.asked_for & (t.term != "no-term")),
    ),
    _withheld("permit-invalid", "许可状态为无效", "发改办财金〔2018〕790号", _status(Status.INVALID)),
    _withheld("manual-review", "当前状态需人工判定", "双公示旧版数据标准", _status(Status.REVIEW)),
    Exit(
        "pending", "not-yet-provided", "提供日期尚未到来", "报送数据",
        lambda t: (t.arrived > t.as_of).fill_null(False), _day("decided_on"),
    ),
    Exit(
        "revoked", "revocation", "决定已被撤销", REVOCATION,
        _happened("revoked"), _day("revoked"), by="revoked_by",
    ),
    Exit(
        "revoked", "status-revoked", "报送的当前状态为撤销", REVOCATION,
        _status(Status.REVOKED), _arrived,
    ),
    Exit(
        "revoked", "tombstone-revoked", "台账记载该决定已被撤销，不再公示", REVOCATION,
        lambda t: (t.barred == "revoked").fill_null(False), _day("barred_on"),
    ),
    Exit(
        "objection_upheld", "objection", "异议成立，且没有更正后的内容", "国办发〔2020〕49号",
        lambda t: t.upheld.notnull() & ~t.corrected, _day("upheld"), by="upheld_by",
    ),
    Exit(
        "repaired", "repair", "信用修复，终止公示", "信用修复管理办法（2025年国家发展改革委令第36号）",
        _happened("repaired"), _day("repaired"), by="repaired_by",
    ),
    Exit(
        "repaired", "tombstone-repaired", "台账记载已信用修复，不再公示",
        "信用修复管理办法（2025年国家发展改革委令第36号）",
        lambda t: (t.barred == "repaired").fill_null(False), _day("barred_on"),
    ),
    Exit(
        REMOVED, "list-removal", "已移出名单", "国办发〔2020〕49号",
        lambda t: (t.left_list_on <= t.as_of).fill_null(False), _day("left_list_on"),
    ),
    Exit(
        REMOVED, "tombstone-removed", "台账记载已移出名单，不再公示", "国办发〔2020〕49号",
        lambda t: (t.barred == REMOVED).fill_null(False), _day("barred_on"),
    ),
    Exit(
        "expired", "term", "公示期限届满", "适用的公示期限",
        lambda t: (t.until < t.as_of).fill_null(False),
        lambda t: day_after(t.until), by="term",
    ),
    Exit(
        "withdrawn_by_source", "vanished", "报送单位最近的全量数据中已没有这条记录", "报送数据（全量）",
        _happened("vanished_on"), _day("vanished_on"),
    ),
)  # fmt: skip

SHOWN = Exit(
    PUBLISHED,
    "term",
    "没有退出公示的情形，予以公示",
    "适用的公示期限",
    lambda _: ibis.literal(True),
    _arrived,
    by="term",
)
"""What is left when no exit holds."""
