"""The batch check in Chromium: pasted names, the table, the file; nothing leaves the machine."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
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
    school = batch_page.locator(".batch-result tbody a", has_text="示例县第一中学")
    expect(school).to_have_attribute("href", "../e/12439999MB0000043X/")
    with batch_page.expect_download() as waiting:
        batch_page.get_by_role("link", name="下载全部结果").click()
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


def workbook(path: Path, rows: list[list[str | int]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.create_sheet("其他").append(["不应读入"])
    book.save(path)
    return path


def test_a_workbook_is_read_in_the_browser(batch_page: Page, tmp_path: Path) -> None:
    rows: list[list[str | int]] = [
        ["序号", "企业名称"],
        [1, "示例县第一中学"],
        [2, "<b>示例\n云杉"],
        [3, "91439999MA0000015R"],
    ]
    batch_page.set_input_files("#batch-file", workbook(tmp_path / "名单.xlsx", rows))
    expect(batch_page.locator("details.batch [role=status]")).to_have_text("已读入 3 个，请点“开始核查”。")
    expect(batch_page.locator("#batch-text")).to_have_value(
        "序号\t企业名称\n1\t示例县第一中学\n2\t<b>示例 云杉\n3\t91439999MA0000015R"
    )
    batch_page.get_by_role("button", name="开始核查").click()
    expect(batch_page.locator(".batch-result tbody tr")).to_have_count(3)


def test_odd_workbooks_are_refused_with_a_sentence(batch_page: Page, tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", [["示例县第一中学"]]).read_bytes()
    bomb = tmp_path / "bomb.xlsx"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as made, ZipFile(tmp_path / "good.xlsx") as old:
        for name in old.namelist():
            made.writestr(name, b" " * 70_000_000 if name.endswith("sheet1.xml") else old.read(name))
    odd = {
        "old.xls": b"\xd0\xcf\x11\xe0" + bytes(600),
        "cut.xlsx": good[:-40],
        "not.xlsx": b"PK\x03\x04" + bytes(60),
        "bomb.xlsx": bomb.read_bytes(),
    }
    for name, raw in odd.items():
        (tmp_path / name).write_bytes(raw)
        batch_page.set_input_files("#batch-file", tmp_path / name)
        expect(batch_page.locator("details.batch [role=status]")).to_contain_text("无法读取这个文件：")
        expect(batch_page.locator("#batch-text")).to_have_value("")


def test_a_dropped_file_is_taken(batch_page: Page) -> None:
    batch_page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["示例县第一中学\\n"], "名单.txt", { type: "text/plain" }));
        document.querySelector("details.batch").dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }""")
    expect(batch_page.locator("#batch-text")).to_have_value("示例县第一中学\n")
