"""Types the full names and codes of sampled subjects into the built site's search page in Chromium.

`python -m bench.typed --output DIR [--sample 1000]` prints how often the first result is the subject, and the time from the
last key to the answer. Names that several subjects share count when any of them comes first.
"""

import argparse
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from pipeline.serve import running

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def _subjects(output: Path) -> list[tuple[str, str]]:
    with (output / "data/v1/entity.jsonl").open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [(row["code"], row["name"]) for row in rows]


def _ask(page: Page, text: str) -> tuple[str | None, float]:
    """First result's code and the milliseconds until the answer stood."""
    page.fill("input[name=q]", "")
    page.wait_for_selector("#search-results[data-search-state=idle]", state="attached")
    began = time.perf_counter()
    page.fill("input[name=q]", text)
    page.wait_for_selector(
        "#search-results:is([data-search-state=done], [data-search-state=error])", state="attached"
    )
    spent = (time.perf_counter() - began) * 1000
    first = page.locator("#search-results [data-result]").first
    return (first.get_attribute("data-code") if first.count() else None), spent


def _answers(
    page: Page, sample: list[tuple[str, str]], same: dict[str, set[str]]
) -> Iterator[tuple[str, bool, float]]:
    for code, name in sample:
        found, spent = _ask(page, name)
        yield "name", found in same[name], spent
        found, spent = _ask(page, code)
        yield "code", found == code, spent


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=1000)
    given = parser.parse_args()
    subjects = _subjects(given.output)
    same: dict[str, set[str]] = defaultdict(set)
    for code, name in subjects:
        same[name].add(code)
    sample = random.Random(7).sample(subjects, min(given.sample, len(subjects)))
    with running(given.output) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page()
        page.goto(f"{base}/search/")
        answers = list(_answers(page, sample, same))
        browser.close()
    for kind in ("name", "code"):
        right = [good for what, good, _ in answers if what == kind]
        spent = sorted(time for what, _, time in answers if what == kind)
        times = f"median {statistics.median(spent):.0f} ms, p95 {spent[len(spent) * 95 // 100]:.0f} ms"
        print(f"{kind}: first result right {sum(right)} of {len(right)}; {times}")


if __name__ == "__main__":
    main()
