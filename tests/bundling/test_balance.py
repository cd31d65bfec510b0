"""The balance: a row that has no explanation stops the build."""

import pytest

from pipeline.bundling.balance import require_balance, show_balance
from pipeline.errors import BalanceError

GOOD = {
    "permit": {"received": 10, "rejected": 1, "published": 4, "withheld": 2, "dropped": 2, "superseded": 1}
}


def test_rows_that_add_up_pass() -> None:
    require_balance(GOOD, {"permit": 10}, {"permit": 0})


@pytest.mark.parametrize("name", ["rejected", "published", "withheld", "dropped", "superseded", "received"])
@pytest.mark.parametrize("by", [1, -1])
def test_one_row_too_many_or_too_few_stops(name: str, by: int) -> None:
    wrong = {"permit": {**GOOD["permit"], name: GOOD["permit"][name] + by}}
    with pytest.raises(BalanceError, match="不平"):
        require_balance(wrong, {"permit": 10}, {"permit": 0})


def test_rows_lost_before_reading_stop() -> None:
    with pytest.raises(BalanceError, match="收到 11 行"):
        require_balance(GOOD, {"permit": 11}, {"permit": 0})


def test_subjects_parted_from_a_row_are_counted_apart() -> None:
    require_balance(GOOD, {"permit": 7}, {"permit": 3})
    for landed, further in ((7, 2), (8, 3), (10, 3)):
        with pytest.raises(BalanceError, match="按主体分出"):
            require_balance(GOOD, {"permit": landed}, {"permit": further})


def test_it_is_printed_by_title() -> None:
    assert "行政许可" in show_balance(GOOD, {"permit": "行政许可"}, {"permit": 0})
    assert "行政许可来件 7 行" in show_balance(GOOD, {"permit": "行政许可"}, {"permit": 3})
