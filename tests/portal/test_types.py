"""Lists by type hold each record once, at an address made of the type's name alone."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import open_bundle
from pipeline.portal import types
from pipeline.portal.contexts import Frame
from pipeline.portal.rendering import Pages
from tests.portal.building import SITE
from tests.toy import write_toy_bundle

FRAME = Frame(SITE, "2026-11-20", "x", (), (), "", "", "", "")


def test_years_before_a_name_are_one_type_and_every_record_stands_once(tmp_path: Path) -> None:
    bundle = open_bundle(write_toy_bundle(tmp_path / "bundle"))
    dataset = next(each for each in bundle.meta.datasets if each.name == "permit")
    path = bundle.path / "records/permit.parquet"
    table = pq.read_table(path)
    names = ["2025年度示范单位", "2026年度示范单位", "示范单位", "其他<b>", *[None] * (len(table) - 4)][
        : len(table)
    ]
    column = next(each.column for each in dataset.columns if each.id == "permit_kind")
    table = table.set_column(table.column_names.index(column), column, pa.array(names, pa.string()))
    pq.write_table(table, path)
    divided = type(dataset)(
        **{each: getattr(dataset, each) for each in dataset.__dataclass_fields__} | {"by": "permit_kind"}
    )
    rows = pq.read_table(path)
    links, addresses = types.write_types(bundle, Pages(tmp_path / "site", FRAME), divided, rows)
    assert [(each.title, each.note) for each in links] == [("示范单位", "3 条"), ("其他<b>", "1 条")]
    assert addresses == [types.type_path("permit", "示范单位"), types.type_path("permit", "其他<b>")]
    made = [(tmp_path / "site" / each / "index.html").read_text(encoding="utf-8") for each in addresses]
    found = [record for page in made for record in re.findall(r'data-record="(\w+)"', page)]
    assert len(found) == len(set(found)) == 4
    assert "其他&lt;b&gt;" in made[1]


def test_a_dataset_that_is_not_divided_has_no_types(site: Path) -> None:
    assert not (site / "permit/type").exists()
