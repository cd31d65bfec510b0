"""First view of a page on a slow line: bytes as transferred, layout shift and largest paint, empty cache.

The line is simulated by the browser (CDP Network.emulateNetworkConditions): 1.6 Mbit/s down, 0.75 up, 150 ms a round trip,
which is what is called fast 3G. The processor is not slowed down.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser

LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
KIB = 1000
MOST_BYTES, MOST_MS = 60 * KIB, 1000
OBSERVE = """
globalThis.seen = {shift: 0, paint: 0};
new PerformanceObserver((list) => { for (const each of list.getEntries()) seen.shift += each.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver((list) => { for (const each of list.getEntries()) seen.paint = each.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
"""


@dataclass(frozen=True)
class FirstView:
    """What one first view cost."""

    kind: str
    width: int
    bytes: int
    requests: int
    shift: float
    paint: float

    @property
    def faults(self) -> Iterator[str]:
        """What is above the bars."""
        if self.bytes > MOST_BYTES or self.shift > 0 or self.paint >= MOST_MS:
            yield f"{self.kind} {self.width}：超过 60 kB、0 位移或 1 秒"

    def __str__(self) -> str:
        return (
            f"  {self.kind:<10} {self.width:>5} px  {self.bytes / KIB:5.1f} kB  {self.requests:2} 个请求  "
            f"位移 {self.shift:.3f}  最大绘制 {self.paint:4.0f} ms"
        )


def first_view(browser: Browser, base: str, kind: str, path: str, width: int) -> FirstView:
    """Load a page once with an empty cache."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page, sizes = context.new_page(), []
    client = context.new_cdp_session(page)
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", LINE)
    page.add_init_script(OBSERVE)
    page.goto(f"{base}/{path}", wait_until="networkidle")
    seen = page.evaluate("seen")
    context.close()
    return FirstView(kind, width, int(sum(sizes)), len(sizes), seen["shift"], seen["paint"])
