"""Ends, day by day: month ends, leap days, the last day included, events on their day, the two orders' change."""

from datetime import date, timedelta
from typing import Any

import pytest

from pipeline.catalogue import Dataset
from pipeline.publicity import Options, decide
from tests.publicity.tables import (
    BLACKLIST,
    HONOUR,
    PENALTY,
    PERMIT,
    event,
    events_table,
    record,
    records_table,
    rows_of,
)


def states(
    dataset: Dataset,
    rows: list[dict[str, Any]],
    as_of: date,
    events: list[dict[str, Any]] | None = None,
    **options: Any,
) -> dict[str, Any]:
    table = decide(
        dataset, records_table(dataset, rows), events_table(events or []), as_of, Options(**options)
    )
    return {row["row_id"]: row for row in rows_of(table)}


GRAVE, FINE = ["吊销许可证"], ["罚款"]
LAST_DAYS = {
    "month-end": ({"decided_on": date(2027, 8, 31), "penalty_kinds": FINE}, date(2028, 8, 31)),
    "leap-day": ({"decided_on": date(2028, 2, 29), "penalty_kinds": FINE}, date(2029, 2, 28)),
    "leap-day-3": ({"decided_on": date(2028, 2, 29), "penalty_kinds": GRAVE}, date(2031, 2, 28)),
    "before-leap": ({"decided_on": date(2027, 2, 28), "penalty_kinds": FINE}, date(2028, 2, 28)),
    "old-order": ({"decided_on": date(2026, 3, 31), "penalty_kinds": FINE}, date(2029, 3, 31)),
    "new-order": ({"decided_on": date(2026, 4, 1), "penalty_kinds": FINE}, date(2027, 4, 1)),
    "longest-class": ({"decided_on": date(2026, 4, 1), "penalty_kinds": FINE + GRAVE}, date(2029, 4, 1)),
    "given-earlier": (
        {"decided_on": date(2026, 4, 1), "publicity_until": date(2026, 10, 1)},
        date(2026, 10, 1),
    ),
    "given-too-late": (
        {"decided_on": date(2026, 4, 1), "publicity_until": date(2028, 10, 1)},
        date(2027, 4, 1),
    ),
    "given-no-end": (
        {"decided_on": date(2026, 4, 1), "publicity_until": date(2099, 12, 31)},
        date(2027, 4, 1),
    ),
}


def test_the_last_day_of_each_case() -> None:
    rows = [
        record(name, provided_on=values["decided_on"], **values) for name, (values, _) in LAST_DAYS.items()
    ]
    told = states(PENALTY, rows, date(2028, 3, 1))
    assert {name: each["until"] for name, each in told.items()} == {
        n: last for n, (_, last) in LAST_DAYS.items()
    }


@pytest.mark.parametrize("case", ["leap-day", "given-earlier"])
def test_the_last_day_is_included(case: str) -> None:
    values, last = LAST_DAYS[case]
    row = record(provided_on=values["decided_on"], **values)
    for offset in (0, 1):
        as_of = last + timedelta(offset)
        told = states(PENALTY, [row], as_of)["r1"]
        assert told["state"] == ("published" if offset <= 0 else "expired")
        assert told["since"] == (values["decided_on"] if offset <= 0 else last + timedelta(1))


def test_the_newer_maximum_on_older_decisions_is_a_choice() -> None:
    rows = [
        record("fine", decided_on=date(2026, 3, 31)),
        record("grave", decided_on=date(2026, 3, 31), penalty_kinds=GRAVE),
    ]
    usual = states(PENALTY, rows, date(2026, 6, 1))
    assert usual["fine"]["until"] == usual["grave"]["until"] == date(2029, 3, 31)
    chosen = states(PENALTY, rows, date(2026, 6, 1), newer_maximum_applies_to_older=True)
    assert chosen["fine"]["until"] == date(2027, 3, 31)
    assert chosen["grave"]["until"] == date(2029, 3, 31)


