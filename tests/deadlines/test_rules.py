"""Which rule counts for which decision; broken rule files are refused by name."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.deadlines import Counting, Day, Result, Rule, load_rule_set
from pipeline.deadlines.rules import load_rule_sets
from pipeline.errors import SettingsError


@pytest.mark.parametrize(
    ("name", "decided_on", "rule"),
    [
        ("national", date(2018, 1, 1), "national-7-working-days"),
        ("chaisang", date(2019, 8, 16), "national-7-working-days"),
        ("chaisang", date(2019, 8, 17), "chaisang-7-working-days"),
        ("wushan", date(2022, 8, 28), "national-7-working-days"),
        ("wushan", date(2022, 8, 29), "wushan-7-days"),
        ("wushan-rolled", date(2022, 8, 29), "wushan-7-days-rolled"),
        ("guidong", date(2023, 12, 31), "national-7-working-days"),
        ("guidong", date(2024, 1, 1), "guidong-transition"),
        ("guidong", date(2024, 6, 30), "guidong-transition"),
        ("guidong", date(2024, 7, 1), "guidong-7-days"),
    ],
)
def test_choice(name: str, decided_on: date, rule: str) -> None:
    for dataset in ("permit", "penalty"):
        chosen = load_rule_set(name).choose(dataset, decided_on)
        assert chosen is not None
        assert chosen.id == rule


def test_lists_have_no_deadline() -> None:
    for rules in load_rule_sets().values():
        assert rules.choose("honour", date(2026, 5, 1)) is None
        assert rules.choose("blacklist", date(2026, 5, 1)) is None


def test_every_rule_has_a_source_and_an_id_of_its_own() -> None:
    rules = {rule for each in load_rule_sets().values() for rule in each.rules}
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.source for rule in rules)


def test_an_unknown_set_is_an_error_that_names_the_known() -> None:
    with pytest.raises(SettingsError, match="guidong"):
        load_rule_set("atlantis")


@pytest.mark.parametrize(
    "rule",
    [
        'counting = "moons"\ndays = 7',
        'counting = "working_days"\ndays = 7\nweeks = 1',
        'counting = "working_days"\ndue_on = 2024-06-30',
        'counting = "working_days"\ndays = -1',
        "days = 7",
        'counting = "working_days"',
        "due_on = 2024-06-30\ndays = 7",
    ],
)
def test_a_broken_rule_is_refused(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "rules.toml"
    head = '[[set]]\nid = "x"\ntitle = "x"\n[[set.rule]]\nid = "y"\ndatasets = ["permit"]\nsource = "z"\n'
    path.write_text(head + rule + "\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        load_rule_set("x", path)


def test_the_words_that_files_and_tables_hold() -> None:
    """rules.toml, portal.toml, deadlines.parquet and timeliness.json speak these."""
    assert {each.value for each in Counting} == {
        "working_days",
        "calendar_days",
        "calendar_days_rolled",
        "fixed",
    }
    assert [each.value for each in Result] == ["in_time", "late", "undetermined"]
    assert [each.value for each in Day] == ["work", "rest", "unknown"]


def test_a_counted_rule_has_no_fixed_day() -> None:
    with pytest.raises(SettingsError, match="due_on"):
        _ = Rule("y", ("permit",), "z", Counting.WORKING_DAYS, 7).last_day
