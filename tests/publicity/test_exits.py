"""The ids of states and rules: they stand in ledgers, bundles, findings and open data, and never change."""

from pipeline.publicity.exits import EXITS, SHOWN, STATES
from pipeline.publicity.state import HONOUR_BLACKLISTED, LISTS

IDS = {
    "use-scope": "not_publishable",
    "internal-grade": "not_publishable",
    "natural-person": "not_publishable",
    "minor": "not_publishable",
    "simple-procedure": "not_publishable",
    "minor-class": "not_publishable",
    "permit-invalid": "not_publishable",
    "manual-review": "not_publishable",
    "not-yet-provided": "pending",
    "revocation": "revoked",
    "status-revoked": "revoked",
    "tombstone-revoked": "revoked",
    "objection": "objection_upheld",
    "repair": "repaired",
    "tombstone-repaired": "repaired",
    "list-removal": "removed",
    "tombstone-removed": "removed",
    "term": "expired",
    "vanished": "withdrawn_by_source",
}
WORDS = "待公示 公示中 公示期满 已信用修复 已移出名单 决定已撤销 异议成立 已被更正后的记录取代 报送单位已撤回 不予公示"


def test_every_exit_has_its_id_and_state_in_the_order_in_which_they_are_tried() -> None:
    assert [(each.rule, each.state) for each in EXITS] == list(IDS.items())
    assert (SHOWN.rule, SHOWN.state) == ("term", "published")


def test_an_honour_of_a_listed_subject_has_a_rule_of_its_own() -> None:
    assert HONOUR_BLACKLISTED == "honour-blacklisted"
    assert LISTS == ("blacklist", "court")


def test_every_state_has_its_word() -> None:
    assert list(STATES) == [
        *("pending", "published", "expired", "repaired", "removed", "revoked", "objection_upheld"),
        *("superseded", "withdrawn_by_source", "not_publishable"),
    ]
    assert list(STATES.values()) == WORDS.split()
