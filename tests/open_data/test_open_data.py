"""Open data: both files of a list hold the same rows, and a client that resumes by its cursor holds what is published."""

import csv
import hashlib
import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bundle import open_bundle
from pipeline.compliance.due_items import due_items
from pipeline.compliance.figures import figures
from pipeline.compliance.news_ground import news_quota
from pipeline.errors import Stopped
from pipeline.open_data.changes import DAYS, Changes, advance, read_changes, write_state
from pipeline.open_data.tables import Field, json_objects, write_table
from pipeline.open_data.writing import write_open_data, write_tables
from pipeline.portal.data_page import MACHINES
from pipeline.settings import Settings
from tests.portal.building import SITE
from tests.portal.test_lasting import change
from tests.toy import write_meta, write_toy_bundle

DAY = date(2026, 11, 20)
NASTY = ["=1+1", "＝1", "-2", "@x", "\t1", 'a"b\\c', "行\n二", "\x01", "普通", "", None, "<script>"]
FIELDS = (Field("id", "标识", "record"), Field("text", "内容", "text"))


def test_csv_and_lines_hold_the_same_rows_and_no_formula(tmp_path: Path) -> None:
    table = pa.table({"record": [f"{n:x}" for n in range(len(NASTY))], "text": pa.array(NASTY, pa.string())})
    pq.write_table(table, tmp_path / "t.parquet")
    written = write_table(tmp_path / "t.parquet", FIELDS, tmp_path, "t", "表")
    made = (written.csv, written.lines)
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = [json.loads(each) for each in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each.get("text") for each in lines] == NASTY
    assert [each["标识"] for each in rows] == [each["id"] for each in lines]
    assert not [each["内容"] for each in rows if each["内容"][:1] in {"=", "＝", "-", "@", "\t", "\n"}]
    assert [each["内容"].removeprefix("'") for each in rows] == [each or "" for each in NASTY]
    for each in made:
        data = (tmp_path / each.path).read_bytes()
        assert (each.rows, each.bytes) == (len(NASTY), len(data))
        assert each.sha256 == hashlib.sha256(data).hexdigest()


def test_objects_are_what_json_would_write() -> None:
    columns = [pa.array(["r"] * len(NASTY)), pa.array(NASTY, pa.string())]
    expected = [{"id": "r"} | ({} if each is None else {"text": each}) for each in NASTY]
    assert [json.loads(each) for each in json_objects(columns, FIELDS).to_pylist()] == expected


class Client:
    """What docs/open-data.md tells a client to do."""

    def __init__(self) -> None:
        self.series, self.cursor, self.records, self.snapshots = "", -1, dict[str, object](), 0

    def sync(self, folder: Path) -> None:
        index = json.loads((folder / "changes/index.json").read_text(encoding="utf-8"))
        if self.series != index["series"] or self.cursor < index["oldest"]:
            self.records, self.snapshots = snapshot(folder), self.snapshots + 1
        else:
            for day in index["days"]:
                for line in (folder / day["path"]).read_text(encoding="utf-8").splitlines():
                    self.apply(json.loads(line))
        self.series, self.cursor = index["series"], index["cursor"]

    def apply(self, line: dict[str, object]) -> None:
        if int(str(line["sequence"])) <= self.cursor:
            return
        if line["change"] == "delete":
            assert line.keys() == {"sequence", "change", "dataset", "record", "reason"}
            self.records.pop(str(line["record"]), None)
        else:
            self.records[str(line["record"])] = line["data"]


