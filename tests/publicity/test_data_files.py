"""Broken data files of the rules are refused by name."""

from pathlib import Path

import pytest

from pipeline.deadlines import load_rule_set
from pipeline.errors import SettingsError
from pipeline.publicity import OBJECTION_RULES
from pipeline.publicity.labels import load_labels
from pipeline.publicity.terms import load_terms, terms_of

TERM = "[[term]]\nid='x'\ndataset='y'\ngiven='z'\nsource='s'\n"


@pytest.mark.parametrize(
    "text",
    ["", "[[term]]\nid = 'x'\n", *(TERM + each for each in ("weeks=1", "penalty_class='轻微'"))],
)
def test_broken_terms_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "terms.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"terms\.toml"):
        load_terms(tmp_path / "terms.toml")


def test_broken_labels_are_refused(tmp_path: Path) -> None:
    (tmp_path / "classes.toml").write_text("[severity]\n'9' = '极重'\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"classes\.toml"):
        load_labels(tmp_path / "classes.toml")


def test_a_dataset_without_terms_is_refused() -> None:
    with pytest.raises(SettingsError, match="entity"):
        terms_of("entity", load_terms(), False)


@pytest.mark.parametrize(
    ("name", "counting"), [("20-days", "calendar_days"), ("20-working-days", "working_days")]
)
def test_both_ways_to_count_the_days_of_an_objection_are_there(name: str, counting: str) -> None:
    (rule,) = load_rule_set(name, OBJECTION_RULES).rules
    assert (rule.counting, rule.days) == (counting, 20)
