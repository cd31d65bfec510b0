"""The page's search in Chromium, over HTTP from this machine: milliseconds from the query to its results on the page.

The client runs as it is, its view included, on a page of nothing but what it needs. Each query is asked twice: anew,
when the code is loaded and the query's shards are not, and again. For bench/search.py.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

PAGE = """<!doctype html><html lang="zh-CN"><title>bench</title>
<main><form role="search"><input name="q"></form><p role="status"></p>
<div id="search-results" data-search-state="idle" data-index="index/"></div></main>
<script type="module" src="client/main.js"></script></html>"""

ASK = """async (query) => {
  const [box, input] = [document.querySelector("#search-results"), document.querySelector("input")];
  const start = performance.now();
  input.value = query;
  document.querySelector("form").requestSubmit();
  await new Promise((done) => {
    const look = () => ["done", "error"].includes(box.dataset.searchState) && (done(), true);
    if (!look()) new MutationObserver((_, seen) => look() && seen.disconnect()).observe(box, { attributes: true });
  });
  if (box.dataset.searchState === "error") throw new Error(document.querySelector("[role=status]").textContent);
  return performance.now() - start;
}"""


class _Handler(SimpleHTTPRequestHandler):
    """Keeps connections, as hosts do, and sends at once what it has."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    latency = 0.0

    def do_GET(self) -> None:
        """Answer after the latency."""
        time.sleep(self.latency)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Print nothing."""


@contextmanager
def _served(folder: Path, latency: int) -> Iterator[str]:
    handler = type("_Late", (_Handler,), {"latency": latency / 1000})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/search/"
        server.shutdown()


def warm_times(
    index: Path, client: Path, queries: Sequence[str], latency: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of each query asked anew and asked again, in one page."""
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = Path(scratch) / "search"
        site.mkdir()
        (site / "index.html").write_text(PAGE, encoding="utf-8", newline="\n")
        (site / "index").symlink_to(index.resolve())
        (site / "client").symlink_to(client.resolve())
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with _served(Path(scratch), latency) as address:
            page = browser.new_page()
            page.goto(address)
            fresh = [(page.evaluate(ASK, query), page.evaluate(ASK, query)) for query in queries]
        browser.close()
    return [first for first, _ in fresh], [second for _, second in fresh]
