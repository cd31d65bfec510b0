"""`python -m bench.browsing --site OUTPUT [--parts axe,policy,…]`: every check of a built site in a browser, one line a fault.

axe       axe-core on each kind of page and subject × light, dark, elder, elder dark × 390, 768, 1280 px; no page too wide
policy    Content-Security-Policy, Trusted Types, console and other hosts over all pages
hostile   the same over a site made anew from `--bundle` with hostile text in every field
links     dead links and anchors over all pages
html      vnu over all pages (`--vnu vnu.jar`)
loading   first view of home, subject and search on a simulated fast 3G
lighthouse  home, subject, search, dashboard and article (`--lighthouse node_modules/.bin/lighthouse`)
shots     screenshots and PDF of each kind into `--shots DIR`, to look at
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.browsing import lighthouse, links, parts
from bench.browsing.kinds import every_page, kinds
from bench.browsing.loading import first_view
from bench.browsing.opening import chromium
from pipeline.serve import running
from pipeline.settings import load_settings
from tests.browser.hostile import hostile_site

ROOT = Path(__file__).parents[2]
USUAL = "axe,policy,links,loading"
VIEWS = {"home": "home", "subject": "subject-1", "search": "search"}
JUDGED = {**VIEWS, "dashboard": "compliance", "article": "article"}


def _axe(given: argparse.Namespace) -> Iterator[str]:
    with running(given.site) as base, chromium() as browser:
        yield from parts.axe(browser, base, kinds(given.site))


def _policy(given: argparse.Namespace) -> Iterator[str]:
    with running(given.site) as base, chromium() as browser:
        yield from parts.policy(browser, base, every_page(given.site))


def _hostile(given: argparse.Namespace) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        site = hostile_site(given.bundle, Path(folder), load_settings(ROOT / "portal.toml"))
        pages = every_page(site)
        print(f"  {len(pages)} 页")
        with running(site) as base, chromium() as browser:
            yield from parts.policy(browser, base, pages)


def _links(given: argparse.Namespace) -> Iterator[str]:
    yield from links.dead_links(given.site, urlsplit(load_settings(ROOT / "portal.toml").site.url).path)


def _html(given: argparse.Namespace) -> Iterator[str]:
    yield from links.invalid(given.site, given.vnu)


def _loading(given: argparse.Namespace) -> Iterator[str]:
    found = kinds(given.site)
    with running(given.site) as base, chromium() as browser:
        for kind, name in VIEWS.items():
            for width in parts.WIDTHS:
                seen = first_view(browser, base, kind, found[name], width)
                print(seen)
                yield from seen.faults


def _lighthouse(given: argparse.Namespace) -> Iterator[str]:
    found = kinds(given.site)
    with running(given.site) as base:
        yield from lighthouse.below(
            given.lighthouse, base, {kind: found[name] for kind, name in JUDGED.items()}
        )


def _shots(given: argparse.Namespace) -> Iterator[str]:
    with running(given.site) as base, chromium() as browser:
        yield from parts.shots(browser, base, kinds(given.site), given.shots)


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[str]]] = {
    "axe": _axe,
    "policy": _policy,
    "hostile": _hostile,
    "links": _links,
    "html": _html,
    "loading": _loading,
    "lighthouse": _lighthouse,
    "shots": _shots,
}


def main() -> int:
    """Run the parts asked for; 1 when any found a fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", type=Path, default=ROOT / "output")
    parser.add_argument("--parts", default=USUAL)
    parser.add_argument("--bundle", type=Path, default=ROOT / "state" / "bundle")
    parser.add_argument("--vnu", type=Path)
    parser.add_argument("--lighthouse", type=Path)
    parser.add_argument("--shots", type=Path, default=Path("shots"))
    given = parser.parse_args()
    faults = 0
    print(f"{len(every_page(given.site))} 页，{len(kinds(given.site))} 种")
    for name in given.parts.split(","):
        start, mine = time.perf_counter(), 0
        for fault in PARTS[name](given):
            mine += 1
            print(f"  {fault}", flush=True)
        print(f"{name}：{mine} 处，{time.perf_counter() - start:.0f} 秒", flush=True)
        faults += mine
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
