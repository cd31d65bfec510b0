"""The checks, each over a served site: axe-core and screenshots over kinds of pages × looks × widths, policies over all
pages. Each yields one line per fault; none means all is well."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from bench.browsing.opening import LOOKS, tab

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (390, 768, 1280)
SHOT_WIDTHS = (390, 768, 1280, 1920)
POLICY = """
globalThis.broken = [];
document.addEventListener('securitypolicyviolation', (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def axe(browser: Browser, base: str, pages: dict[str, str]) -> Iterator[str]:
    """Violations of axe-core, and pages wider than the window, in each look and width."""
    script = AXE.read_text(encoding="utf-8")
    for look, width in product(LOOKS, WIDTHS):
        with tab(browser, base, width, look) as (page, _):
            for kind, path in pages.items():
                page.goto(f"{base}/{path}", wait_until="networkidle")
                if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                    yield f"{kind} {look} {width}：页面比窗口宽"
                page.evaluate(script)
                found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
                for each in found:
                    yield f"{kind} {look} {width}：{each['id']} {each['nodes'][0]['html'][:160]}"


def policy(browser: Browser, base: str, pages: list[str]) -> Iterator[str]:
    """Broken policies (Content-Security-Policy, Trusted Types), console messages and requests to other hosts."""
    with tab(browser, base, 1280) as (page, told):
        page.add_init_script(POLICY)
        for path in pages:
            page.goto(f"{base}/{path}", wait_until="networkidle" if "search" in path else "load")
            broken = page.evaluate("broken")
            for each in [*broken, *told.messages, *told.elsewhere]:
                yield f"{path}：{each}"
            if page.evaluate("globalThis.hit !== undefined"):
                yield f"{path}：页面执行了数据中的代码"
            told.messages.clear()
            told.elsewhere.clear()


def shots(browser: Browser, base: str, pages: dict[str, str], folder: Path) -> Iterator[str]:
    """A screenshot of each kind in each look and width, and on paper; yields nothing, for it judges nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, width in product(LOOKS, SHOT_WIDTHS):
        with tab(browser, base, width, look) as (page, _):
            for kind, path in pages.items():
                page.goto(f"{base}/{path}", wait_until="networkidle")
                page.screenshot(path=folder / f"{kind}-{look}-{width}.png", full_page=True)
    with tab(browser, base, 1280) as (page, _):
        for kind, path in pages.items():
            page.goto(f"{base}/{path}", wait_until="networkidle")
            page.pdf(path=folder / f"{kind}.pdf", prefer_css_page_size=True)
    yield from ()
