"""What is wrong with an article is said before anything is built."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SettingsError, Stopped
from pipeline.newsdesk.sanitise import plain, sanitise
from pipeline.portal.article_pages import beside
from pipeline.portal.articles import read_content
from pipeline.portal.contexts import Link
from tests.portal.building import HERE, build_toy

GOOD = "Title: 题\nDate: 2026-11-01 08:00\nSlug: a-1\nCategory: 信用动态\n\n正文。\n"
AS_OF = date(2026, 11, 20)


def content(tmp_path: Path, text: str | bytes, name: str = "news/a.md") -> Path:
    path = tmp_path / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("Slug: a-1\n", ""), "缺少 Slug"),
        (GOOD.replace("a-1", "标题"), "只能用小写字母"),
        (GOOD.replace("a-1", "../a"), "只能用小写字母"),
        (GOOD.replace("2026-11-01 08:00", "昨天"), "应写作"),
        (GOOD.replace("2026-11-01 08:00", "2026-11"), "应写作"),
        (GOOD.replace("信用动态", "没有的栏目"), "没有“没有的栏目”这个栏目"),
        (GOOD.replace("\n\n", "\nSave_as: ../x\n\n"), "无法识别的 save_as"),
        (GOOD.replace("\n\n", "\n没有冒号\n\n"), "不是一行"),
        (GOOD.replace("正文。\n", ""), "没有正文"),
        (GOOD.encode("gb18030"), "不是 UTF-8"),
    ],
)
def test_a_broken_article_stops_with_its_reason(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(Stopped, match=told) as caught:
        read_content(content(tmp_path, text), ["信用动态"], AS_OF)
    assert "news/a.md" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    content(tmp_path, GOOD.replace("a-1", "A"), "news/b.md")
    content(tmp_path, "x", "news/c.html")
    root = content(tmp_path, GOOD.replace("2026-11-01 08:00", "x"))
    with pytest.raises(Stopped, match="3 处问题"):
        read_content(root, ["信用动态"], AS_OF)


def test_two_of_one_slug_and_links_are_refused(tmp_path: Path) -> None:
    content(tmp_path, GOOD, "news/b.md")
    root = content(tmp_path, GOOD)
    (root / "news/c.md").symlink_to(root / "news/b.md")
    with pytest.raises(Stopped, match=r"符号链接[\s\S]*已被 news/a.md 使用"):
        read_content(root, ["信用动态"], AS_OF)


def test_a_page_may_not_take_an_address_of_the_portal(tmp_path: Path) -> None:
    root = content(tmp_path, "Title: 题\nSlug: search\n\n正文。\n", "pages/a.md")
    with pytest.raises(Stopped, match="已被本站其他页面使用"):
        read_content(root, [], AS_OF)


def test_a_page_of_a_datasets_name_stops_the_build(tmp_path: Path) -> None:
    root = content(tmp_path, "Title: 题\nSlug: permit\n\n正文。\n", "pages/a.md")
    with pytest.raises(Stopped, match="同一地址"):
        build_toy(tmp_path, root)


def test_a_dead_link_between_articles_stops_the_build(tmp_path: Path) -> None:
    root = content(tmp_path, GOOD.replace("正文。", "[见]({filename}/pages/none.md)"))
    with pytest.raises(Stopped, match=r"none\.md"):
        build_toy(tmp_path, root)


def test_without_a_content_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="找不到内容文件夹"):
        read_content(tmp_path / "none", [], AS_OF)


def test_articles_of_the_day_itself_are_shown_and_ties_fall_to_the_slug(tmp_path: Path) -> None:
    content(tmp_path, GOOD.replace("11-01 08:00", "11-20 23:59"))
    content(tmp_path, GOOD.replace("11-01 08:00", "11-21 00:00").replace("a-1", "a-2"), "news/b.md")
    root = content(tmp_path, GOOD.replace("11-01 08:00", "11-20 23:59").replace("a-1", "a-0"), "news/z.md")
    found = read_content(root, ["信用动态"], AS_OF)
    assert [each.slug for each in found.articles] == ["a-0", "a-1"]
    assert found.scheduled == 1


def test_sanitise_keeps_images_of_the_folder_only() -> None:
    assert 'src="{static}/images/a.png"' in sanitise('<img src="{static}/images/a.png">')
    for address in ("x", "https://a.example/x.png", "//a.example/x", "data:image/png;base64,AA"):
        assert "src" not in sanitise(f'<img src="{address}" onerror="x()">')


def test_plain_text_of_html() -> None:
    assert plain("<p>一 &lt;二&gt;<br>三</p><script>四</script>") == "一 <二>三"


def test_an_article_stands_between_its_neighbours_in_the_column() -> None:
    article = read_content(HERE / "content", ["信用动态", "通知公告"], AS_OF).articles[0]
    column = [replace(article, slug=f"c-{n}", title=f"{n}") for n in range(9)]
    other = replace(article, slug="x", category="别的栏目")
    group, earlier, later = beside([other, *column], column[2])
    assert [each.title for each in group.links] == ["0", "1", "3", "4", "5", "6"]
    assert (earlier, later) == (Link("3", column[3].path), Link("1", column[1].path))
    assert beside(column, column[0])[2] is None
    assert beside(column, column[8])[1] is None
    assert beside([other, *column], other)[0].links == ()
