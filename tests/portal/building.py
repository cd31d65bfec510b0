"""Builds the toy site for tests: the toy bundle with the small content folder beside this file.

As a command (`python -m tests.portal.building FOLDER WORKERS`) it builds into FOLDER/site; `python -m
tests.portal.building refresh` writes the golden files anew.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from pipeline.bundle import open_bundle
from pipeline.portal import workers
from pipeline.portal.site import PageCount, build_pages
from pipeline.settings import Settings, Site
from tests.toy import write_toy_bundle

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "portal"
GOLDEN_PAGES = (
    "index.html",
    "e/91439999MA00000010/index.html",
    "e/91439999MA0000003C/index.html",
    "permit/index.html",
    "permit/2026-10/index.html",
    "search/index.html",
    "compliance/index.html",
    "compliance/circular/2026-10/index.html",
    "feeds/overdue.atom.xml",
    "news/index.html",
    "news/2026/11/2026-11-market-1/index.html",
    "guide-repair/index.html",
    "feeds/all.atom.xml",
    "404.html",
    "sitemap.xml",
    "sitemap/pages.xml",
)
SITE = Site(
    name="信用测试",
    region="测试县",
    url="https://credit.test.example",
    description="测试",
    sponsor="测试县发展和改革局",
    undertaker="测试县信用中心",
    contact="0000-0000000",
    address="测试路1号",
    site_code="4399990001",
    icp="测ICP备00000000号",
    police_record="测公网安备00000000000000号",
    notice="测试站点，全部虚构。",
    styleguide=True,
)


def quiet(_part: str, _done: int, _total: int) -> None:
    """No progress."""


def settings(root: Path) -> Settings:
    return Settings(root=root, site=SITE)


def build_toy(folder: Path, content: Path = HERE / "content", number: int = 1) -> tuple[Path, PageCount]:
    """The toy site in folder/site, with its count; an empty images folder is nothing git keeps."""
    bundle = write_toy_bundle(folder / "bundle")
    target = folder / "site"
    target.mkdir()
    with workers.crew(number) as crew:
        made = build_pages(open_bundle(bundle), target, settings(content.parent), quiet, crew)
    # The whole build writes it beside the pages; their script reads it.
    (target / "build.json").write_text(
        '{"as_of": "2026-11-20", "build_id": "0123456789ab"}', encoding="utf-8"
    )
    return target, made


def refresh() -> None:
    with tempfile.TemporaryDirectory() as folder:
        target, _ = build_toy(Path(folder))
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name in GOLDEN_PAGES:
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(target / name, GOLDEN / name)


if __name__ == "__main__":
    if sys.argv[1] == "refresh":
        refresh()
    else:
        workers.SMALL = 0
        build_toy(Path(sys.argv[1]), number=int(sys.argv[2]))
