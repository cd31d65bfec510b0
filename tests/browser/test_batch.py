"""The batch check in Chromium: pasted names, the table, the file; nothing leaves the machine."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import test_search as searching

pytestmark = pytest.mark.browser
page, site = searching.page, searching.site
TEMPLATE = Path(__file__).parents[2] / "theme" / "templates" / "search.html"


@pytest.fixture
def batch_page(page: Page, site: tuple[str, Path]) -> Page:
    text = TEMPLATE.read_text(encoding="utf-8")
    part = text[text.index('<details class="batch">') : text.index("</details>")] + "</details>"
    home = site[1].parent / "index.html"
    home.write_text(home.read_text(encoding="utf-8").replace("</main>", part + "</main>"), encoding="utf-8")
    page.goto(site[0])
    page.locator("details.batch summary").click()
    expect(page.locator("details.batch")).to_have_attribute("data-ready", "")
    return page


def test_pasted_names_are_answered_and_downloaded(batch_page: Page) -> None:
    asked: list[tuple[str, str]] = []
    batch_page.on("request", lambda request: asked.append((request.method, request.url)))
    batch_page.fill("#batch-text", '示例县第一中学\n<script>alert("名")</script>贸易有限公司\n没有这样的名称')
    batch_page.get_by_role("button", name="开始核查").click()
    expect(batch_page.locator("details.batch [role=status]")).to_have_text(
        "共 3 个，查到 2 个，其余 1 个请人工核对。"
    )
    expect(batch_page.locator(".batch-result tbody tr")).to_have_count(3)
    expect(batch_page.locator(".batch-result tbody tr").nth(1)).to_contain_text("<script>")
    with batch_page.expect_download() as waiting:
        batch_page.locator(".batch-result a").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename == "信用核查-2026-11-20.csv"
    assert "公示数据截至 2026-11-20" in text.splitlines()[0]
    assert len(text.splitlines()) == 5
    assert all(method == "GET" and ("/search/" in url or url.startswith("blob:")) for method, url in asked)


def test_nothing_pasted_is_a_sentence_and_a_file_is_read(batch_page: Page, tmp_path: Path) -> None:
    batch_page.get_by_role("button", name="开始核查").click()
    expect(batch_page.locator("details.batch [role=status]")).to_contain_text("每行一个")
    file = tmp_path / "名单.csv"
    file.write_bytes("名称\n示例县第一中学\n".encode("gb18030"))
    batch_page.set_input_files("#batch-file", file)
    expect(batch_page.locator("#batch-text")).to_have_value("名称\n示例县第一中学\n")
