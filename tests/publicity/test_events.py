"""What others do to a record: which events are about it, which are left over, and the black list's effect on honours."""

from datetime import date
from typing import Any

import pytest

from pipeline.publicity import HONOUR_BLACKLISTED, Options, decide, exclude_blacklisted, unmatched
from tests.publicity.tables import (
    BLACKLIST,
    CATALOGUE,
    HONOUR,
    PENALTY,
    event,
    events_table,
    record,
    records_table,
    rows_of,
)

AS_OF = date(2026, 6, 1)
COURT = CATALOGUE["court"]


@pytest.mark.parametrize(
    ("values", "matches"),
    [
        ({}, True),
        ({"subject_name": "别名有限公司"}, True),
        ({"subject_code": "91439999MA00000002"}, False),
        ({"subject_code": None}, True),
        ({"subject_code": None, "subject_name": "示例 甲有限公司"}, True),
        ({"subject_code": None, "subject_name": "示例乙有限公司"}, False),
        ({"subject_code": None, "subject_name": None}, False),
        ({"authority": "别的局"}, True),
        ({"authority": None}, True),
        ({"document_key": "示市监罚〔2026〕2号"}, False),
        ({"about": "permit"}, False),
    ],
)
def test_which_events_are_about_a_record(values: dict[str, Any], matches: bool) -> None:
    tables = records_table(PENALTY, [record()]), events_table([event("repair", **values)])
    told = rows_of(decide(PENALTY, *tables, AS_OF, Options()))[0]
    assert (told["state"], told["rule"]) == (
        ("repaired", "e1") if matches else ("published", "penalty-2026-ordinary")
    )


def test_events_that_fit_no_record_are_left_over() -> None:
    events = [
        event("repair", "fits"),
        event("repair", "other-number", document_key="示市监罚〔2026〕2号"),
        event("repair", "earlier-name", about="blacklist"),
        event("repair", "later-name", about="permit"),
    ]
    left = rows_of(unmatched("penalty", records_table(PENALTY, [record()]), events_table(events)))
    assert [row["row_id"] for row in left] == ["other-number"]


def test_a_foreign_authority_does_not_choose_between_two_records() -> None:
    rows = [record("a", authority="甲局"), record("b", authority="乙局")]
    for authority, repaired in (("甲局", {"a"}), ("丙局", set()), ("", {"a", "b"})):
        tables = records_table(PENALTY, rows), events_table([event("repair", authority=authority)])
        told = rows_of(decide(PENALTY, *tables, AS_OF, Options()))
        assert {row["row_id"] for row in told if row["state"] == "repaired"} == repaired


def test_a_decision_sent_under_two_spellings_of_its_authority_is_repaired_under_both() -> None:
    """Two units send it, or it comes again after the repair (全量), with the short name (domain: 同一决定重复报送)."""
    full, short, other = "示例县市场监督管理局", "示例县市场监管局", "示例县生态环境局"
    rows = [record(name, authority=name) for name in (full, short, other)]
    wanted = {
        full: {full, short},
        short: {full, short},
        other: {other},
        "示例县市场^监管局": {full, short},
        "^": set(),
    }
    for authority, repaired in wanted.items():
        tables = records_table(PENALTY, rows), events_table([event("repair", authority=authority)])
        told = rows_of(decide(PENALTY, *tables, AS_OF, Options()))
        assert {row["row_id"] for row in told if row["state"] == "repaired"} == repaired, authority


def test_blacklisted_subjects_leave_the_honours() -> None:
    listed = [
        record("l1", provided_on=date(2026, 5, 20)),
        record("l2", subject_code=None, subject_name="示例乙有限公司", provided_on=date(2026, 5, 30)),
        record("l3", subject_code="91439999MA00000003", subject_name="示例丙有限公司", removed_on=AS_OF),
        record(
            "l4",
            subject_code="91439999MA00000004",
            subject_name="示例丁有限公司",
            provided_on=date(2026, 5, 9),
        ),
        record("l1-again", provided_on=date(2026, 5, 24)),
        record("l1-without-code", subject_code=None, provided_on=date(2026, 5, 12)),
        record("l2-before", subject_code=None, subject_name="示例乙有限公司", provided_on=date(2026, 5, 10)),
        record("l2-after", subject_code=None, subject_name="示例乙有限公司", provided_on=date(2026, 5, 11)),
        record(
            "l4-again",
            subject_code="91439999MA00000004",
            subject_name="示例丁有限公司",
            provided_on=date(2026, 5, 14),
        ),
        record(
            "l5",
            subject_code="91439999MA00000005",
            subject_name="示例己有限公司",
            publicity_until=date(2026, 5, 9),
        ),
    ]
    honours = [
        record("same-code", subject_name="旧名有限公司"),
        record("both"),
        record("later", provided_on=date(2026, 5, 28)),
        record("same-name", subject_code="91439999MA00000002", subject_name="示例 乙有限公司"),
        record("no-code", subject_code=None, subject_name="示例丁有限公司"),
        record("off-the-list", subject_code="91439999MA00000003", subject_name="示例丙有限公司"),
        record("listed-no-more", subject_code="91439999MA00000005", subject_name="示例己有限公司"),
        record("namesake", subject_code="91439999MA00000009", subject_name="示例丁有限公司"),
        record("expired", publicity_until=date(2026, 5, 30)),
        record("vanished", vanished_on=date(2026, 5, 25)),
        record("unknown", subject_code=None, subject_name="示例戊有限公司"),
        record("of-the-courts", subject_code="91439999MA00000008", subject_name="示例辛有限公司"),
    ]
    courts = [record("c1", subject_code="91439999MA00000008", subject_name="示例辛有限公司")]
    nothing = events_table([])
    black = decide(BLACKLIST, records_table(BLACKLIST, listed), nothing, AS_OF, Options())
    red = decide(HONOUR, records_table(HONOUR, honours), nothing, AS_OF, Options())
    court = decide(COURT, records_table(COURT, courts), nothing, AS_OF, Options())
    table = exclude_blacklisted(red, black, court)
    assert table.columns == red.columns
    told = {row["row_id"]: (row["state"], row["rule"], row["since"]) for row in rows_of(table)}
    assert len(told) == len(honours)
    gone = {name for name, answer in told.items() if answer[:2] == ("removed", HONOUR_BLACKLISTED)}
    assert gone == {"same-code", "both", "same-name", "no-code", "of-the-courts", "later"}
    assert told["same-code"][2] == date(2026, 5, 20)
    assert told["both"][2] == date(2026, 5, 12)
    assert told["same-name"][2] == date(2026, 5, 10)
    assert told["no-code"][2] == date(2026, 5, 9)
    assert told["later"][2] == date(2026, 5, 28)
    assert told["expired"][0] == "expired"
    assert told["vanished"][0] == "withdrawn_by_source"


