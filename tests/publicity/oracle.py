"""A second implementation of publicity in plain Python, row by row, written from the rules and not from the code."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pipeline.identifiers.document_number import key
from tests.publicity.tables import Row

SEVERE = ("吊销", "停产", "停业", "关闭", "限制开展生产经营活动", "限制从业", "禁止从业", "行政拘留")
NEW = date(2026, 4, 1)
MAXIMUM = {"轻微": 3, "一般": 12, "严重": 36}


def plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def simple(row: Row) -> bool:
    return row.get("procedure") in ("01", "简易程序") or row.get("remarks") in ("适用简易程序", "当场处罚")


def class_of(row: Row) -> str:
    said = {
        "轻微": "轻微",
        "1": "一般",
        "一般": "一般",
        "2": "严重",
        "较重": "严重",
        "3": "严重",
        "严重": "严重",
    }
    kinds = row.get("penalty_kinds") or []
    if simple(row) or (kinds and all(kind in ("警告", "通报批评", "其他-通报批评") for kind in kinds)):
        return "轻微"
    if row.get("severity") in said:
        return said[row["severity"]]
    return "严重" if any(word in kind for kind in kinds for word in SEVERE) else "一般"


def until_of(dataset: str, row: Row, newer: bool) -> date | None:
    given = row.get("valid_until" if dataset == "permit" else "publicity_until")
    ends = [given] if given is not None and given < date(2099, 12, 31) else []
    if dataset == "penalty":
        months = MAXIMUM[class_of(row)] if row["decided_on"] >= NEW or newer else 36
        ends.append(plus_months(row["decided_on"], months))
    if dataset == "blacklist":
        court = "失信被执行人" in (row.get("list_type") or "")
        ends.append(plus_months(row["decided_on"], (60 if ends else 24) if court else 36))
        ends += [row["removed_on"] - timedelta(1)] if row.get("removed_on") else []
    if dataset == "honour" and not ends:
        years = [int(each) for each in re.split("[^0-9]+", row.get("rated_year") or "") if len(each) == 4]
        ends += [date(year + 1, 12, 31) for year in years[-1:]]
    return min(ends) if ends else None


def withheld(dataset: str, row: Row, natural: frozenset[str], asked: frozenset[str] = frozenset()) -> bool:
    if row.get("use_scope") not in (None, "0", "公示", "可向社会公开"):
        return True
    person = row.get("subject_kind") == "自然人" or (
        row.get("subject_code") is None
        and (
            row.get("id_number") is not None
            or (row.get("subject_kind") is None and not row["subject_name"].endswith("有限公司"))
        )
    )
    if person and dataset not in natural:
        return True
    number = row.get("id_number")
    if number is not None and number.startswith("pid:"):
        born = int(number.rsplit(":", 1)[1])
        if born > 0 and row["decided_on"].year - born <= 18:
            return True
    if dataset == "penalty":
        status = row.get("status")
        known = (None, "0", "正常", "1", "撤销", "2", "异议")
        minor = class_of(row) == "轻微" and row["authority"] not in asked
        return simple(row) or minor or status not in known
    return dataset == "permit" and row.get("status") not in (None, "1", "有效")


def about(dataset: str, event: Row, rows: Sequence[Row]) -> list[Row]:
    """The records an event is about."""

    def same_subject(row: Row) -> bool:
        if row["subject_code"] and event["subject_code"]:
            return bool(row["subject_code"] == event["subject_code"])
        return key(row["subject_name"]) == key(event["subject_name"])

    if event["about"] != dataset:
        return []
    fits = [
        row
        for row in rows
        if row["document_number"]
        and key(row["document_number"]) == event["document_key"]
        and same_subject(row)
    ]
    if not event["authority"] or len(fits) == 1:
        return fits
    return [row for row in fits if same_authority(key(row["authority"]), key(event["authority"]))]


def same_authority(one: str, other: str) -> bool:
    """Whether the shorter name is what is left of the longer one without some of its characters."""
    short, full = sorted((one, other), key=len)
    left = iter(full)
    return all(character in left for character in short)


def happened(events: list[Row], name: str, as_of: date) -> date | None:
    days = [
        each["happened_on"]
        for each in events
        if each["event"] == name
        and each["happened_on"] <= as_of
        and (name != "repair" or each.get("outcome") not in ("受理中", "不予修复"))
    ]
    return min(days) if days else None


def repair_open(events: list[Row], as_of: date) -> bool:
    """Asked for, and not answered since."""
    told = [each for each in events if each["event"] == "repair" and each["happened_on"] <= as_of]
    asked = [each["happened_on"] for each in told if each.get("outcome") == "受理中"]
    answered = [each["happened_on"] for each in told if each.get("outcome") != "受理中"]
    return bool(asked) and (not answered or max(asked) > max(answered))


def objections(events: list[Row], as_of: date) -> tuple[date | None, date | None, bool]:
    """Upheld since, when the last of those was accepted, and whether one is open."""
    upheld, accepted, is_open = [], [], False
    for each in events:
        if each["event"] != "objection" or each["happened_on"] > as_of:
            continue
        closed = each["closed_on"]
        is_open |= each["outcome"] == "受理中" if closed is None else closed > as_of
        day = max(closed or each["happened_on"], each["happened_on"])
        if each["outcome"] == "成立" and day <= as_of:
            upheld.append(day)
            accepted.append(each["happened_on"])
    return min(upheld, default=None), max(accepted, default=None), is_open


def open_since(events: list[Row], as_of: date) -> date | None:
    """When the first objection that is still open was accepted."""
    each_alone = ((each["happened_on"], objections([each], as_of)[2]) for each in events)
    return min((day for day, is_open in each_alone if is_open), default=None)


def state_of(
    dataset: str,
    row: Row,
    events: list[Row],
    as_of: date,
    natural: frozenset[str],
    newer: bool,
    asked: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """state, since, until and the two flags of one record with the events about it."""
    until = until_of(dataset, row, newer)
    upheld, accepted, is_open = objections(events, as_of)
    corrected = row.get("corrected_on")
    if accepted is not None and corrected is not None and corrected > accepted:
        upheld = None
    status = row.get("status") if dataset == "penalty" else None
    answer = {
        "until": until,
        "under_objection": is_open or status in ("2", "异议"),
        "under_repair": repair_open(events, as_of),
        "objection_from": open_since(events, as_of),
    }
    revoked, repaired = happened(events, "revocation", as_of), happened(events, "repair", as_of)
    removed = row.get("removed_on") if dataset == "blacklist" else None
    barred, gone = row.get("barred"), until is not None and until < as_of
    steps = [
        (withheld(dataset, row, natural, asked), "not_publishable", row["provided_on"]),
        (row["provided_on"] > as_of, "pending", row["decided_on"]),
        (revoked is not None, "revoked", revoked),
        (status in ("1", "撤销"), "revoked", row["provided_on"]),
        (barred == "revoked", "revoked", row.get("barred_on")),
        (upheld is not None, "objection_upheld", upheld),
        (repaired is not None, "repaired", repaired),
        (barred == "repaired", "repaired", row.get("barred_on")),
        (removed is not None and removed <= as_of, "removed", removed),
        (barred == "removed", "removed", row.get("barred_on")),
        (gone, "expired", until + timedelta(days=1) if until else None),
        (row.get("vanished_on") is not None, "withdrawn_by_source", row.get("vanished_on")),
        (True, "published", row["provided_on"]),
    ]
    found = next((state, since) for holds, state, since in steps if holds)
    return answer | {"state": found[0], "since": found[1]}


def without_listed(
    honours: list[tuple[Row, dict[str, Any]]], listed: list[tuple[Row, dict[str, Any]]]
) -> None:
    """Honours of who is on a list today are removed, since the later of both days. Rows beside what `state_of` says of them."""
    shown = [(row, told["since"]) for row, told in listed if told["state"] == "published"]
    by_code: dict[str, list[date]] = {}
    by_name: dict[str, list[tuple[str | None, date]]] = {}
    for row, since in shown:
        if row["subject_code"]:
            by_code.setdefault(row["subject_code"], []).append(since)
        by_name.setdefault(key(row["subject_name"]), []).append((row["subject_code"], since))
    for row, told in honours:
        code = row["subject_code"]
        named = by_name.get(key(row["subject_name"]), [])
        days = by_code.get(code, []) + [since for other, since in named if not (code and other)]
        if told["state"] == "published" and days:
            told["state"], told["since"] = "removed", max(min(days), told["since"])
