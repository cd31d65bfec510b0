"""Pages that stand for all, and links that lead nowhere, over a site of a few files."""

from pathlib import Path

from bench.browsing.kinds import every_page, kinds
from bench.browsing.links import dead_links


def site(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        file = folder / name.replace("__", "/") / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    (folder / "404.html").write_text('<a href="/credit/search/">查询</a>', encoding="utf-8")
    return folder


def test_dead_links_and_anchors_are_told(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        search="<p id='q'>",
        permit="<a href='../search/'><a href='../search/#q'><a href='https://a.example/'><a href='mailto:a@b.c'>",
        e__A="<img src='../../none.png'><a href='../../search/#r'><a href='#here'><a href='../B'>",
    )
    assert list(dead_links(made, "/credit")) == [
        "e/A/index.html：#here 没有这个锚点",
        "e/A/index.html：../../none.png 没有这个文件",
        "e/A/index.html：../../search/#r 没有这个锚点",
        "e/A/index.html：../B 没有这个文件",
    ]


def test_subjects_stand_for_all_that_any_of_them_shows(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        e__A='<h1>甲</h1><p data-dataset="permit"><p data-dataset="penalty">',
        e__B='<h1>乙</h1><p data-dataset="permit">',
        e__C='<h1>丙</h1><p class="badge badge-dispute"><p data-dataset="court">',
        e__D="<h1>一个很长的名称</h1>",
    )
    chosen = {path for name, path in kinds(made).items() if name.startswith("subject")}
    assert chosen == {"e/A/", "e/C/", "e/D/"}
    assert every_page(made) == ["404.html", "e/A/", "e/B/", "e/C/", "e/D/"]
