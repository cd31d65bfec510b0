"""Checks of an article's head (头部检查): fields, unit, approval, dates. Each function: draft and desk to findings. Pure."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pipeline.findings import Finding
from pipeline.identifiers import credit_code
from pipeline.newsdesk import codes
from pipeline.newsdesk.draft import Desk, Draft
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, BY_KEY, DAYS

_NOT_APPROVED = re.compile(r"待|未|暂|无|不详|空|否|同意|已审|[?？/\\\-—_.。×xX*]+")
"""What stands in the field where a name or post should: 待审核, 无, 同意, dashes."""
_CODE_MARKS = re.compile(r"[、,，;；\s]+")


def missing(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """Fields the department has to give; the head's unknown names."""
    for each in ARTICLE_FIELDS:
        if each.clerk and not draft.meta.get(each.key):
            yield codes.finding(codes.MISSING, draft.file, label=each.label)
    for key in draft.meta.keys() - BY_KEY.keys():
        yield codes.finding(codes.HEAD, draft.file, fault=f"有无法识别的“{key[:20]}”")


def known_names(draft: Draft, desk: Desk) -> Iterator[Finding]:
    """Unit, column and class are of their lists."""
    name = draft.meta.get("department", "")
    if name and name not in desk.departments:
        near = get_close_matches(name, desk.departments, 1, 0.5) or [
            each for each in desk.departments if name in each
        ]
        told = f"是否为“{near[0]}”？" if near else ""
        yield codes.finding(codes.DEPARTMENT, draft.file, name=name[:30], near=told)
    for key, code, known in (
        ("category", codes.COLUMN, desk.columns),
        ("class", codes.CLASS, desk.rules.classes),
    ):
        value = draft.meta.get(key, "")
        if value and value not in known:
            yield codes.finding(code, draft.file, name=value[:30], known="、".join(known))


def approval(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """The head of the unit has approved, by name (桂东县2024年方案第10条：单位负责人审核把关)."""
    value = draft.meta.get("approved_by", "")
    if value and (_NOT_APPROVED.fullmatch(value) or _NOT_APPROVED.match(value)):
        yield codes.finding(codes.APPROVAL, draft.file, value[:20])
    elif value and value == draft.meta.get("author"):
        yield codes.finding(codes.SELF_APPROVED, draft.file)


def dates(draft: Draft, desk: Desk) -> Iterator[Finding]:
    """Days can be read, stand in order and are not stale."""
    for key in DAYS:
        value = draft.meta.get(key, "")
        if value and draft.day(key) is None:
            yield codes.finding(codes.DATE, draft.file, value[:20], label=BY_KEY[key].label)
    event, submitted = draft.day("event_date"), draft.day("submitted")
    if submitted is not None and submitted > desk.today:
        yield codes.finding(codes.FUTURE, draft.file, submitted=submitted.isoformat())
    if event is None or submitted is None:
        return
    shown = {"event": event.isoformat(), "submitted": submitted.isoformat()}
    days = (submitted - event).days
    if days > desk.rules.stale_days:
        rules = desk.rules
        told = {"days": str(days), "most": str(rules.stale_days), "source": rules.stale_source}
        yield codes.finding(codes.STALE, draft.file, **told, **shown)
    elif days < 0:
        yield codes.finding(codes.LATER, draft.file, **shown)


def related(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """Codes of related subjects are valid."""
    for value in filter(None, _CODE_MARKS.split(draft.meta.get("related", ""))):
        if not credit_code.is_valid(value):
            yield codes.finding(codes.SUBJECT_CODE, draft.file, value[:20])
