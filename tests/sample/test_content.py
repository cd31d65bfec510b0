"""The sample county's articles and pages: complete, of ten departments in six months, one hostile, one scheduled."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.compliance.news_ground import news_quota
from pipeline.compliance.news_quota import Standing
from pipeline.portal.articles import Content, read_content
from pipeline.settings import load_settings
from sample.county.model import AS_OF

ROOT = Path(__file__).parents[2]
COLUMNS = tuple(each.title for each in load_settings(ROOT / "portal.toml").columns)
MONTHS = tuple(f"2026-{month:02d}" for month in range(6, 12))


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(ROOT / "content", COLUMNS, AS_OF)


def test_the_matrix_shows_every_standing(content: Content) -> None:
    """Each department delivers in each of six months, but for one month each that is late, missing and refused."""
    settings = load_settings(ROOT / "portal.toml")
    made = news_quota(settings, content.every, None, AS_OF)
    names = sorted(each.name for each in settings.departments)
    assert (list(made.departments), sorted(made.months)) == (names, list(MONTHS))
    others = {
        key: cell.standing.value
        for key, cell in made.cells.items()
        if cell.standing is not Standing.DELIVERED
    }
    assert others == {
        ("示例县农业农村局", "2026-07"): "late",
        ("示例县交通运输局", "2026-08"): "missing",
        ("示例县文化广电旅游体育局", "2026-08"): "refused",
        ("示例县应急管理局", "2026-11"): "refused",
    }
    assert len(content.articles) >= 60


def test_one_article_is_withdrawn_one_corrected_and_one_names_its_subject(content: Content) -> None:
    assert [each.slug for each in content.withdrawn] == ["2026-08-culture-1"]
    assert [each.slug for each in content.articles if each.corrected_on] == ["2026-09-ecology-1"]
    assert [each.slug for each in content.articles if each.related] == ["2026-06-housing-1"]


def test_every_column_and_class_is_used(content: Content) -> None:
    assert {each.category for each in content.articles} == set(COLUMNS)
    assert {each.kind for each in content.articles} == {"动态类", "制度类", "诚信典型类", "特色创新类"}


def test_articles_have_a_body_a_summary_and_an_approval(content: Content) -> None:
    for each in content.articles:
        assert len(each.text) >= 120, each.file
        assert each.summary
        assert each.approved_by
        assert each.source == each.department


def test_one_article_is_scheduled_after_the_sample_s_date(content: Content) -> None:
    later = read_content(ROOT / "content", COLUMNS, date(2026, 11, 30))
    assert content.scheduled == 1
    assert len(later.articles) == len(content.articles) + 1


def test_one_article_is_hostile(content: Content) -> None:
    hostile = [
        each for each in content.articles if "<script>" in (ROOT / "content" / each.file).read_text("utf-8")
    ]
    text = (ROOT / "content" / hostile[0].file).read_text("utf-8")
    assert len(hostile) == 1
    assert all(part in text for part in ("onerror=", "onclick=", "javascript:", "<iframe", "style="))


def test_pages_an_office_must_have(content: Content) -> None:
    slugs = {
        "about",
        "accessibility",
        "contact",
        "form-commitment",
        "form-objection",
        "form-repair",
        "guide-objection",
        "guide-repair",
        "knowledge",
        "methodology",
        "open-data",
        "report-channel",
        "standards",
    }
    assert {each.slug for each in content.pages} == slugs


def test_articles_name_no_subject_of_the_register(content: Content) -> None:
    lines = (ROOT / "sample/data/platform/entity.jsonl").read_text("utf-8").splitlines()
    names = [json.loads(line)["主体名称"] for line in lines]
    departments = {each.name for each in load_settings(ROOT / "portal.toml").departments}
    found = [
        name for name in names if name not in departments for each in content.articles if name in each.text
    ]
    assert found == []
