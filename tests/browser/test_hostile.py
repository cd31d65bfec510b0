"""Hostile text in every field of every record and subject: no policy is broken, nothing runs, nothing becomes markup."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser

from pipeline.portal.site import build_pages
from pipeline.serve import running
from tests.portal.building import HERE, quiet, settings
from tests.toy import write_toy_bundle

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
HOSTILE = (
    "<script>top.hit=1</script>",
    '"><img src=x onerror=top.hit=1>',
    "' autofocus onfocus='top.hit=1",
    "</title></textarea><svg onload=top.hit=1>",
    "javascript:top.hit=1//",
    "{{ frame }}{% raw %}${top.hit=1}",
    '=HYPERLINK("https://elsewhere.example")',
    "\u202e甲\u0000\u2028乙<style>*{display:none}</style>",
    "<a href=https://elsewhere.example>",
    "&lt;b&gt;&amp;&#x3c;",
)
KEPT = ("code", "subject_code", "record", "month", "registered_on", "digest")
PAGES = (
    "",
    "e/91439999MA00000010/",
    "e/91439999MA0000003C/",
    "permit/",
    "permit/2026-10/",
    "penalty/",
    "lists/",
)


def poisoned(path: Path) -> None:
    """Every text column but keys holds hostile text, another one in each cell."""
    table, number = pq.read_table(path), 0
    for place, field in enumerate(table.schema):
        if field.type == pa.string() and field.name not in KEPT:
            values = []
            for _ in range(len(table)):
                values.append(HOSTILE[number % len(HOSTILE)])
                number += 1
            table = table.set_column(place, field.name, pa.array(values, pa.string()))
    pq.write_table(table, path)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    bundle = write_toy_bundle(folder / "bundle")
    for path in (bundle / "subjects.parquet", *(bundle / "records").glob("*.parquet")):
        poisoned(path)
    site = folder / "site"
    site.mkdir()
    build_pages(bundle, site, settings(HERE), quiet, 1)
    (site / "build.json").write_text('{"as_of": "2026-11-20", "build_id": "0123456789ab"}', encoding="utf-8")
    shutil.copytree(ROOT / "search" / "client", site / "search" / "client")
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
