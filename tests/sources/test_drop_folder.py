"""The drop folder: picked up once, whole files only, a receipt either way."""

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue
from pipeline.errors import SettingsError
from pipeline.landing import batches, read_batch
from pipeline.source_settings import FolderSource
from pipeline.sources.drop_folder import FolderTask, Picked, take_folder
from tests import county

CATALOGUE = load_catalogue()
NOW = 2_000_000_000.0
XML = "<DATA><HEAD><CODE>0102</CODE></HEAD><ROWS>{}</ROWS></DATA>"
RECORD = "<ROW><主体名称>示例甲公司</主体名称><统一社会信用代码>{}</统一社会信用代码></ROW>"


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "new").mkdir(parents=True)

    def put(self, name: str, content: bytes | str, age: float = 3600) -> Path:
        path = self.root / "new" / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (NOW - age, NOW - age))
        return path

    def take(self) -> list[Picked]:
        source = FolderSource("drop", path=str(self.root), messages={"0102": "entity"}, settle_seconds=60)
        task = FolderTask(
            source,
            CATALOGUE,
            self.root / "state",
            self.root,
            date(2026, 11, 20),
            NOW,
            b"key",
            lambda table, _: table.findings,
        )
        return list(take_folder(task))

    def names(self, below: str) -> list[str]:
        return sorted(path.name for path in (self.root / below).rglob("*") if path.is_file())

    def landed(self, dataset: str) -> list[int]:
        return [each.rows for each in batches(self.root / "state/landing", dataset)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "drop")


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


ENTITY = county.as_csv([county.entity(county.CEDAR), county.entity(county.BIRCH)])


def test_a_file_is_picked_up_once_and_told_of(folder: Folder) -> None:
    folder.put("entity-一月.csv", ENTITY)
    assert [len(each.table.cells) for each in folder.take()] == [2]
    assert folder.take() == []
    assert (folder.names("new"), folder.names("done"), folder.landed("entity")) == (
        [],
        ["entity-一月.csv"],
        [2],
    )
    receipt = (folder.root / "receipts/2026-11-20-entity-一月.csv.txt").read_text(encoding="utf-8")
    assert "已接收 2 行" in receipt


def test_the_same_file_again_is_landed_once_and_kept_beside_the_first(folder: Folder) -> None:
    for _ in range(2):
        folder.put("entity.csv", ENTITY)
        folder.take()
    assert folder.landed("entity") == [2]
    assert folder.names("done") == ["entity (2).csv", "entity.csv"]


@pytest.mark.parametrize("name", ["entity.csv.part", ".entity.csv", "~$entity.xlsx", "entity.csv.filepart"])
def test_what_is_still_being_written_is_left_alone_by_name(folder: Folder, name: str) -> None:
    folder.put(name, ENTITY)
    assert folder.take() == []
    assert folder.names("new") == [name]


def test_what_is_still_being_written_is_left_alone_by_time(folder: Folder) -> None:
    path = folder.put("entity.csv", ENTITY[:40], age=5)
    assert folder.take() == []
    folder.put(path.name, ENTITY)
    assert len(folder.take()) == 1


def test_a_refused_file_moves_aside_with_the_reason(folder: Folder) -> None:
    folder.put("随便.csv", "a,b\n1,2\n")
    assert [each.batch for each in folder.take()] == [""]
    assert folder.names("refused") == ["随便.csv"]
    assert "F-001" in (folder.root / "receipts/2026-11-20-随便.csv.txt").read_text(encoding="utf-8")


def test_an_xml_message_is_read_by_its_number(folder: Folder) -> None:
    folder.put(
        "0102_20261120_00001.xml", XML.format(RECORD.format(county.CEDAR) + "<Row><备注>x</备注></Row>")
    )
    (picked,) = folder.take()
    assert picked.batch
    (batch,) = batches(folder.root / "state/landing", "entity")
    assert read_batch(batch).to_pydict() == {
        "_row": [1, 2],
        "主体名称": ["示例甲公司", None],
        "统一社会信用代码": [county.CEDAR, None],
        "备注": [None, "x"],
    }


def test_xml_in_gbk_is_read(folder: Folder) -> None:
    text = '<?xml version="1.0" encoding="GBK"?>' + XML.format(RECORD.format(county.CEDAR))
    folder.put("0102_20261120_00001.xml", text.encode("gb18030"))
    assert folder.take()[0].table.cells["主体名称"].to_pylist() == ["示例甲公司"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><DATA><ROW><c>&a;</c></ROW></DATA>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("0102_20261120_00001.xml", BOMB, "F-092"),
        ("0102_20261120_00001.xml", XML.format("<ROW><a>1</a>"), "F-091"),
        ("0102_20261120_00001.xml", "<DATA><x>1</x></DATA>", "F-093"),
        ("0102_20261120_00001.xml", "<DATA><ROW><a><b><c/></b></a></ROW></DATA>", "F-094"),
        ("9999_20261120_00001.xml", XML.format(RECORD), "F-095"),
        ("entity.zip", b"PK\x03\x04 broken", "F-096"),
        ("entity.zip", packed({"entity.zip": packed({"entity.csv": b"a"})}), "F-098"),
        ("entity.zip", packed({f"entity-{n}.csv": b"a" for n in range(201)}), "F-097"),
        ("entity.exe", b"MZ", "F-002"),
    ],
)
def test_what_is_refused_and_why(folder: Folder, name: str, content: bytes | str, code: str) -> None:
    folder.put(name, content)
    (picked,) = folder.take()
    assert (picked.batch, [each.code for each in picked.table.findings]) == ("", [code])
    assert folder.names("refused") == [name]


def test_a_zip_is_its_files_with_names_from_windows_too(folder: Folder) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        windows = "市场主体-一月.csv".encode("gb18030")
        archive.writestr("w" * len(windows), ENTITY)
        archive.writestr("报送/entity-2.csv", ENTITY.replace("测试", "试验"))
    folder.put("报送.zip", stream.getvalue().replace(b"w" * len(windows), windows))
    picked = folder.take()
    assert [bool(each.batch) for each in picked] == [True, True]
    assert folder.landed("entity") == [2, 2]


def test_an_identity_number_in_a_files_name_is_in_no_receipt(folder: Folder) -> None:
    folder.put(f"entity-{county.PERSON_ID}.csv", ENTITY)
    folder.take()
    for path in (folder.root / "receipts").iterdir():
        assert county.PERSON_ID not in path.name + path.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_a_setting_to_mend(tmp_path: Path) -> None:
    task = FolderTask(
        FolderSource("d", "nowhere"),
        CATALOGUE,
        tmp_path,
        tmp_path,
        date(2026, 11, 20),
        NOW,
        b"k",
        lambda *_: (),
    )
    with pytest.raises(SettingsError, match="交换目录"):
        list(take_folder(task))
