"""The inbox: which file is what, in which order, and that nothing in the folder goes unmentioned."""

import os
from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue
from pipeline.errors import SettingsError
from pipeline.findings import Level
from pipeline.sources import codes
from pipeline.sources.inbox import inbox_findings, read_inbox
from tests.sources.bad_workbooks import OLE_MAGIC, PLAIN

CATALOGUE = load_catalogue()
CSV = "主体名称\n甲\n".encode()


def _inbox(folder: Path, *names: str, content: bytes = CSV) -> Path:
    for name in names:
        (folder / name).write_bytes(content)
    return folder


def _codes(folder: Path) -> dict[str, str]:
    return {each.file: each.code for each in inbox_findings(folder, CATALOGUE)}


def test_datasets_by_name_and_title_in_order_of_file_names(tmp_path: Path) -> None:
    _inbox(
        tmp_path, "行政处罚-一月.csv", "permit.CSV", "honour-市监-2.csv", "penalty-10.csv", "penalty-2.csv"
    )
    (tmp_path / "守信激励名单.xlsx").write_bytes(PLAIN)
    (tmp_path / "repair-1.jsonl").write_text('{"主体名称":"甲"}', encoding="utf-8", newline="\n")
    assert [(each.dataset, each.name) for each in read_inbox(tmp_path, CATALOGUE)] == [
        ("honour", "honour-市监-2.csv"),
        ("penalty", "penalty-10.csv"),
        ("penalty", "penalty-2.csv"),
        ("permit", "permit.CSV"),
        ("repair", "repair-1.jsonl"),
        ("honour", "守信激励名单.xlsx"),
        ("penalty", "行政处罚-一月.csv"),
    ]
    assert all(len(each.cells) == 1 for each in read_inbox(tmp_path, CATALOGUE))
    assert _codes(tmp_path) == {}


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    _inbox(tmp_path, "名单.csv", "honourable.csv", "honour.pdf", "honour", "~$honour.xlsx", ".honour.csv.swp")
    (tmp_path / "honour-folder.csv").mkdir()
    os.mkfifo(tmp_path / "honour-pipe.csv")
    assert list(read_inbox(tmp_path, CATALOGUE)) == []
    assert _codes(tmp_path) == {
        "名单.csv": "F-001",
        "honourable.csv": "F-001",
        "honour.pdf": "F-002",
        "honour": "F-002",
        "~$honour.xlsx": "F-003",
        ".honour.csv.swp": "F-003",
        "honour-folder.csv": "F-005",
        "honour-pipe.csv": "F-005",
    }


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "secret.csv"
    inbox.mkdir()
    outside.write_bytes(CSV)
    (inbox / "honour-1.csv").write_bytes(CSV)
    (inbox / "honour-inside.csv").symlink_to(inbox / "honour-1.csv")
    (inbox / "honour-out.csv").symlink_to(outside)
    (inbox / "honour-up.csv").symlink_to("../secret.csv")
    (inbox / "honour-gone.csv").symlink_to(inbox / "nowhere.csv")
    assert [each.name for each in read_inbox(inbox, CATALOGUE)] == ["honour-1.csv", "honour-inside.csv"]
    assert _codes(inbox) == {"honour-gone.csv": "F-005", "honour-out.csv": "F-004", "honour-up.csv": "F-004"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("honour-1.csv", b"", "F-006"),
        ("honour-1.xls", OLE_MAGIC, "F-011"),
        ("honour-1.xlsm", PLAIN, "F-013"),
        ("honour-1.xlsx", CSV, "F-016"),
        ("honour-1.jsonl", "主体名称".encode("utf-16"), "F-008"),
    ],
)
def test_a_refused_file_is_a_table_without_rows(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (table,) = read_inbox(_inbox(tmp_path, name, content=content), CATALOGUE)
    assert (len(table.cells), table.headings, len(table.source_sha256)) == (0, (), 64)
    assert [(each.code, each.level, each.file) for each in table.findings] == [(code, Level.REJECT, name)]


def test_a_file_too_large_to_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.inbox.SIZE_LIMIT_MB", 0)
    (table,) = read_inbox(_inbox(tmp_path, "honour.csv"), CATALOGUE)
    assert [each.code for each in table.findings] == ["F-010"]
    assert len(table.source_sha256) == 64


def test_names_that_are_no_text_are_shown_with_marks(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"honour-\xff.csv")).write_bytes(CSV)
    (table,) = read_inbox(tmp_path, CATALOGUE)
    assert table.name == "honour-?.csv"


def test_an_identity_number_in_a_file_name_is_not_told_on(tmp_path: Path) -> None:
    number = "11010519491231002X"
    _inbox(tmp_path, f"honour-{number}.csv", f"{number}.csv", content=b"")
    (table,) = read_inbox(tmp_path, CATALOGUE)
    assert table.name == "honour-[证件号码已隐去].csv"
    assert number not in str(table.findings) + str(inbox_findings(tmp_path, CATALOGUE))


def test_a_missing_inbox_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="收件目录"):
        inbox_findings(tmp_path / "nowhere", CATALOGUE)


def test_the_table_of_codes() -> None:
    assert len({each.code for each in codes.ALL}) == len(codes.ALL)
    assert [each.code for each in codes.ALL] == sorted(each.code for each in codes.ALL)
    assert all(each.code[:2] in ("F-", "R-", "S-") and each.message.endswith("。") for each in codes.ALL)
