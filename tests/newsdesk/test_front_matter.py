"""What the desk writes, the desk and the site read again."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.newsdesk.article import article, faults
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, day, joined, moment, split

ROOT = Path(__file__).resolve().parents[2]
LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([each.key for each in ARTICLE_FIELDS]), LINE), LINE)
def test_written_and_read_again(meta: dict[str, str], body: str) -> None:
    written = split(joined(meta, body))
    assert (written.meta, written.wrong) == (
        {key: value for key, value in meta.items() if value},
        (),
    ) or not meta
    assert written.body.strip("\n") == body.strip("\n")


def test_a_value_cannot_begin_a_second_line() -> None:
    assert "\nSlug: x" not in joined({"title": "题\nSlug: x\n\n正文"}, "文")


@pytest.mark.parametrize("text", ["2026-13-01", "昨天", "", "2026-1-1 9"])
def test_no_moment(text: str) -> None:
    assert moment(text) is None


def test_a_day_has_no_time() -> None:
    assert day("2026-11-01 08:00") is None
    assert str(day("2026-11-01")) == "2026-11-01"


def test_each_article_of_the_sample_is_written_as_the_desk_would_write_it() -> None:
    for path in sorted((ROOT / "content/news").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        written = split(text)
        assert joined(written.meta, written.body) == text, path.name


def test_codes_of_related_subjects() -> None:
    meta = {
        "title": "题",
        "date": "2026-11-01",
        "slug": "a",
        "category": "栏",
        "related": "91439999MA00000010、x",
    }
    assert faults(meta, ["栏"]) == []
    assert article("a.md", meta, "文").related == ("91439999MA00000010",)
