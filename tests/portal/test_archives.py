"""Months longer than a page: 200 rows each, oldest first, stable addresses."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bundle import open_bundle
from pipeline.portal import archives
from pipeline.portal.contexts import Frame
from pipeline.portal.digests import digests
from pipeline.portal.months import month_ranges
from pipeline.portal.workers import render_task
from tests.portal.building import SITE
from tests.portal.test_site import Page
from tests.toy import write_toy_bundle

FRAME = Frame(SITE, "2026-11-20", "x", (), (), "", "", "", "")


def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[list[str | None]]]:
    monkeypatch.setattr(archives, "ROWS", 2)
    bundle = open_bundle(write_toy_bundle(tmp_path / "bundle"))
    path = tmp_path / "bundle/records/permit.parquet"
    table = pq.read_table(path)
    dates = pa.array(
        [d.replace(day=1) if i == 2 else d for i, d in enumerate(table["shown_since"].to_pylist())]
    )
    pq.write_table(table.set_column(table.column_names.index("shown_since"), "shown_since", dates), path)
    site = tmp_path / "site"
    site.mkdir()
    for task in month_ranges(bundle, site, FRAME, frozenset(digests(bundle)[1])):
        render_task(task)
    names = ["permit/2026-10/index.html", "permit/2026-10/2/index.html"]
    pages = [Page((site / name).read_text(encoding="utf-8")) for name in names]
    return site, [[each["data-record"] for each in page.having("data-record")] for page in pages]


def test_pages_are_full_from_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, found = rendered(tmp_path, monkeypatch)
    # The third row was shown first; the others follow in the order of their decisions.
    assert found == [["1000000000000002", "1000000000000000"], ["1000000000000003"]]
    first = (site / "permit/2026-10/index.html").read_text(encoding="utf-8")
    assert 'href="../../permit/2026-10/2/"' in first
    assert 'href="../../permit/2026-03/" rel="prev"' in first
    assert 'href="../../../theme/css/base.css"' in (site / "permit/2026-10/2/index.html").read_text(
        encoding="utf-8"
    )
