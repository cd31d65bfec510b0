"""The engine's answer equals a plain-Python oracle for any records and events; order of rows does not matter."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.simulation import run
from pipeline.publicity import Options, decide, match, unmatched
from pipeline.publicity.facts import MEMORY
from pipeline.publicity.terms import Term
from tests.publicity import oracle
from tests.publicity.county import county
from tests.publicity.strategies import DAYS, EVENTS, record_lists
from tests.publicity.tables import CATALOGUE, PENALTY, events_table, record, records_table, rows_of

DATASETS = ["permit", "penalty", "honour", "blacklist"]
COLUMNS = ("state", "since", "until", "under_objection", "under_repair", "objection_from")
FLAGS = ("under_objection", "under_repair", "person", "corrected", "corrected_on", "objection_from")
# One answer of the engine takes 0.3 s whatever the number of rows, so examples are few and tables are large.
SLOW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def expected(
    dataset: str, records: list[Any], events: list[Any], as_of: date, natural: frozenset[str], newer: bool
) -> dict[str, Any]:
    told: dict[str, list[Any]] = {row["row_id"]: [] for row in records}
    for each in events:
        for row in oracle.about(dataset, each, records):
            told[row["row_id"]].append(each)
    return {
        row["row_id"]: oracle.state_of(dataset, row, told[row["row_id"]], as_of, natural, newer)
        for row in records
    }


@pytest.mark.parametrize("dataset", DATASETS)
@SLOW
@given(st.data())
def test_decide_equals_the_oracle(dataset: str, data: st.DataObject) -> None:
    records, events = data.draw(record_lists(dataset)), data.draw(EVENTS)
    as_of, newer = data.draw(DAYS), data.draw(st.booleans())
    natural = data.draw(st.sampled_from([frozenset[str](), frozenset({dataset})]))
    options = Options(natural, newer)
    table = decide(
        CATALOGUE[dataset], records_table(CATALOGUE[dataset], records), events_table(events), as_of, options
    )
    answer = {row["row_id"]: {name: row[name] for name in COLUMNS} for row in rows_of(table)}
    assert answer == expected(dataset, records, events, as_of, natural, newer)


@pytest.mark.parametrize(
    ("dataset", "as_of"),
    [
        ("penalty", date(2026, 3, 31)),
        ("penalty", date(2029, 3, 1)),
        ("permit", date(2027, 2, 28)),
        ("honour", date(2027, 2, 28)),
        ("blacklist", date(2027, 2, 28)),
    ],
)
def test_a_county_equals_the_oracle(dataset: str, as_of: date) -> None:
    records, events = county(dataset, seed=as_of.toordinal())
    options = Options(frozenset(), as_of.year == 2029)
    table = decide(
        CATALOGUE[dataset], records_table(CATALOGUE[dataset], records), events_table(events), as_of, options
    )
    answer = {row["row_id"]: {name: row[name] for name in COLUMNS} for row in rows_of(table)}
    assert answer == expected(dataset, records, events, as_of, frozenset(), as_of.year == 2029)
    assert len({row["state"] for row in answer.values()}) >= 6


def test_a_simulation_of_some_days_equals_the_oracle() -> None:
    """The small form of `python -m bench.simulation`, which runs 1,000 days over 20,000 records."""
    ran = run(3, 600, skip=900)
    assert ran.wrong == []
    assert ran.kinds["honour", "removed"] > 5


@settings(SLOW, max_examples=3)
@given(record_lists("penalty"), EVENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    records: list[dict[str, Any]], events: list[dict[str, Any]], as_of: date, chance: Any
) -> None:
    def answer() -> list[dict[str, Any]]:
        table = decide(PENALTY, records_table(PENALTY, records), events_table(events), as_of, Options())
        return sorted(rows_of(table), key=lambda row: str(row["row_id"]))

    before = answer()
    chance.shuffle(records)
    chance.shuffle(events)
    assert answer() == before


@settings(SLOW, max_examples=4)
@given(record_lists("penalty"), EVENTS)
def test_matching_and_what_is_left_over(records: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
    tables = records_table(PENALTY, records), events_table(events)
    pairs = {(row["record_row"], row["event_row"]) for row in rows_of(match("penalty", *tables))}
    meant = {
        (row["row_id"], each["row_id"]) for each in events for row in oracle.about("penalty", each, records)
    }
    assert pairs == meant
    left = {row["row_id"] for row in rows_of(unmatched("penalty", *tables))}
    ours = {each["row_id"] for each in events if each["about"] == "penalty"}
    assert left == ours - {event_row for _, event_row in pairs}


def test_rejected_and_superseded_rows_are_left_out() -> None:
    rows = [record("a", rejected=True), record("b", superseded=True), record("c")]
    table = decide(PENALTY, records_table(PENALTY, rows), events_table([]), date(2026, 6, 1), Options())
    assert [row["row_id"] for row in rows_of(table)] == ["c"]


def test_all_columns_of_the_record_are_kept() -> None:
    records = records_table(PENALTY, [record()])
    table = decide(PENALTY, records, events_table([]), date(2026, 6, 1), Options())
    kept = [each for each in records.columns if each != "corrected_on"]
    assert table.columns == (*kept, "state", "rule", "since", "until", "repair_from", *FLAGS)


def test_a_repair_may_be_asked_for_after_the_shortest_time_of_its_class() -> None:
    late, early = date(2026, 11, 30), date(2026, 3, 31)
    rows = [
        record("ordinary", decided_on=late, penalty_kinds=["罚款"]),
        record("grave", decided_on=late, penalty_kinds=["罚款", "吊销许可证"]),
        record("older", decided_on=early, penalty_kinds=["罚款"]),
        record("older grave", decided_on=early, penalty_kinds=["吊销许可证"]),
        record("last day", decided_on=late, penalty_kinds=["罚款"], publicity_until=date(2027, 2, 28)),
        # It ends before it could be repaired.
        record("short", decided_on=late, penalty_kinds=["罚款"], publicity_until=date(2027, 2, 27)),
    ]
    table = decide(PENALTY, records_table(PENALTY, rows), events_table([]), date(2026, 12, 1), Options())
    assert {row["row_id"]: row["repair_from"] for row in rows_of(table)} == {
        "ordinary": date(2027, 2, 28),
        "grave": date(2027, 11, 30),
        "older": date(2026, 6, 30),
        "older grave": date(2027, 3, 31),
        "last day": date(2027, 2, 28),
        "short": None,
    }


def test_every_penalty_term_says_from_when_a_repair_is_possible() -> None:
    told = [each for each in Options().terms if each.dataset == "penalty"]
    assert told
    assert all(each.repair_months is not None for each in told)


def test_a_shortest_time_of_showing_is_told_with_its_basis() -> None:
    assert all((each.repair_months is None) == (each.repair_source == "") for each in Options().terms)


def test_what_no_earlier_build_remembers_has_no_columns_for_it() -> None:
    """And a term without an end leaves its repair open."""
    own = Term("own", "penalty", "publicity_until", "s", repair_months=3)
    records = records_table(PENALTY, [record()]).drop(*MEMORY)
    (told,) = rows_of(decide(PENALTY, records, events_table([]), date(2026, 6, 1), Options(terms=(own,))))
    assert (told["state"], told["until"], told["repair_from"]) == ("published", None, date(2026, 8, 6))
