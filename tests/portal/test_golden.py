"""Whole pages against committed ones. Refresh: python -m tests.portal.building refresh, then read the diff."""

from pathlib import Path

import pytest

from tests.portal.building import GOLDEN, GOLDEN_PAGES


@pytest.mark.parametrize("name", GOLDEN_PAGES)
def test_page_is_the_golden_one(site: Path, name: str) -> None:
    made = (site / name).read_text(encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.*")} == set(GOLDEN_PAGES)
