"""The search page in Chromium, under the host's real headers: typing, links, Back, keyboard, errors, hostile names."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from pipeline.serve import running
from search.build import build_index
from search.command import search
from tests.browser.search_site import lay_out
from tests.search.corpus import write_corpus
from tests.search.golden import build

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    index = lay_out(tmp_path / "site")
    build(index)
    with running(tmp_path / "site") as address:
        yield f"{address}/search/", index


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    made = context.new_page()
    told: list[str] = []
    made.on("console", lambda message: told.append(message.text))
    made.on("pageerror", lambda error: told.append(str(error)))
    yield made
    context.close()
    assert [text for text in told if "404" not in text] == []


def settled(page: Page, state: str = "done") -> None:
    expect(page.locator("#search-results")).to_have_attribute("data-search-state", state)


def ask(page: Page, text: str) -> None:
    page.fill("input[name=q]", text)
    page.keyboard.press("Enter")
    settled(page)


def test_typing_shows_the_subject_with_its_match_marked(page: Page, site: tuple[str, Path]) -> None:
    page.goto(site[0])
    settled(page, "idle")
    page.locator("input[name=q]").press_sequentially("云杉建筑")
    settled(page)
    first = page.locator("[data-result]").first
    expect(first).to_have_attribute("data-kind", "entity")
    expect(first).to_have_attribute("data-code", "91439999MA0000015R")
    expect(first.locator("a mark")).to_have_text("云杉建筑")
    expect(first).to_contain_text("行政许可 2 · 行政处罚 1")
    expect(page.locator("#search-results")).to_have_attribute("data-total", "1")
    expect(page.get_by_role("status")).to_have_text("共找到 1 条结果。")
    assert page.url.endswith("?q=%E4%BA%91%E6%9D%89%E5%BB%BA%E7%AD%91")


def test_a_result_leads_to_the_subjects_page(page: Page, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}?q=示市监处罚[2026]7号")
    settled(page)
    first = page.locator("[data-result]").first
    expect(first).to_have_attribute("data-kind", "penalty")
    assert first.locator("a").get_attribute("href").startswith("/e/")  # type: ignore[union-attr]
    address = first.locator("a").evaluate("link => link.href")
    assert address == site[0].replace("search/", "e/91439999MA0000015R/")


def test_deep_link_and_back(page: Page, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}?q=云杉建设")
    settled(page)
    ask(page, "第一中学")
    expect(page.locator("[data-result] a").first).to_have_text("示例县第一中学")
    page.go_back()
    expect(page.locator("input[name=q]")).to_have_value("云杉建设")
    expect(page.locator("[data-result] a").first).to_have_text("示例云杉建筑工程有限公司")
    page.go_forward()
    expect(page.locator("[data-result] a").first).to_have_text("示例县第一中学")


def test_hostile_name_is_text(page: Page, site: tuple[str, Path]) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{site[0]}?q=script")
    settled(page)
    expect(page.locator("[data-result] a").first).to_have_text('<script>alert("名")</script>贸易有限公司')
    assert page.locator("#search-results script").count() == 0


def test_nothing_found_says_what_to_try(page: Page, site: tuple[str, Path]) -> None:
    page.goto(site[0])
    ask(page, "没有这样的名称")
    expect(page.get_by_role("status")).to_contain_text("没有找到")
    ask(page, "县")
    page.fill("input[name=q]", "")
    settled(page, "idle")
    expect(page.get_by_role("status")).to_have_text("")


def test_a_missing_shard_is_said_and_can_be_tried_again(page: Page, site: tuple[str, Path]) -> None:
    [shard] = (site[1] / "c").iterdir()
    hidden = shard.with_suffix(".away")
    shard.rename(hidden)
    page.goto(f"{site[0]}?q=云杉")
    settled(page, "error")
    expect(page.get_by_role("status")).to_contain_text("请刷新页面重试")
    assert page.locator("[data-result]").count() == 0
    hidden.rename(shard)
    ask(page, "云杉建")
    assert page.locator("[data-result]").count() > 0


def test_a_new_build_while_the_page_is_open(page: Page, site: tuple[str, Path], tmp_path: Path) -> None:
    page.goto(site[0])
    ask(page, "云杉建设")
    shutil.rmtree(site[1])
    bundle, articles = write_corpus(tmp_path / "other", 8, subjects=60, records=60)
    build_index(bundle, articles, site[1])
    # Every shard the old query needs is in the page's memory, yet what it found is gone.
    ask(page, "云杉建设有限")
    assert page.locator("[data-code='91439999MA0000015R']").count() == 0
    name = bundle.subjects()["name"][0].as_py()
    ask(page, name)
    assert page.locator("[data-result] a").first.text_content() == search(site[1], name)[0].title


def test_the_readers_late_clock_hides_what_is_over(browser: Browser, site: tuple[str, Path]) -> None:
    for moment, count in (("2027-05-06T15:00:00Z", 1), ("2027-05-06T16:30:00Z", 0)):
        context = browser.new_context()
        page = context.new_page()
        # Chromium's clock alone: the host's Date is earlier, so the reader's decides.
        page.clock.set_fixed_time(moment)
        page.goto(f"{site[0]}?q=示市监处罚〔2026〕7号")
        settled(page)
        assert page.locator("[data-result]").count() == count
        context.close()


@pytest.mark.parametrize(("hour", "count"), [("15:00:00", 1), ("16:30:00", 0)])
def test_the_servers_day_hides_what_is_over_when_the_readers_clock_is_slow(
    page: Page, site: tuple[str, Path], hour: str, count: int
) -> None:
    def dated(route: Route) -> None:
        told = route.fetch()
        route.fulfill(response=told, headers={**told.headers, "date": f"Thu, 06 May 2027 {hour} GMT"})

    page.route("**/manifest.json", dated)
    page.clock.set_fixed_time("2026-01-01T00:00:00Z")
    page.goto(f"{site[0]}?q=示市监处罚〔2026〕7号")
    settled(page)
    assert page.locator("[data-result]").count() == count


def test_pages_of_twenty_with_links_back_and_a_deep_link(
    page: Page, site: tuple[str, Path], tmp_path: Path
) -> None:
    shutil.rmtree(site[1])
    bundle, articles = write_corpus(tmp_path / "other", 8, subjects=200, records=60)
    build_index(bundle, articles, site[1])
    titles = [hit.title for hit in search(site[1], "示", limit=40)]
    page.goto(f"{site[0]}?q=示")
    settled(page)
    found = page.locator("[data-result] a")
    expect(found).to_have_count(20)
    assert found.all_text_contents() == titles[:20]
    page.get_by_role("navigation", name="查询结果分页").get_by_role("link", name="下一页").press("Enter")
    expect(page.get_by_text("第 2 页")).to_be_visible()
    settled(page)
    assert found.all_text_contents() == titles[20:]
    assert page.url.endswith("&page=2")
    assert page.evaluate("document.activeElement.textContent") == titles[20]
    page.reload()
    settled(page)
    assert found.all_text_contents() == titles[20:]
    page.go_back()
    settled(page)
    expect(found.first).to_have_text(titles[0])


def test_names_are_suggested_and_picked_by_keyboard(page: Page, site: tuple[str, Path]) -> None:
    page.goto(site[0])
    box = page.locator("input[name=q]")
    box.press_sequentially("示例")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    name = options.nth(1).text_content()
    box.press("Enter")
    expect(box).to_have_value(name or "")
    expect(options).to_have_count(0)
    settled(page)
    expect(page.locator("[data-result] a").first).to_have_text(name or "")
    box.press("Backspace")
    expect(options).not_to_have_count(0)
    box.press("Escape")
    expect(options).to_have_count(0)
    assert box.input_value() == (name or "")[:-1]


def test_pinyin_homophones_and_operators(page: Page, site: tuple[str, Path]) -> None:
    page.goto(site[0])
    for text in (
        "shili yunshan",
        "yunshanjianzhu",
        "slys",
        "芸衫",
        "云杉 NOT 中学",
        '名称:"示例 云杉" AND 建筑',
    ):
        ask(page, text)
        expect(page.locator("[data-result]").first).to_have_attribute("data-code", "91439999MA0000015R")
    ask(page, "yunshan")
    expect(page.locator("[data-result] mark").first).to_have_text("云杉")
    ask(page, "芸衫")
    expect(page.get_by_role("status")).to_contain_text("您是不是要找“云杉”")
    page.fill("input[name=q]", '"云杉')
    page.keyboard.press("Enter")
    settled(page, "error")
    expect(page.get_by_role("status")).to_contain_text("第 1 个字处：引号没有配对")


def test_only_the_newest_query_is_shown(page: Page, site: tuple[str, Path]) -> None:
    page.goto(site[0])
    for text in ("云", "云杉", "示例县", "第一中学"):
        page.fill("input[name=q]", text)
        page.keyboard.press("Enter")
    settled(page)
    expect(page.locator("[data-result] a")).to_have_text(["示例县第一中学"])


def test_nothing_is_asked_of_another_host(page: Page, site: tuple[str, Path]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site[0]}?q=示例")
    settled(page)
    host = site[0].split("/search/")[0]
    assert asked
    assert all(url.startswith(host) for url in asked)


def test_a_mistyped_name_or_code_leads_to_near_ones_and_says_so(page: Page, site: tuple[str, Path]) -> None:
    page.goto(site[0])
    for text in ("示例云山建筑工程有限公司", "91439999MA0000025R"):
        ask(page, text)
        expect(page.get_by_role("status")).to_contain_text("您是不是要找")
        expect(page.locator("[data-result]").first).to_have_attribute("data-code", "91439999MA0000015R")
    ask(page, "云杉建筑")
    expect(page.locator("#search-results")).to_have_attribute("data-near", "false")


def test_facets_count_filter_and_sort(page: Page, site: tuple[str, Path], tmp_path: Path) -> None:
    shutil.rmtree(site[1])
    bundle, articles = write_corpus(tmp_path / "other", 8, subjects=200, records=90)
    build_index(bundle, articles, site[1])
    wanted = Counter(hit.kind for hit in search(site[1], "2025", limit=1000))
    total = wanted.total()
    page.goto(f"{site[0]}?q=2025")
    settled(page)
    box = page.locator("#search-results")
    expect(box).to_have_attribute("data-total", str(total))
    expect(box).to_have_attribute("data-exact", "true")
    page.locator("details.facets summary").click()
    kinds = page.get_by_role("list", name="类别").get_by_role("link")
    expect(kinds.first).to_have_attribute("aria-current", "true")
    counts = {kinds.nth(i).inner_text() for i in range(1, kinds.count())}
    titles = {"permit": "行政许可", "penalty": "行政处罚", "honour": "守信激励名单", "news": "文章"}
    assert counts == {f"{titles[kind]} {count}" for kind, count in wanted.items()}
    page.get_by_role("list", name="类别").get_by_role("link", name="行政处罚").click()
    expect(box).to_have_attribute("data-total", str(wanted["penalty"]))
    assert page.url.endswith("&kind=penalty")
    assert set(page.locator("[data-result]").evaluate_all("all => all.map(e => e.dataset.kind)")) == {
        "penalty"
    }
    page.go_back()
    expect(box).to_have_attribute("data-total", str(total))
    page.get_by_role("list", name="排序").get_by_role("link", name="日期").click()
    expect(page.get_by_role("link", name="日期（新的在前）")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("&order=date")
    ask(page, "示例")
    assert "order" not in page.url
