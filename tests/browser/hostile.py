"""Hostile text in every text field of a bundle, and the site and index made of it; shared by the test and `bench.browsing`."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import open_bundle
from pipeline.portal.site import build_pages
from pipeline.portal.workers import crew
from pipeline.settings import Settings
from search.build import build_index
from tests.portal.building import quiet

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


def poisoned(path: Path) -> None:
    """Every text column but keys holds hostile text, another one in each cell."""
    table, number = pq.read_table(path), 0
    for place, field in enumerate(table.schema):
        if field.type == pa.string() and field.name not in KEPT:
            values = [HOSTILE[(number + row) % len(HOSTILE)] for row in range(len(table))]
            number += len(table)
            table = table.set_column(place, field.name, pa.array(values, pa.string()))
    pq.write_table(table, path)


def hostile_site(bundle: Path, folder: Path, settings: Settings) -> Path:
    """A copy of the bundle in `folder`, poisoned, and the site of its pages."""
    shutil.copytree(bundle, folder / "hostile")
    for path in (
        folder / "hostile" / "subjects.parquet",
        *(folder / "hostile" / "records").glob("*.parquet"),
    ):
        poisoned(path)
    site = folder / "site"
    site.mkdir()
    with crew(1) as beside:
        build_pages(open_bundle(folder / "hostile"), site, settings, quiet, beside)
    (site / "build.json").write_text('{"as_of": "2026-11-20", "build_id": "0123456789ab"}', encoding="utf-8")
    shutil.copytree(ROOT / "search" / "client", site / "search" / "client")
    build_index(open_bundle(folder / "hostile"), [], site / "search" / "index")
    return site
