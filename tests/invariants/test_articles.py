"""Articles through a whole build: before their day and after their withdrawal no byte of the site tells of them."""

from pathlib import Path

import pytest

from tests import county
from tests.leftovers import dictionary_of, inflated

UNIT = "测试县市场监督管理局"
HEAD = "Title: {title}\nDate: {date}\nSlug: {slug}\nCategory: 信用动态\nClass: 动态类\nDepartment: {unit}\n"
SECRETS = {
    "shown": "白鹭镇集市",
    "withdrawn": "青篱巷早市",
    "scheduled": "槐荫桥夜市",
    "embargoed": "竹坞里茶市",
}
MORE = {
    "embargoed": "Embargo: 2026-11-21\n",
    "withdrawn": "Withdrawn_on: 2026-11-20\nNotice: 内容有误。\n",
}


def article(root: Path, slug: str) -> None:
    """Its secret stands in title, summary and text, its picture's name is the slug."""
    date = "2026-11-21 09:00" if slug == "scheduled" else "2026-11-02 09:00"
    head = HEAD.format(title=f"{SECRETS[slug]}开展信用承诺", date=date, slug=slug, unit=UNIT)
    body = f"{SECRETS[slug]}的商户签订承诺书。\n\n![{SECRETS[slug]}]({{static}}/images/{slug}.png)\n"
    text = f"{head}Summary: {SECRETS[slug]}\n{MORE.get(slug, '')}\n{body}"
    (root / "content/news" / f"{slug}.md").write_text(text, encoding="utf-8")
    (root / "content/images" / f"{slug}.png").write_bytes(f"picture of {slug}".encode())


def said(output: Path) -> dict[str, bool]:
    """Which article's secret or picture is in any byte of the site, packed or not."""
    common = dictionary_of(output)
    parts = [part for data in county.tree(output).values() for part in inflated(data, common)]
    return {
        slug: any(form in part for part in parts for form in (secret.encode(), f"picture of {slug}".encode()))
        for slug, secret in SECRETS.items()
    }


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, bool]]]:
    """The site's folder after its second day, and for each day which article's secret is in any byte of the site."""
    root = tmp_path_factory.mktemp("articles")
    office = root / "office"
    for folder in ("news", "images"):
        (office / "content" / folder).mkdir(parents=True, exist_ok=True)
    for slug in SECRETS:
        article(office, slug)
    told = {}
    for day in ("2026-11-20", "2026-11-21"):
        assert county.build(root, None, day) == 0
        told[day] = said(root / "output")
    return root / "output", told


def test_each_is_told_from_its_day_on_until_it_is_withdrawn(
    days: tuple[Path, dict[str, dict[str, bool]]],
) -> None:
    _, told = days
    assert told["2026-11-20"] == {"shown": True, "withdrawn": False, "scheduled": False, "embargoed": False}
    assert told["2026-11-21"] == {"shown": True, "withdrawn": False, "scheduled": True, "embargoed": True}


def test_the_note_stands_where_the_article_stood(days: tuple[Path, dict[str, dict[str, bool]]]) -> None:
    output, _ = days
    note = (output / "news/2026/11/withdrawn/index.html").read_text(encoding="utf-8")
    assert "内容有误。" in note
