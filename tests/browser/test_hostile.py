"""Hostile text in every field of every record and subject: no policy is broken, nothing runs, nothing becomes markup."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from pipeline.serve import running
from tests.browser.hostile import hostile_site
from tests.portal.building import HERE, settings
from tests.toy import write_toy_bundle

pytestmark = pytest.mark.browser
PAGES = (
    "",
    "e/91439999MA00000010/",
    "e/91439999MA0000003C/",
    "permit/",
    "permit/2026-10/",
    "penalty/",
    "lists/",
    "search/?q=hit",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    site = hostile_site(write_toy_bundle(folder / "bundle"), folder, settings(HERE))
    with running(site) as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_and_no_policy_is_broken(base: str, browser: Browser, path: str) -> None:
    page = browser.new_context().new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/{path}")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="长者模式").click()
    for each in page.get_by_role("button", name="展开全部").all():
        each.click()
    assert told == []
    assert page.evaluate("window.hit") is None
    assert [url for url in asked if not url.startswith(base)] == []
    grown = "[onerror], [onload], [onfocus], script:not([src]), main style, main img, a[href*='elsewhere']"
    assert page.locator(grown).count() == 0
    assert page.get_by_text("top.hit=1").count() > 0 or path == "lists/"
    page.context.close()
