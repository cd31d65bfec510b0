"""The files of months and types hold the rows of the whole list that belong to them, each row once, byte for byte."""

import csv
import hashlib
import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from pipeline.bundle import Bundle, open_bundle
from pipeline.open_data.cutting import Table, make
from pipeline.open_data.parts import write_parts
from pipeline.open_data.tables import record_fields
from pipeline.portal.digests import digests
from pipeline.portal.types import type_path, types_of
from tests.toy import write_toy_bundle


def divided(folder: Path) -> Bundle:
    """The toy bundle, its permits each of a type of its own."""
    bundle = open_bundle(write_toy_bundle(folder))
    datasets = tuple(
        replace(each, by="document_number" if each.name == "permit" else "") for each in bundle.meta.datasets
    )
    return replace(bundle, meta=replace(bundle.meta, datasets=datasets))


def written(bundle: Bundle, root: Path, fresh: Collection[str]) -> frozenset[str]:
    """The whole lists in data/v1 and their parts in site."""
    data, site = root / "data", root / "site"
    data.mkdir()
    tables = [
        make(
            Table(bundle.path / f"records/{each.name}.parquet", record_fields(each), each.name, each.title),
            None,
            data,
        )
        for each in bundle.meta.datasets
    ]
    addresses = [*fresh]
    for each in bundle.meta.datasets:
        addresses += [
            type_path(each.name, name) for name, _ in (types_of(bundle, each)[1] if each.by else ())
        ]
    for address in addresses:
        (site / address).mkdir(parents=True)
    return write_parts(bundle, tables, data, site, fresh)


def parts_of(site: Path, pattern: str, kind: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(site.glob(f"{pattern}/*.{kind}"))]


def test_parts_make_up_the_list(tmp_path: Path) -> None:
    bundle = divided(tmp_path / "bundle")
    fresh = digests(bundle).pages
    types = sum(count for _, count in types_of(bundle, bundle.meta.datasets[0])[1])
    told = written(bundle, tmp_path, fresh)
    assert len(told) == 2 * len(list((tmp_path / "site").rglob("manifest.json"))) > 2 * len(fresh)
    assert all((tmp_path / "site" / name).is_file() for name in told)
    for dataset in bundle.meta.datasets:
        for kind, first in (("csv", 1), ("jsonl", 0)):
            whole = (tmp_path / f"data/{dataset.name}.{kind}").read_bytes().splitlines(keepends=True)
            months = [
                each.splitlines(keepends=True)
                for each in parts_of(tmp_path / "site", f"{dataset.name}/2*", kind)
            ]
            assert [part[:first] for part in months] == [whole[:first]] * len(months)
            assert sorted(row for part in months for row in part[first:]) == sorted(whole[first:])
            assert all([row for row in whole if row in part] == part for part in months)
    assert (
        sum(len(each.splitlines()) for each in parts_of(tmp_path / "site", "permit/type/*", "jsonl"))
        == types
        > 0
    )
    for path in (tmp_path / "site").glob("permit/2*/*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert {each["许可决定日期"][:7] for each in csv.DictReader(stream)} == {path.parent.name}


def test_manifest_tells_rows_and_hash(tmp_path: Path) -> None:
    bundle = divided(tmp_path / "bundle")
    written(bundle, tmp_path, digests(bundle).pages)
    manifests = list((tmp_path / "site").rglob("manifest.json"))
    for manifest in manifests:
        for told in json.loads(manifest.read_text(encoding="utf-8"))["files"]:
            data = (manifest.parent / told["path"]).read_bytes()
            assert (told["bytes"], told["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert told["rows"] == len(data.splitlines()) - told["path"].endswith(".csv")


def test_only_months_whose_pages_were_made_are_written(tmp_path: Path) -> None:
    bundle = divided(tmp_path / "bundle")
    fresh = {"permit/2026-10/"}
    written(bundle, tmp_path, fresh)
    assert [path.name for path in (tmp_path / "site").glob("*/2*/*.csv")] == ["permit-2026-10.csv"]
