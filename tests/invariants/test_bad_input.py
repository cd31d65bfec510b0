"""Bad input: a clear finding or error, nothing lost, the last good site in place."""

import zipfile
from pathlib import Path

import pytest

from tests import county
from tests.county import BIRCH, CEDAR, NAMES
from tests.invariants.test_whole_build import counts, findings


def codes(root: Path) -> set[str]:
    return {each["code"] for each in findings(root)}


def test_a_missing_required_column_and_an_unknown_one(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    row = county.permit(CEDAR, "测市许〔2026〕5号", "2026-10-09", "2026-10-12", 办件编号="7")
    del row["许可内容"]
    county.write(inbox, "permit-缺列.csv", [row])
    assert county.build(tmp_path, inbox) == 0
    assert {"H-001", "H-002", "C-001"} <= codes(tmp_path)
    assert (counts(tmp_path)["permit"]["received"], counts(tmp_path)["permit"]["rejected"]) == (3, 1)


def test_a_row_with_two_subjects_is_a_record_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = county.standard(tmp_path / "inbox")
    name, code = "行政相对人名称", "行政相对人代码_1(统一社会信用代码)"
    both = {name: f"{NAMES[CEDAR]}、{NAMES[BIRCH]}", code: f"{CEDAR}、{BIRCH}", "法定代表人": "测某、测二"}
    row = county.permit(CEDAR, "测市许〔2026〕6号", "2026-10-09", "2026-10-12", **both)
    county.write(inbox, "permit-两个主体.csv", [row])
    assert county.build(tmp_path, inbox) == 0
    assert (counts(tmp_path)["permit"]["received"], counts(tmp_path)["permit"]["published"]) == (4, 4)
    assert "行政许可来件 3 行，一格写有几个主体的按主体分开，多出 1 条。" in capsys.readouterr().out
    for subject in (CEDAR, BIRCH):
        page = (tmp_path / "output/e" / subject / "index.html").read_text(encoding="utf-8")
        assert "测市许〔2026〕6号" in page
        assert both[name] not in page


@pytest.mark.parametrize(
    ("scope", "kind", "shown"),
    [
        ("0", "不可公开", 2),
        ("1", "可向社会公开", 2),
        ("0", "可向社会公开", 3),
        ("公示", "", 3),
        ("", "特定范围内公开", 2),
    ],
)
def test_a_row_is_shown_only_when_scope_and_kind_of_publication_both_allow_it(
    tmp_path: Path, scope: str, kind: str, shown: int
) -> None:
    inbox = county.standard(tmp_path / "inbox")
    more = {"信息使用范围": scope, "公开类型": kind}
    row = county.permit(CEDAR, "测市许〔2026〕7号", "2026-10-09", "2026-10-12", **more)
    county.write(inbox, "permit-两栏.csv", [row])
    assert county.build(tmp_path, inbox) == 0
    assert counts(tmp_path)["permit"]["published"] == shown
    assert "H-001" not in codes(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("permit-加密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("permit-损坏.xlsx", b"PK\x03\x04 not a workbook"),
        ("permit-乱码.csv", "行政相对人名称\n测试".encode() + b"\xff\xfe\x81" + "云杉".encode("gb18030")),
        ("permit-旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("说明.docx", b"x"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_built(
    tmp_path: Path, name: str, content: bytes
) -> None:
    inbox = county.standard(tmp_path / "inbox")
    (inbox / name).write_bytes(content)
    assert county.build(tmp_path, inbox) == 0
    assert [each["level"] for each in findings(tmp_path) if each["file"] == name] != []
    assert counts(tmp_path)["permit"]["published"] == 2


def test_a_workbook_that_is_a_bomb(tmp_path: Path) -> None:
    inbox = county.standard(tmp_path / "inbox")
    with zipfile.ZipFile(inbox / "permit-炸弹.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    assert county.build(tmp_path, inbox) == 0
    assert any(
        each["file"] == "permit-炸弹.xlsx" and each["level"] == "reject" for each in findings(tmp_path)
    )


def test_a_platform_that_is_down_leaves_the_last_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = county.standard(tmp_path / "inbox")
    assert county.build(tmp_path, inbox) == 0
    before = county.tree(tmp_path / "output")
    source = '\n[[source]]\nname = "p"\nkind = "platform"\nretries = 0\nsecret_env = "TEST_TOKEN"\n'
    config = county.PORTAL + source + 'datasets = ["permit"]\n'
    monkeypatch.setattr(county, "PORTAL", config)
    monkeypatch.setenv("TEST_TOKEN", "canary-token")
    assert county.build(tmp_path, inbox, further=["--platform", "http://127.0.0.1:9"]) == 1
    assert county.tree(tmp_path / "output") == before
    told = capsys.readouterr().err
    assert "停止" in told
    assert "canary-token" not in told


def test_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert county.build(tmp_path, tmp_path / "nowhere") == 2
    assert "不存在" in capsys.readouterr().err


def test_a_setting_nobody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(county, "PORTAL", county.PORTAL.replace("[site]", "[site]\ncolour = 3"))
    assert county.build(tmp_path, county.standard(tmp_path / "inbox")) == 2
    assert "colour" in capsys.readouterr().err