def snapshot(folder: Path) -> dict[str, object]:
    names = ("permit", "penalty", "honour", "blacklist")
    lines = [
        line for name in names for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return {json.loads(line)["record"]: json.loads(line) for line in lines}


def published(bundle: Path, folder: Path, last: Changes | None) -> Changes:
    opened = open_bundle(bundle)
    found, changes = figures(opened), advance(opened, last)
    quota = news_quota(Settings(folder.parent, SITE), (), None, opened.meta.as_of)
    tables = write_tables(opened, folder, None)
    write_open_data(opened, SITE, found, due_items(opened, found), quota, changes, tables, folder)
    return changes


def test_the_page_of_the_open_data_names_files_that_are_there(tmp_path: Path) -> None:
    bundle = write_toy_bundle(tmp_path / "bundle")
    published(bundle, tmp_path / "data/v1", None)
    named = [each.path for each in MACHINES if each.path.startswith("data/")]
    assert len(named) == len(MACHINES) - 1
    assert [path for path in named if not (tmp_path / path).is_file()] == []


@pytest.mark.parametrize("seed", range(2))
def test_a_client_that_resumes_holds_what_is_published(tmp_path: Path, seed: int) -> None:
    chance, bundle = random.Random(seed), write_toy_bundle(tmp_path / "bundle")
    always, sometimes = Client(), Client()
    last = None
    for step in range(8):
        folder = tmp_path / f"data-{step}"
        last = published(bundle, folder, last)
        always.sync(folder)
        if step in {0, 3, 7}:
            sometimes.sync(folder)
            assert sometimes.records == snapshot(folder)
        assert always.records == snapshot(folder)
        change(bundle, chance)
        write_meta(bundle, DAY + timedelta(days=step + 1), f"{step:012d}")
    assert (always.snapshots, sometimes.snapshots) == (1, 1)
    assert last is not None
    assert last.cursor > 0


def test_a_client_that_was_away_too_long_takes_the_snapshot(tmp_path: Path) -> None:
    bundle, client = write_toy_bundle(tmp_path / "bundle"), Client()
    last = published(bundle, tmp_path / "one", None)
    client.sync(tmp_path / "one")
    for step, days in enumerate((1, DAYS + 5)):
        change(bundle, random.Random(step))
        write_meta(bundle, DAY + timedelta(days=days), f"{step:012d}")
        last = published(bundle, tmp_path / f"data-{step}", last)
    client.sync(tmp_path / "data-1")
    assert client.snapshots == 2
    assert client.records == snapshot(tmp_path / "data-1")


def test_the_state_comes_back_and_a_broken_one_is_told(tmp_path: Path) -> None:
    changes = advance(open_bundle(write_toy_bundle(tmp_path / "bundle")), None)
    assert read_changes(tmp_path / "state") is None
    write_state(tmp_path / "state", changes)
    last = read_changes(tmp_path / "state")
    assert last is not None
    assert last.shown.table() == changes.shown.table()
    assert replace(last, shown=changes.shown) == changes
    (tmp_path / "state/changes.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Stopped, match="从备份恢复"):
        read_changes(tmp_path / "state")


def test_every_file_is_described(tmp_path: Path) -> None:
    published(write_toy_bundle(tmp_path / "bundle"), tmp_path / "data", None)
    manifest = json.loads((tmp_path / "data/manifest.json").read_text(encoding="utf-8"))
    package = json.loads((tmp_path / "data/datapackage.json").read_text(encoding="utf-8"))
    catalogue = json.loads((tmp_path / "data/catalog.jsonld").read_text(encoding="utf-8"))
    there = {
        p.relative_to(tmp_path / "data").as_posix() for p in (tmp_path / "data").rglob("*") if p.is_file()
    }
    listed = {each["path"] for each in manifest["files"]}
    assert listed == there - {"manifest.json"}
    assert {each["path"] for each in package["resources"]} == listed - {"datapackage.json", "catalog.jsonld"}
    for each in package["resources"]:
        data = (tmp_path / "data" / each["path"]).read_bytes()
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    permit = next(each for each in package["resources"] if each["path"] == "permit.csv")
    with (tmp_path / "data/permit.csv").open(encoding="utf-8", newline="") as stream:
        assert [each["name"] for each in permit["schema"]["fields"]] == next(csv.reader(stream))
    urls = [
        d["dcat:downloadURL"]["@id"] for each in catalogue["dcat:dataset"] for d in each["dcat:distribution"]
    ]
    assert f"{SITE.url}/data/v1/permit.jsonl" in urls