def test_permits_honours_and_lists() -> None:
    day, after = date(2026, 12, 31), date(2027, 1, 1)
    permits = [record("a", status="1", valid_until=day), record("b", status="1"), record("c", status="2")]
    permits.append(record("d", status="1", valid_until=date(2100, 1, 1)))
    assert states(PERMIT, permits, day)["a"]["state"] == "published"
    told = states(PERMIT, permits, after)
    assert [told[name]["state"] for name in "abc"] == ["expired", "published", "not_publishable"]
    assert told["b"]["until"] is told["d"]["until"] is None
    honours = [record("a", publicity_until=day), record("b"), record("c", publicity_until=date(2099, 12, 31))]
    told = states(HONOUR, honours, after)
    assert [told[name]["state"] for name in "abc"] == ["expired", "published", "published"]
    listed = [record("a", removed_on=after), record("b", publicity_until=day), record("c")]
    told = states(BLACKLIST, listed, after)
    assert [told[name]["state"] for name in "abc"] == ["removed", "expired", "published"]
    before = states(BLACKLIST, listed, day)["a"]
    assert (before["state"], before["until"]) == ("published", day)  # pages hide it without a build, too
    assert told["c"]["until"] == date(2029, 5, 6)


DAY = date(2026, 6, 10)
OPEN = {"happened_on": DAY, "outcome": "受理中"}
WALKS = {
    "repair": ([event("repair", happened_on=DAY)], ["published", "repaired", "repaired"], [False] * 3),
    "revocation": ([event("revocation", happened_on=DAY)], ["published", "revoked", "revoked"], [False] * 3),
    "open": ([event("objection", **OPEN)], ["published"] * 3, [False, True, True]),
    "closed": (
        [event("objection", **OPEN, closed_on=DAY + timedelta(1))],
        ["published"] * 3,
        [False, True, False],
    ),
    "rejected": (
        [event("objection", happened_on=DAY, outcome="不成立", closed_on=DAY + timedelta(1))],
        ["published"] * 3,
        [False, True, False],
    ),
    "upheld": (
        [event("objection", happened_on=DAY, outcome="成立", closed_on=DAY + timedelta(1))],
        ["published", "published", "objection_upheld"],
        [False, True, False],
    ),
    "upheld-undated": (
        [event("objection", happened_on=DAY, outcome="成立")],
        ["published", "objection_upheld", "objection_upheld"],
        [False] * 3,
    ),
    "asked": (
        [event("repair", happened_on=DAY, outcome="受理中")],
        ["published"] * 3,
        [False] * 3,
    ),
    "refused": (
        [event("repair", happened_on=DAY, outcome="不予修复")],
        ["published"] * 3,
        [False] * 3,
    ),
    "revocation-first": (
        [event("repair", happened_on=DAY), event("revocation", "e2", happened_on=DAY + timedelta(1))],
        ["published", "repaired", "revoked"],
        [False] * 3,
    ),
}


def test_events_work_from_their_day() -> None:
    """Each case has a record of its own, so that three days are three questions to the engine."""
    rows, events = [], []
    for number, (case, (told, _, _)) in enumerate(WALKS.items()):
        key = f"示市监罚〔2026〕{number}号"
        rows.append(record(case, document_number=key))
        events += [each | {"document_key": key, "row_id": f"{case}{each['row_id']}"} for each in told]
    days = [states(PENALTY, rows, DAY + timedelta(n), events) for n in (-1, 0, 1)]
    for case, (_, expected, marks) in WALKS.items():
        assert [day[case]["state"] for day in days] == expected, case
        assert [day[case]["under_objection"] for day in days] == marks, case


def test_pending_until_it_was_provided() -> None:
    row = record(provided_on=date(2026, 5, 8))
    assert states(PENALTY, [row], date(2026, 5, 7))["r1"]["state"] == "pending"
    assert states(PENALTY, [row], date(2026, 5, 8))["r1"]["state"] == "published"
