"""The doctor tells before a column goes stale, when it is, and when it is empty."""

from datetime import date, datetime, timedelta

import pytest

from pipeline.newsdesk.article import Article
from pipeline.portal.column_ages import column_findings
from pipeline.settings import Column

TODAY = date(2026, 11, 20)
UPDATES = Column("updates", "信用动态", "", days=14)


def article(age: int) -> Article:
    day = f"{TODAY - timedelta(days=age)} 09:30"
    return Article("a.md", "题", datetime.fromisoformat(day), "a", "信用动态", *[""] * 7)


@pytest.mark.parametrize(
    ("age", "words"), [(0, ""), (10, ""), (11, "就满 14 天"), (14, "就满 14 天"), (15, "已超过 14 天")]
)
def test_two_weeks(age: int, words: str) -> None:
    found = column_findings([UPDATES], [article(age), article(40)], TODAY)
    assert len(found) == (1 if words else 0)
    assert all(words in each for each in found)


def test_an_empty_column_and_one_without_limit() -> None:
    assert "是空的" in column_findings([UPDATES], [], TODAY)[0]
    assert column_findings([Column("updates", "信用动态", "")], [article(900)], TODAY) == []
