"""Opens pages in headless Chromium as readers do (width, colour scheme, elder mode) and notes what the browser complains of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, sync_playwright

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOOKS = {
    "light": ("light", ""),
    "dark": ("dark", ""),
    "elder": ("light", "elder"),
    "elder-dark": ("dark", "elder"),
}
"""Name → colour scheme, mode."""


@dataclass
class Told:
    """What came up while a page was open: console messages and errors, and requests to other hosts."""

    messages: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, base: str, width: int, look: str = "light") -> Iterator[tuple[Page, Told]]:
    """A tab of its own; `Told` fills while pages are opened in it."""
    scheme, mode = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    if mode:
        context.add_init_script(f"localStorage.setItem('mode', '{mode}')")
    page, told = context.new_page(), Told()
    page.on("console", lambda message: told.messages.append(message.text))
    page.on("pageerror", lambda error: told.messages.append(str(error)))
    page.on("request", lambda request: _note(told, base, request.url))
    yield page, told
    context.close()


def _note(told: Told, base: str, url: str) -> None:
    if not url.startswith((base, "blob:", "data:")):
        told.elsewhere.append(url)
