"""What a reader does with a page in Chromium: elder mode, leaving the site, filter and sort, the data of one subject, the
credit report as PDF (text by poppler)."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from pipeline.serve import running
from tests.portal.building import SITE, build_toy

pytestmark = pytest.mark.browser
SUBJECT = "e/91439999MA00000010/"
CODE = "91439999MA00000010"
RECORD = r'<article class="record" id="r-(\w+)".*?</article>'
AT_REST = """async () => {
  for (let last = -1; last !== scrollY; await new Promise((done) => setTimeout(done, 300))) last = scrollY;
}"""
"""Returns when the page no longer scrolls."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site, _ = build_toy(tmp_path_factory.mktemp("reader"))
    with running(site) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(accept_downloads=True)
    yield context.new_page()
    context.close()


def test_elder_mode_is_remembered_from_page_to_page(base: str, page: Page) -> None:
    page.goto(f"{base}/{SUBJECT}")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    plain = page.evaluate(size)
    button = page.get_by_role("button", name="长者模式")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    page.goto(f"{base}/permit/")
    assert page.evaluate(size) >= 1.3 * plain
    page.get_by_role("button", name="长者模式").click()
    page.reload()
    assert page.evaluate(size) == plain


def test_a_link_leads_to_the_last_of_many_records(base: str, browser: Browser) -> None:
    """Cards that are far away are not laid out; the one a link leads to is found all the same."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()

    def multiplied(route: Route) -> None:
        answer = route.fetch()

        def sixty(card: re.Match[str]) -> str:
            return "".join(card[0].replace(card[1], f"{number:016x}") for number in range(60))

        # A HEAD, by which the page asks for the server's day, has no text.
        text = re.sub(RECORD, sixty, answer.text(), count=1, flags=re.DOTALL)
        route.fulfill(response=answer, body=text)

    page.route(f"{base}/{SUBJECT}", multiplied)
    page.goto(f"{base}/{SUBJECT}#r-{40:016x}", wait_until="networkidle")
    page.evaluate(AT_REST)
    assert abs(page.evaluate(f"document.getElementById('r-{40:016x}').getBoundingClientRect().top")) < 2
    context.close()


def test_a_word_before_a_link_leaves_the_site(base: str, page: Page) -> None:
    page.goto(f"{base}/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentElement('afterbegin',"
        " Object.assign(document.createElement('a'), {href: 'https://elsewhere.example/a', textContent: '外站'}))"
    )
    page.get_by_role("link", name="外站").click()
    dialog = page.get_by_role("dialog", name="您即将离开本网站")
    expect(dialog.get_by_text("https://elsewhere.example/a")).to_be_visible()
    assert dialog.get_by_role("link", name="继续访问").get_attribute("rel") == "noopener noreferrer"
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    expect(page).to_have_url(f"{base}/")


def test_a_list_is_filtered_and_sorted(base: str, page: Page) -> None:
    page.goto(f"{base}/permit/")
    rows = page.locator("tbody tr:visible")
    whole = rows.count()
    page.get_by_role("searchbox", name="在本页筛选").fill("云杉")
    assert 0 < rows.count() < whole
    expect(page.get_by_text(re.compile(f"符合的有 {rows.count()} 行"))).to_be_visible()
    page.get_by_role("searchbox", name="在本页筛选").fill("")
    column = page.locator("thead th").all_text_contents().index("许可决定日期")
    page.get_by_role("button", name="许可决定日期").click()
    days = page.locator(f"tbody tr td:nth-child({column + 1})").all_text_contents()
    assert days == sorted(days, reverse=True)


def test_the_data_of_a_subject(base: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{base}/{SUBJECT}")
    with page.expect_download() as waited:
        page.get_by_role("button", name="下载 JSON").click()
    waited.value.save_as(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (data["code"], len(data["records"])) == (CODE, 3)
    assert {each["dataset"] for each in data["records"]} == {"permit", "penalty"}
    with page.expect_download() as waited:
        page.get_by_role("button", name="下载 CSV").click()
    waited.value.save_as(tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("统一社会信用代码,主体名称,数据类别")
    assert (
        f"{CODE},示例云杉建筑工程有限公司,penalty,2000000000000000,2027-05-06,处罚机关,示例县市场监督管理局"
        in text
    )


def test_a_page_that_lasts_says_the_day_of_the_site(base: str, page: Page) -> None:
    later = '{"as_of": "2026-12-24", "build_id": "fedcba987654"}'
    page.route(f"{base}/build.json", lambda route: route.fulfill(body=later, content_type="application/json"))
    page.goto(f"{base}/{SUBJECT}")
    expect(page.locator("time[data-as-of]")).to_have_text("2026-12-24")
    expect(page.locator("#stamp")).to_have_text("数据截至 2026-12-24 · 构建编号 fedcba987654")


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("build.json", {"body": '{"as_of": "2026-01-01", "build_id": "fedcba987654"}'}),
        ("build.json", {"body": '{"as_of": "<b>", "build_id": "fedcba987654"}'}),
        ("build.json", {"status": 500}),
        (SUBJECT, {"headers": {"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}}),
    ],
    ids=["older", "not a day", "no answer", "a copy"],
)
def test_a_page_keeps_its_own_day_where_the_sites_is_not_known(
    base: str, page: Page, what: str, answer: dict[str, object]
) -> None:
    asked = "HEAD" if what == SUBJECT else "GET"
    page.route(
        f"{base}/{what}",
        lambda route: route.fulfill(**answer) if route.request.method == asked else route.continue_(),  # type: ignore[arg-type]
    )
    page.goto(f"{base}/{SUBJECT}")
    page.wait_for_load_state("networkidle")
    expect(page.locator("time[data-as-of]")).to_have_text("2026-11-20")


def test_a_link_to_an_entry_that_is_gone_says_so(base: str, page: Page) -> None:
    note = page.get_by_text("您要找的记录现在不公示")
    page.goto(f"{base}/{SUBJECT}#r-0123456789abcdef")
    expect(note).to_be_visible()
    page.goto("about:blank")
    page.goto(f"{base}/{SUBJECT}#r-2000000000000000")
    expect(page.locator("#r-2000000000000000")).to_be_in_viewport()
    expect(note).to_be_hidden()
    page.goto("about:blank")
    page.goto(f"{base}/{SUBJECT}#r-<b>")
    expect(note).to_be_hidden()


def test_the_printed_page_is_a_report(base: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{base}/{SUBJECT}")
    page.wait_for_load_state("networkidle")
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    made = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True
    )
    sheets = made.stdout.decode("utf-8").rstrip("\f").split("\f")
    assert len(sheets) >= 2
    for number, sheet in enumerate(sheets, 1):
        assert "数据截至 2026-11-20 · 构建编号 0123456789ab" in sheet
        assert f"第 {number} 页，共 {len(sheets)} 页" in sheet
    cover, rest = sheets[0], "".join(sheets[1:])
    for text in ("公共信用信息报告", CODE, f"{SITE.url}/{SUBJECT}", "扫码打开本页"):
        assert text in cover
    for text in ("一、", "二、", "三、", "四、", "未按规定公示<b>价格</b>", "全部公示内容"):
        assert (text in rest) is (text != "全部公示内容"), text
    assert "打印信用报告" not in made.stdout.decode("utf-8")
    sizes = subprocess.run(["pdfinfo", str(tmp_path / "report.pdf")], capture_output=True, check=True)
    assert b"(A4)" in sizes.stdout
