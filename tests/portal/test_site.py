"""The built toy site as a whole: counts, links, markers, escaping, scheduled articles."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from pipeline.bundle import open_bundle
from pipeline.errors import VerifyError
from pipeline.portal.site import PageCount, build_pages
from pipeline.portal.workers import crew
from tests.portal.building import build_toy, quiet, settings
from tests.toy import A, C, write_toy_bundle

LINK = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
LATER = {"search/client/", "search/index/", "data/v1/"}
"""What other parts of the build put beside the pages."""
DOWNLOAD = re.compile(r"/\w+/(?:\d{4}-\d\d|type/\w+)/(?:[\w-]+\.(?:csv|jsonl)|manifest\.json)$")
"""What the open data put beside the pages of a month or a type."""


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def having(self, attribute: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attribute in attributes]


def pages(site: Path) -> dict[str, Page]:
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def test_counts(toy: tuple[Path, PageCount]) -> None:
    site, count = toy
    assert (count.subjects, count.archives, count.articles) == (4, 4, 2)
    assert count.total == len(list(site.rglob("*.html")))


def test_every_link_leads_to_a_file(site: Path) -> None:
    dead = []
    for name, page in pages(site).items():
        for tag, attributes in page.tags:
            link = attributes.get(LINK.get(tag, ""))
            if not link or urlsplit(link).scheme or link.startswith("#"):
                continue
            path = urlsplit(link).path
            file = site / path.lstrip("/") if path.startswith("/") else (site / name).parent / path
            file = (file / "index.html" if path.endswith("/") else file).resolve()
            later = any(str(file).startswith(str(site.resolve() / each)) for each in LATER)
            if not file.is_file() and not later and not DOWNLOAD.search(str(file)):
                dead.append((name, link))
    assert dead == []


def test_links_are_relative_but_on_the_404_page(site: Path) -> None:
    for name, page in pages(site).items():
        for tag, attributes in page.tags:
            link = attributes.get(LINK.get(tag, "")) or ""
            assert name == "404.html" or not link.startswith("/"), (name, link)


def test_ids_are_unique_and_each_page_has_one_h1(site: Path) -> None:
    for name, page in pages(site).items():
        ids = [each["id"] for each in page.having("id")]
        assert len(ids) == len(set(ids)), name
        assert [tag for tag, _ in page.tags].count("h1") == 1, name


def test_no_inline_style_or_script_anywhere(site: Path) -> None:
    for name, page in pages(site).items():
        assert not page.having("style"), name
        assert all(not key.startswith("on") for _, attributes in page.tags for key in attributes), name
        assert all("src" in attributes for tag, attributes in page.tags if tag == "script"), name
        assert all(tag not in ("style", "iframe", "object", "base") for tag, _ in page.tags), name


def test_hostile_text_is_text(site: Path) -> None:
    subject = (site / f"e/{C}/index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert" in subject
    assert "<script>alert" not in subject
    dispute = (site / f"e/{A}/index.html").read_text(encoding="utf-8")
    assert "未按规定公示&lt;b&gt;价格&lt;/b&gt;" in dispute


def test_article_html_is_sanitised(site: Path) -> None:
    text = (site / "news/2026/11/2026-11-market-1/index.html").read_text(encoding="utf-8")
    body = text.split('<div class="prose">')[1]
    for bad in ("<script", "onclick", "style=", "javascript:", "elsewhere.example", "<h1"):
        assert bad not in body, bad
    assert "粘贴的段落" in body
    assert 'href="../../../../guide-repair/"' in body
    assert "信用提示 &lt;b&gt;不是标签&lt;/b&gt; &amp; 其他</h1>" in text


def test_markers_of_the_contract(site: Path) -> None:
    page = Page((site / f"e/{A}/index.html").read_text(encoding="utf-8"))
    assert [each["data-code"] for each in page.having("data-code")] == [A]
    records = page.having("data-record")
    assert [(each["data-dataset"], each["data-until"]) for each in records] == [
        ("permit", ""),
        ("permit", ""),
        ("penalty", "2027-05-06"),
    ]
    month = Page((site / "permit/2026-10/index.html").read_text(encoding="utf-8"))
    assert len(month.having("data-until")) == 3
    search = Page((site / "search/index.html").read_text(encoding="utf-8"))
    [box] = search.having("data-search-state")
    assert (box["data-search-state"], box["data-total"], box["data-index"]) == ("idle", "0", "index/")
    assert [each["name"] for tag, each in search.tags if tag == "input" and "name" in each] == ["q"]


def test_every_record_is_in_the_lists_and_on_its_subject(site: Path) -> None:
    lists, subjects = [], []
    for name, page in pages(site).items():
        found = [each["data-record"] for each in page.having("data-record")]
        if name.startswith("e/"):
            subjects += found
        elif re.match(r"[a-z]+/\d{4}-\d{2}/", name):
            lists += found
    assert len(lists) == len(set(lists)) == 6
    assert len(subjects) == len(set(subjects)) == 5
    assert set(subjects) < set(lists)


def test_a_scheduled_article_is_in_no_byte(site: Path) -> None:
    for path in site.rglob("*"):
        if path.is_file():
            assert "明天才发布".encode() not in path.read_bytes(), path
            assert b"2026-11-market-2" not in path.read_bytes(), path


def test_the_clock_is_in_no_feed(site: Path) -> None:
    feed = (site / "feeds/all.atom.xml").read_text(encoding="utf-8")
    assert "<updated>2026-11-18T09:30:00+08:00</updated>" in feed
    assert "<script" not in feed


def test_a_site_without_articles_has_no_feed(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    site, count = build_toy(tmp_path, content)
    assert count.articles == 0
    assert not list((site / "feeds").glob("all.*"))
    assert (site / "news/updates/index.html").is_file()


def test_a_record_without_a_page_stops_the_build(tmp_path: Path) -> None:
    bundle = write_toy_bundle(tmp_path / "bundle")
    meta = json.loads((bundle / "meta.json").read_text(encoding="utf-8"))
    meta["datasets"][0]["records"] += 1
    (bundle / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "site").mkdir()
    with crew(1) as beside, pytest.raises(VerifyError, match="按月目录中的记录：应有 7，实际生成 6"):
        build_pages(open_bundle(bundle), tmp_path / "site", settings(tmp_path), quiet, beside)


def test_meta_tags_of_government_sites(site: Path) -> None:
    """国办发〔2017〕47号: site tags on every page, column tags below a column, article tags on articles, none empty."""
    for name, page in pages(site).items():
        held = {str(each["name"]): each.get("content") for each in page.having("name") if "content" in each}
        assert {"SiteName", "SiteDomain", "SiteIDCode"} <= held.keys(), name
        column = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
        assert column <= held.keys() or name in ("index.html", "404.html"), name
        if "PubDate" in held:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", held["PubDate"] or ""), name
            assert {"ArticleTitle", "ContentSource"} <= held.keys(), name
        assert all(held.values()), name
    article = (site / "news/2026/11/2026-11-market-1/index.html").read_text(encoding="utf-8")
    assert '<meta name="PubDate" content="2026-11-18 09:30">' in article
    assert '<meta name="ColumnType" content="工作动态">' in article


def test_a_page_stands_beside_those_of_its_group(site: Path) -> None:
    page = (site / "guide-repair/index.html").read_text(encoding="utf-8")
    assert '<a href="../guide-repair/" aria-current="page">' in page
    assert '<a href="../guide-objection/">' in page


def test_the_numbers_of_the_footer_lead_to_their_registers(site: Path) -> None:
    links = [each["href"] for each in Page((site / "index.html").read_text(encoding="utf-8")).having("href")]
    assert "https://beian.miit.gov.cn/" in links
    assert "https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000" in links


def test_each_list_has_a_feed_of_what_was_shown_last(site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring((site / "feeds/list/permit.atom.xml").read_text(encoding="utf-8"))
    links = [entry.find(f"{atom}link").get("href") for entry in feed.iter(f"{atom}entry")]  # type: ignore[union-attr]
    assert len(links) == 4
    for link in links:
        path, _, anchor = str(link).removeprefix("https://credit.test.example/").partition("#")
        page = Page((site / path / "index.html").read_text(encoding="utf-8"))
        assert not anchor or anchor in [each["id"] for each in page.having("id")]
    assert (site / "feeds/list/blacklist.atom.xml").is_file()
    assert "feeds/list/permit.atom.xml" in (site / "permit/index.html").read_text(encoding="utf-8")