def test_a_correction_on_the_day_of_the_objection_is_not_its_answer() -> None:
    """What was corrected before or with the objection is what was objected to; only what comes later is shown again."""
    day = date(2026, 5, 20)
    rows = [
        record("with-it", document_number="罚1号", corrected_on=day),
        record("after-it", document_number="罚2号", corrected_on=date(2026, 5, 21)),
    ]
    events = [
        event("objection", f"e{n}", document_key=f"罚{n}号", happened_on=day, outcome="成立", closed_on=day)
        for n in (1, 2)
    ]
    told = rows_of(decide(PENALTY, records_table(PENALTY, rows), events_table(events), AS_OF, Options()))
    assert {row["row_id"]: row["state"] for row in told} == {
        "with-it": "objection_upheld",
        "after-it": "published",
    }


def test_a_correction_answers_only_the_objections_before_it() -> None:
    """Of two that were upheld, one between them leaves the second unanswered."""
    rows = [
        record("between", document_number="罚1号", corrected_on=date(2026, 5, 15)),
        record("after", document_number="罚2号", corrected_on=date(2026, 5, 21)),
    ]
    events = [
        event(
            "objection", f"e{n}-{on}", document_key=f"罚{n}号", happened_on=on, outcome="成立", closed_on=on
        )
        for n in (1, 2)
        for on in (date(2026, 5, 10), date(2026, 5, 20))
    ]
    told = rows_of(decide(PENALTY, records_table(PENALTY, rows), events_table(events), AS_OF, Options()))
    assert {row["row_id"]: (row["state"], row["since"]) for row in told} == {
        "between": ("objection_upheld", date(2026, 5, 10)),
        "after": ("published", date(2026, 5, 8)),
    }


def test_an_objection_without_outcome_asks_for_no_further_correction() -> None:
    upheld, untold = date(2026, 5, 10), date(2026, 5, 20)
    events = [
        event("objection", "e1", document_key="罚1号", happened_on=upheld, outcome="成立", closed_on=upheld),
        event("objection", "e2", document_key="罚1号", happened_on=untold, outcome=None, closed_on=untold),
    ]
    rows = records_table(PENALTY, [record("r", document_number="罚1号", corrected_on=date(2026, 5, 15))])
    (told,) = rows_of(decide(PENALTY, rows, events_table(events), AS_OF, Options()))
    assert told["state"] == "published"


def test_an_objection_stays_open_beside_those_that_were_answered() -> None:
    """Of several open ones the first counts: by its day the answer is due."""
    told_on = {
        "one-of-two": ((10, None), (12, 14)),
        "first-of-two": ((11, None), (9, None), (8, 9)),
        "answered": ((10, 12), (12, 14)),
    }
    events = [
        event(
            "objection",
            f"{number}{day}",
            document_key=number,
            happened_on=date(2026, 5, day),
            outcome="受理中" if closed is None else "不成立",
            closed_on=None if closed is None else date(2026, 5, closed),
        )
        for number, each in told_on.items()
        for day, closed in each
    ]
    rows = records_table(PENALTY, [record(number, document_number=number) for number in told_on])
    told = rows_of(decide(PENALTY, rows, events_table(events), AS_OF, Options()))
    assert {row["row_id"]: (row["under_objection"], row["objection_from"]) for row in told} == {
        "one-of-two": (True, date(2026, 5, 10)),
        "first-of-two": (True, date(2026, 5, 9)),
        "answered": (False, None),
    }


def test_only_a_repair_asked_for_and_not_answered_since_is_open() -> None:
    asked, refused = "受理中", "不予修复"
    told_on = {
        "same-day": ((asked, 2), (refused, 2)),
        "answered": ((asked, 1), (refused, 2)),
        "asked-later": ((asked, 3), (refused, 2)),
        "unanswered": ((asked, 2),),
        "asked-again": ((asked, 1), (refused, 2), (asked, 3)),
        "refused-again": ((asked, 1), (refused, 2), (asked, 3), (refused, 4)),
    }
    events = [
        event(
            "repair",
            f"{number}{day}{outcome}",
            document_key=number,
            happened_on=date(2026, 5, day),
            outcome=outcome,
        )
        for number, each in told_on.items()
        for outcome, day in each
    ]
    rows = records_table(PENALTY, [record(number, document_number=number) for number in told_on])
    told = rows_of(decide(PENALTY, rows, events_table(events), AS_OF, Options()))
    open_ones = {row["row_id"] for row in told if row["under_repair"]}
    assert open_ones == {"asked-later", "unanswered", "asked-again"}
