"""One TOML file more, and everything follows: checks, template, list page, search, open data, data dictionary."""

import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.catalogue import load_catalogue, office_catalogue
from pipeline.catalogue.load import load_dataset
from pipeline.checks import codes as checks
from pipeline.cli import main
from pipeline.errors import SettingsError
from pipeline.records import rules_of
from pipeline.sources import codes as receiving
from search.command import search
from tests.county import CEDAR, NAMES, build, entity, office, write

TOY = """
name = "lantern"
title = "灯会承办备案"
kind = "record"
law = "测试县灯会管理办法"
order = 200
note = "在本县承办灯会的备案。"
key = ["authority", "document_number"]
headline = "festival"
list_fields = ["subject_name", "festival", "document_number", "decided_on"]

[publicity]
given = "ends_on"
months = 12
source = "测试县灯会管理办法第三条"
"""
FIELDS = [
    ("subject_name", "承办单位", "required = true\npublic = true"),
    ("subject_code", "承办单位代码", 'check = "credit_code"\npublic = true'),
    ("subject_kind", "主体类别", "public = true"),
    ("festival", "灯会名称", "required = true\nlength = 20\npublic = true"),
    ("document_number", "备案号", "required = true\nserial = true\npublic = true"),
    ("decided_on", "备案日期", 'type = "date"\nrequired = true\npublic = true'),
    ("ends_on", "结束日期", 'type = "date"\npublic = true'),
    ("lamps", "灯组数", 'codes = ["少", "多"]\npublic = true'),
    ("cost", "造价（万元）", 'type = "amount"\nunit = "万元"'),
    ("authority", "备案机关", "required = true\npublic = true"),
    ("source_unit", "数据来源单位", "public = true"),
]


def toy(folder: Path, head: str = TOY) -> Path:
    folder.mkdir(parents=True)
    fields = "".join(f'\n[[field]]\nid = "{a}"\ntitle = "{b}"\n{c}\n' for a, b, c in FIELDS)
    path = folder / "lantern.toml"
    path.write_text(head + fields, encoding="utf-8")
    return path


def row(number: str, **more: str) -> dict[str, str]:
    return {
        "承办单位": NAMES[CEDAR], "承办单位代码": CEDAR, "主体类别": "法人及非法人组织", "灯会名称": "元宵灯会",
        "备案号": number, "备案日期": "2026-10-09", "结束日期": "2027-02-01", "灯组数": "多", "造价（万元）": "8",
        "备案机关": "测试县市场监督管理局", **more,
    }  # fmt: skip


def test_a_new_dataset_is_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy(office(tmp_path / "office").parent / "catalogue")
    inbox = tmp_path / "inbox"
    write(inbox, "entity.csv", [entity(CEDAR)])
    write(inbox, "灯会承办备案-一.csv", [row("灯备〔2026〕1号"), row("灯备〔2026〕2号", 灯组数="很多")])
    assert build(tmp_path, inbox) == 0
    output = tmp_path / "output"
    counts = json.loads((output / "build.json").read_text("utf-8"))["counts"]["lantern"]
    assert (counts["received"], counts["rejected"], counts["published"]) == (2, 1, 1)
    home = (output / "lantern" / "index.html").read_text("utf-8")
    assert "灯备〔2026〕1号" in home
    assert "在本县承办灯会的备案。" in home
    assert "court" not in counts
    assert not (output / "court").exists()
    subject = (output / "e" / CEDAR / "index.html").read_text("utf-8")
    assert 'data-dataset="lantern"' in subject
    assert "造价" not in subject
    rows = list(csv.DictReader((output / "data/v1/lantern.csv").read_text("utf-8-sig").splitlines()))
    assert [each["备案号"] for each in rows] == ["灯备〔2026〕1号"]
    assert search(output / "search" / "index", "灯备〔2026〕1号", 5, date(2026, 11, 20))
    dictionary = (output / "dictionary" / "index.html").read_text("utf-8")
    assert "灯会名称" in dictionary
    assert "测试县灯会管理办法" in dictionary
    assert 'id="court"' in dictionary
    assert [each.code for each in (*checks.ALL, *receiving.ALL) if f">{each.code}<" not in dictionary] == []
    assert "{" not in dictionary
    monkeypatch.chdir(tmp_path / "office")
    assert main(["template", "灯会承办备案", "--output", "t.xlsx"]) == 0
    assert openpyxl.load_workbook("t.xlsx").worksheets[0]["D1"].value == "灯会名称"
    assert main(["check", str(inbox / "灯会承办备案-一.csv"), "--as-of", "2026-11-20", "--no-copy"]) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "record"', 'kind = "thing"'),
        ("order = 200", "order = 200\ncolour = 1"),
        ('given = "ends_on"', 'given = "no_such"'),
        ('headline = "festival"', 'headline = "title"'),
        ('name = "lantern"\n', ""),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, old: str, new: str) -> None:
    path = toy(tmp_path / "catalogue", TOY.replace(old, new))
    with pytest.raises(SettingsError, match=r"lantern\.toml"):
        load_dataset(path)


def test_an_office_without_a_folder_has_the_shipped_datasets(tmp_path: Path) -> None:
    assert office_catalogue(tmp_path) == load_catalogue()


def test_every_rule_has_a_code_a_message_and_a_source() -> None:
    catalogue = load_catalogue()
    for dataset in catalogue.datasets:
        rules = rules_of(dataset, catalogue, date(2026, 11, 20))
        assert all(
            each.code and each.message and each.source and "{law}" not in each.source for each in rules
        )
        assert len({(each.code, each.field) for each in rules}) == len(rules), dataset.name
