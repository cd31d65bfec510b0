"""Going on from the last site gives the bytes of a full build: over random changes, and for every column there is."""

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bundle import open_bundle
from pipeline.errors import Stopped
from pipeline.portal import lasting, paging, workers
from pipeline.portal.digests import SUBJECT_COLUMNS, digests
from pipeline.portal.site import PageCount, build_pages
from tests.portal.building import quiet, settings
from tests.toy import A, digest_of, write_meta, write_toy_bundle

DAY = date(2026, 11, 20)


def edited(path: Path, column: str, row: int, value: object) -> None:
    """Change one cell of a table of records and the digest of its row."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[row][column] = value
    if "digest" in rows[row]:
        rows[row]["digest"] = digest_of({key: each for key, each in rows[row].items() if key != "digest"})
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def site_of(bundle: Path, folder: Path, last: lasting.Lasting | None = None) -> PageCount:
    folder.mkdir(exist_ok=True)
    content = folder.parent / "office/content"
    content.mkdir(parents=True, exist_ok=True)
    with workers.crew(1) as crew:
        return build_pages(open_bundle(bundle), folder, settings(content.parent), quiet, crew, last)


def lasting_files(site: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    return {name: data for name, data in found.items() if not name.startswith("theme/")}


def change(bundle: Path, chance: random.Random) -> None:
    """Drop, correct or add records and move the day on."""
    for path in sorted((bundle / "records").glob("*.parquet")):
        table = pq.read_table(path)
        rows = [each for each in table.to_pylist() if chance.random() > 0.2]
        for row in rows:
            if chance.random() < 0.3:
                row["headline"] = f"更正 {chance.randrange(99)} <i>"
            if chance.random() < 0.1:
                row["under_objection"] = not row["under_objection"]
        if rows and chance.random() < 0.5:
            fresh = dict(rows[0], record=f"{chance.randrange(16**8):016x}", document_number="新")
            rows.append(fresh | {"decided_on": date(2026, chance.randrange(1, 11), 3)})
            rows[-1]["month"] = f"{rows[-1]['decided_on']:%Y-%m}"
        for row in rows:
            row["digest"] = digest_of({key: each for key, each in row.items() if key != "digest"})
        rows.sort(key=lambda row: (row["subject_code"] or "~", -row["decided_on"].toordinal(), row["record"]))
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    if chance.random() < 0.5:
        edited(bundle / "subjects.parquet", "status", chance.randrange(4), f"状态{chance.randrange(9)}")


@pytest.mark.parametrize("seed", range(3))
def test_going_on_equals_a_full_build(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Months of several pages, of which some are taken over.
    monkeypatch.setattr(paging, "LEAST", 1)
    monkeypatch.setattr(paging, "MOST", 2)
    chance = random.Random(seed)
    bundle, site = write_toy_bundle(tmp_path / "bundle"), tmp_path / "site"
    count = site_of(bundle, site)
    for step in range(1, 6):
        change(bundle, chance)
        write_meta(bundle, DAY + timedelta(days=step), f"{step:012d}")
        full = tmp_path / f"full-{step}"
        expected = site_of(bundle, full, count.plan.now)
        assert expected.made == expected.subjects + expected.archives
        count = site_of(bundle, site, count.plan.now)
        assert lasting_files(site) == lasting_files(full)
        assert (count.total, count.subjects) == (expected.total, expected.subjects)
    assert count.made < expected.made


def test_nothing_changed_makes_no_lasting_page(tmp_path: Path) -> None:
    bundle, site = write_toy_bundle(tmp_path / "bundle"), tmp_path / "site"
    first = site_of(bundle, site)
    before = lasting_files(site)
    write_meta(bundle, DAY + timedelta(days=9), "9" * 12)
    again = site_of(bundle, site, first.plan.now)
    assert (first.made, again.made) == (8, 0)
    page = f"e/{A}/index.html"
    assert lasting_files(site)[page] == before[page]
    assert '<time data-as-of datetime="2026-11-20">' in before[page].decode()
    assert b"9" * 12 not in before[page]
    assert (b"9" * 12) in lasting_files(site)["index.html"]


def test_another_look_makes_all_pages_and_keeps_their_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, site = write_toy_bundle(tmp_path / "bundle"), tmp_path / "site"
    first = site_of(bundle, site)
    write_meta(bundle, DAY + timedelta(days=9), "9" * 12)
    monkeypatch.setattr(lasting, "_code", lambda: b"another theme")
    again = site_of(bundle, site, first.plan.now)
    assert again.made == first.made
    assert '<time data-as-of datetime="2026-11-20">' in (site / f"e/{A}/index.html").read_text(
        encoding="utf-8"
    )


def test_every_column_a_page_shows_is_in_its_digest(tmp_path: Path) -> None:
    bundle = write_toy_bundle(tmp_path / "bundle")
    before = digests(open_bundle(bundle)).subjects.to_pylist()
    for name in SUBJECT_COLUMNS[1:]:
        fresh = write_toy_bundle(tmp_path / name)
        edited(fresh / "subjects.parquet", name, 1, ["旧名"] if name == "former_names" else "另一个")
        after = digests(open_bundle(fresh)).subjects.to_pylist()
        assert [old != new for old, new in zip(before, after, strict=True)] == [False, True, False, False], (
            name
        )


def test_a_record_changes_its_subject_and_its_month(tmp_path: Path) -> None:
    one, two = (open_bundle(write_toy_bundle(tmp_path / name)) for name in ("one", "two"))
    edited(two.path / "records/permit.parquet", "headline", 0, "更正")
    pairs = zip(digests(one).subjects.to_pylist(), digests(two).subjects.to_pylist(), strict=True)
    assert [old["code"] for old, new in pairs if old != new] == [A]
    before, after = digests(one).pages, digests(two).pages
    assert [key for key in before if before[key] != after[key]] == ["permit/2026-10/"]


def test_the_memory_comes_back_and_a_broken_one_is_told(tmp_path: Path) -> None:
    count = site_of(write_toy_bundle(tmp_path / "bundle"), tmp_path / "site")
    folder = tmp_path / "state"
    assert lasting.read_lasting(folder) is None
    lasting.write_lasting(folder, count.plan.now)
    read = lasting.read_lasting(folder)
    assert read == count.plan.now
    (folder / "site.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Stopped, match="请删除该目录"):
        lasting.read_lasting(folder)
