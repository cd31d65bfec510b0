"""A share of the seeded bad days and kills of bench/bad_days.py; the whole of them is run there."""

import pytest

from bench import bad_days


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_a_bad_day_ends_whole_or_says_so_and_is_mended(seed: int) -> None:
    assert bad_days.live(bad_days.bad_day(seed)) in ("whole", "incomplete")


def test_the_bench_would_notice_a_wrong_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bad_days, "landed", lambda _state: ["r1"])
    assert "wanted" in bad_days.live(bad_days.Day(bad_days.OPEN, bad_days.BASE, (), 3))


@pytest.mark.parametrize("take", ["changes", "full"])
def test_a_killed_pull_ends_in_the_same_bytes(take: str) -> None:
    assert bad_days.kill(1, 4_000, seed=7, take=take) == 0
