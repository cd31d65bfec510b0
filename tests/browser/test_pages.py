"""Each page type in Chromium at 1280 and 390 pixels, light and dark, and in elder mode at 320 (zoom 400 %): axe-core,
console, hosts, width, expiry."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.compliance.names import addresses
from pipeline.serve import running
from tests.portal.building import build_toy
from tests.toy import AUTHORITY

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SUBJECT = "e/91439999MA00000010/"
UNIT = f"compliance/{addresses([AUTHORITY], [])[AUTHORITY]}/"
PAGES = (
    "",
    SUBJECT,
    "e/91439999MA0000003C/",
    "permit/",
    "permit/2026-10/",
    "blacklist/",
    "search/",
    "compliance/",
    "compliance/circular/2026-10/",
    UNIT,
    "news/",
    "news/updates/",
    "news/class/activity/",
    "compliance/news/",
    "news/2026/11/2026-11-market-1/",
    "guide-repair/",
    "dictionary/",
    "lists/",
    "services/",
    "sitemap/",
    "joint/",
    "activities/",
    "styleguide/",
    "404.html",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site, _ = build_toy(tmp_path_factory.mktemp("browser"))
    shutil.copytree(ROOT / "search" / "client", site / "search" / "client")
    (site / "search" / "index").mkdir()
    # Asked for ahead by the search page; without a query nothing reads it.
    (site / "search" / "index" / "manifest.json").write_text("{}", encoding="utf-8")
    with running(site) as address:
        yield address


def opened(
    browser: Browser, address: str, width: int, scheme: str, mode: str = ""
) -> tuple[Page, list[str], list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    if mode:
        context.add_init_script(f"localStorage.setItem('mode', '{mode}')")
    page = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, told, asked


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("width", "scheme", "mode"), [(1280, "light", ""), (390, "dark", ""), (320, "light", "elder")]
)
def test_page(base: str, browser: Browser, path: str, width: int, scheme: str, mode: str) -> None:
    page, told, asked = opened(browser, f"{base}/{path}", width, scheme, mode)
    assert told == []
    assert [url for url in asked if not url.startswith(base)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.context.close()


@pytest.mark.parametrize("mode", ["", "elder"])
@pytest.mark.parametrize("width", [320, 390, 700, 768, 961, 1280])
def test_large_figures_fit_the_home_page(base: str, browser: Browser, width: int, mode: str) -> None:
    """A province has millions of records."""
    page, _, _ = opened(browser, f"{base}/", width, "light", mode)
    page.evaluate(
        "for (const each of document.querySelectorAll('.tally-number')) each.firstChild.data = '8,888,888 '"
    )
    assert page.get_by_text("8,888,888").count() > 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_keyboard_reaches_the_text_by_the_skip_link(base: str, browser: Browser) -> None:
    page, _, _ = opened(browser, f"{base}/{SUBJECT}", 1280, "light")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()


def test_search_form_leads_to_the_query_without_script(base: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{base}/")
    page.get_by_role("searchbox").fill("云杉")
    page.get_by_role("button", name="查询").click()
    expect(page).to_have_url(f"{base}/search/?q=%E4%BA%91%E6%9D%89")
    expect(page.get_by_role("link", name="行政许可 4 条")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("day", "shown"), [("2027-05-06T23:30", True), ("2027-05-07T00:30", False)])
def test_a_record_hides_itself_after_its_last_day(base: str, browser: Browser, day: str, shown: bool) -> None:
    page = browser.new_context(timezone_id="America/New_York").new_page()
    page.clock.install(time=f"{day}:00+08:00")
    page.goto(f"{base}/{SUBJECT}")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-dataset=penalty]").is_visible() is shown
    assert page.locator("[data-dataset=permit]").first.is_visible()
    assert page.get_by_text("有 1 条记录的公示期已于本页生成之后届满").is_visible() is not shown
    # What only counts a hidden record tells of it too.
    assert page.locator(".of-penalty").is_visible() is shown
    assert page.locator(".subject-summary").is_visible()
    assert page.locator(".subject-summary [data-counts=penalty]").is_visible() is shown
    assert page.locator(".subject-summary [data-counts=permit]").is_visible()
    assert page.locator(".of-permit .count").is_visible()
    assert page.locator(".callout-dispute").is_visible() is shown
    page.context.close()


def test_the_servers_day_counts_when_the_readers_clock_is_slow(base: str, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.route(
        f"{base}/{SUBJECT}",
        lambda route: (
            route.fulfill(status=200, headers={"Date": "Fri, 07 May 2027 00:00:00 GMT"})
            if route.request.method == "HEAD"
            else route.continue_()
        ),
    )
    page.clock.install(time="2026-01-01T00:00:00+08:00")
    page.goto(f"{base}/{SUBJECT}")
    page.locator("[data-dataset=penalty]").wait_for(state="hidden")
    page.context.close()
