"""Lists of articles, and what a day must not show: scheduled, embargoed and withdrawn articles, in any byte."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.portal.articles import read_content
from pipeline.portal.news import LATEST
from tests.portal.building import build_toy
from tests.toy import AS_OF, A

PICTURE = b"\x89PNG\r\n\x1a\n"
HIDDEN = ("暗号甲", "暗号乙", "暗号丙", "暗号丁")
SENT = "Category: 信用动态\nClass: 动态类\nDepartment: 甲局\nSubmitted: 2026-11-01\n"


def article(root: Path, slug: str, day: str, further: str, body: str) -> None:
    path = root / "news" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"Title: 标题{slug}\nDate: {day} 09:00\nSlug: {slug}\n{SENT}{further}"
    path.write_text(f"{head}\n{body}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("news") / "content"
    (root / "images").mkdir(parents=True)
    for name in ("open.png", "secret.png", "two words.png"):
        (root / "images" / name).write_bytes(PICTURE)
    article(root, "open", "2026-11-01", "", "![图]({static}/images/open.png)")
    article(root, "spaced", "2026-11-01", "", "![图]({static}/images/two%20words.png)")
    article(root, "later", "2026-11-21", "Summary: 暗号甲\n", "暗号甲 ![图]({static}/images/secret.png)")
    article(root, "embargoed", "2026-10-01", "Embargo: 2026-11-25\nSummary: 暗号乙\n", "暗号乙")
    article(root, "freed", "2026-10-01", "Embargo: 2026-11-20\n", "禁发期满")
    gone = "Withdrawn_on: 2026-11-20\nNotice: 内容有误，已撤回。\nSummary: 暗号丙\n"
    article(root, "gone", "2026-11-02", gone, "暗号丙")
    article(root, "never", "2026-11-30", gone.replace("丙", "丁"), "暗号丁")
    article(root, "mended", "2026-11-03", "Corrected_on: 2026-11-05\nNotice: 日期改为五日。\n", "改后的文字")
    article(root, "about", "2026-11-04", f"Related: {A}、91439999MA0000099X\n", "所涉主体")
    for number in range(LATEST + 3):
        article(root, f"many-{number}", "2025-03-04", "", "旧闻")
    return root


@pytest.fixture(scope="module")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_toy(tmp_path_factory.mktemp("built"), content)[0]


def everything(site: Path) -> Iterator[tuple[Path, bytes]]:
    return ((path, path.read_bytes()) for path in site.rglob("*") if path.is_file())


@pytest.mark.parametrize("secret", [*HIDDEN, "secret.png", "标题later", "标题embargoed", "标题gone"])
def test_what_is_not_shown_is_in_no_byte(site: Path, secret: str) -> None:
    told = secret.encode()
    assert [path for path, data in everything(site) if told in data or secret in path.name] == []


def test_a_withdrawn_article_leaves_its_note_and_one_never_shown_leaves_nothing(site: Path) -> None:
    note = (site / "news/2026/11/gone/index.html").read_text(encoding="utf-8")
    assert "内容有误，已撤回。" in note
    assert "2026-11-20" in note
    assert not (site / "news/2026/11/never").exists()
    listed = [path for path, data in everything(site) if b"/gone/" in data]
    assert listed == []  # neither in a list, nor in a feed, nor in the sitemap


def test_an_embargo_ends_with_its_day(site: Path, content: Path) -> None:
    assert (site / "news/2026/11/freed/index.html").is_file()
    assert not (site / "news/2026/10/freed").exists()
    columns = ["信用动态"]
    slugs = {each.slug for each in read_content(content, columns, date(2026, 11, 25)).articles}
    assert "embargoed" in slugs
    assert "embargoed" not in {each.slug for each in read_content(content, columns, AS_OF).articles}


def test_a_correction_is_told_with_its_day(site: Path) -> None:
    page = (site / "news/2026/11/mended/index.html").read_text(encoding="utf-8")
    assert "日期改为五日。" in page
    assert 'datetime="2026-11-05"' in page
    feed = (site / "feeds/all.atom.xml").read_text(encoding="utf-8")
    assert "<updated>2026-11-05T00:00:00+08:00</updated>" in feed


def test_subjects_are_those_the_article_names(site: Path) -> None:
    page = (site / "news/2026/11/about/index.html").read_text(encoding="utf-8")
    assert f'href="../../../../e/{A}/">示例云杉建筑工程有限公司</a>' in page
    assert "<code>91439999MA0000099X</code>" in page
    assert "e/91439999MA0000099X" not in page


def test_images_of_shown_texts_are_there(site: Path) -> None:
    assert {path.name for path in (site / "images").iterdir()} == {"open.png", "two words.png"}


def test_lists_by_column_class_and_department_lead_to_every_article(site: Path) -> None:
    for path in ("news/updates", "news/class/activity"):
        newest = (site / path / "index.html").read_text(encoding="utf-8")
        assert newest.count("<li><a href=") >= LATEST
        assert "many-2/" in (site / path / "2025/index.html").read_text(encoding="utf-8")
        assert "mended/" in (site / path / "2026/index.html").read_text(encoding="utf-8")
    (unit,) = (site / "news/unit").iterdir()
    whole = (unit / "2025/index.html").read_text(encoding="utf-8")
    assert all(f"many-{number}/" in whole for number in range(LATEST + 3))


def test_a_correction_without_words_is_refused(tmp_path: Path) -> None:
    article(tmp_path / "content", "bad", "2026-11-03", "Corrected_on: 2026-11-05\n", "文字")
    with pytest.raises(Exception, match="须在 Notice 中向读者说明"):
        read_content(tmp_path / "content", ["信用动态"], AS_OF)
