"""State (公示状态) of every record on a day: a pure function of records, events, dated rules and `as_of`.

Takes and gives Ibis tables (ARCHITECTURE.md, "States"); reads no clock, writes no file.
"""

from datetime import date
from functools import reduce

import ibis
import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.identifiers.document_number import key_expr
from pipeline.publicity.exits import EXITS, PUBLISHED, REMOVED, SHOWN
from pipeline.publicity.facts import Options, facts

HONOUR_BLACKLISTED = "honour-blacklisted"
LISTS = ("blacklist", "court")
"""Datasets whose subjects are no honoured ones (失信联合惩戒对象): the lists of serious breach, that of the courts."""
_COLUMNS = (
    "state",
    "rule",
    "since",
    "until",
    "repair_from",
    "under_objection",
    "under_repair",
    "person",
    "corrected",
    "corrected_on",
    "objection_from",
)


def decide(dataset: Dataset, records: ir.Table, events: ir.Table, as_of: date, options: Options) -> ir.Table:
    """Accepted records, newest versions, with state, rule, since, until, repair_from, its two flags, and whether of a person."""
    told = facts(dataset, records, events, as_of, options).view()
    held = [(each.holds(told), each) for each in EXITS]
    decided = told.mutate(
        state=ibis.cases(*((holds, each.state) for holds, each in held), else_=SHOWN.state),
        rule=ibis.cases(*((holds, each.decider(told)) for holds, each in held), else_=SHOWN.decider(told)),
        since=ibis.cases(*((holds, each.since(told)) for holds, each in held), else_=SHOWN.since(told)),
    )
    return decided.select(*(each for each in records.columns if each not in _COLUMNS), *_COLUMNS)


def _listed(entries: ir.Table) -> ir.Table:
    """since, code and name of those that are shown on a list."""
    shown = entries.filter(entries.state == PUBLISHED)
    return shown.select("since", code=shown.subject_code, name=key_expr(shown.subject_name))


def exclude_blacklisted(honours: ir.Table, *lists: ir.Table) -> ir.Table:
    """Published honours of subjects on a published list become removed the same day (红黑名单互斥).

    All tables are answers of `decide` for the same day. Subjects are the same by code where both have one,
    else by name.
    """
    listed = reduce(lambda left, right: left.union(right), map(_listed, lists))
    by_code = listed.filter(listed.code.notnull()).group_by("code").agg(code_since=listed.since.min())
    by_name = listed.group_by("name").agg(
        any_since=listed.since.min(), uncoded_since=listed.since.min(where=listed.code.isnull())
    )
    joined = honours.mutate(name_key=key_expr(honours.subject_name))
    joined = joined.left_join(by_code, joined.subject_code == by_code.code)
    joined = joined.left_join(by_name, joined.name_key == by_name.name)
    named = ibis.ifelse(joined.subject_code.isnull(), joined.any_since, joined.uncoded_since)
    hit = ibis.coalesce(ibis.least(joined.code_since, named), joined.code_since, named)
    gone = (joined.state == PUBLISHED) & hit.notnull()
    return joined.mutate(
        state=ibis.ifelse(gone, REMOVED, joined.state),
        rule=ibis.ifelse(gone, HONOUR_BLACKLISTED, joined.rule),
        since=ibis.ifelse(gone, ibis.greatest(hit, joined.since), joined.since),
    ).select(*honours.columns)
