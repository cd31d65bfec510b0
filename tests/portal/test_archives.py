"""Months longer than a page: oldest first, stable addresses; what leaves changes its own page alone."""

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bundle import open_bundle
from pipeline.portal import paging
from pipeline.portal.contexts import Frame
from pipeline.portal.contexts_lists import Month
from pipeline.portal.lasting import plan
from pipeline.portal.months import month_ranges
from pipeline.portal.workers import render_task
from tests.portal.building import SITE
from tests.portal.test_site import Page
from tests.toy import write_toy_bundle

FRAME = Frame(SITE, "2026-11-20", "x", (), (), "", "", "", "")


def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[list[str | None]]]:
    monkeypatch.setattr(paging, "LEAST", 1)
    monkeypatch.setattr(paging, "MOST", 2)
    bundle = open_bundle(write_toy_bundle(tmp_path / "bundle"))
    path = tmp_path / "bundle/records/permit.parquet"
    table = pq.read_table(path)
    dates = pa.array(
        [d.replace(day=1) if i == 2 else d for i, d in enumerate(table["shown_since"].to_pylist())]
    )
    pq.write_table(table.set_column(table.column_names.index("shown_since"), "shown_since", dates), path)
    site = tmp_path / "site"
    site.mkdir()
    for task in month_ranges(bundle, site, FRAME, plan(bundle, FRAME, None, reuse=False)):
        render_task(task)
    names = ["permit/2026-10/index.html", "permit/2026-10/last/index.html"]
    pages = [Page((site / name).read_text(encoding="utf-8")) for name in names]
    return site, [[each["data-record"] for each in page.having("data-record")] for page in pages]


def test_pages_begin_with_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, found = rendered(tmp_path, monkeypatch)
    # The third row was shown first; the others follow in the order of their decisions.
    assert found == [["1000000000000002"], ["1000000000000000", "1000000000000003"]]
    first = (site / "permit/2026-10/index.html").read_text(encoding="utf-8")
    assert 'href="../../permit/2026-10/last/"' in first
    assert 'href="../../permit/2026-03/" rel="prev"' in first
    assert 'href="../../../theme/css/base.css"' in (site / "permit/2026-10/last/index.html").read_text(
        encoding="utf-8"
    )


def cut(ids: list[int]) -> list[tuple[int, ...]]:
    """The records of each page."""
    ends = paging.ends(np.array(ids, np.uint64))
    return [tuple(ids[first:end]) for first, end in pairwise([0, *ends])]


@pytest.mark.parametrize("size", [0, 1, 169, 170, 171, 4_000])
def test_every_record_stands_once_in_order_and_no_page_is_too_long(size: int) -> None:
    chance = random.Random(size)
    ids = [chance.getrandbits(64) for _ in range(size)]
    pages = cut(ids)
    assert [each for page in pages for each in page] == ids
    assert all(paging.LEAST <= len(page) <= paging.MOST for page in pages[:-1])
    assert len(pages[-1]) <= paging.MOST
    assert (len(pages) == 1) == (size <= paging.MOST)


def paged(pages: int) -> paging.Paging:
    """A list of one month with so many pages of 100 records."""
    month = Month("2026-10", "permit/2026-10/", 100 * pages, pages)
    rows = np.arange(100 * pages)
    held = [paging.PageRows(0, number + 1, 100 * number, 100 * number + 100) for number in range(pages)]
    return paging.Paging((month,), tuple(held), rows, rows.astype(np.uint64), rows[:0])


def test_one_page_more_changes_those_that_tell_of_it() -> None:
    words = np.random.default_rng(3).integers(0, 1 << 63, (2_100, 2)).astype(np.uint64)
    before, after = (dict(paging.page_digests(paged(pages), words)) for pages in (20, 21))
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {f"permit/2026-10/{each}" for each in ("", "17/", "18/", "19/", "20/", "last/")}


def test_what_leaves_changes_its_own_page() -> None:
    chance = random.Random(5)
    ids = [chance.getrandbits(64) for _ in range(4_000)]
    pages, changed = cut(ids), []
    for gone in range(0, len(ids), 7):
        left = cut(ids[:gone] + ids[gone + 1 :])
        changed.append(len(set(left) - set(pages)))
    assert sum(changed) / len(changed) < 1.1
    assert max(changed) < len(pages) / 2
