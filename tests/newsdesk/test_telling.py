"""What the desk prints: a clerk's lines, a comment in which nothing of the article acts, and JSON."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.newsdesk.checking import check
from pipeline.newsdesk.library import Library
from pipeline.newsdesk.telling import as_json, as_markdown, as_text
from tests.county import PORTAL
from tests.newsdesk.pieces import BODY, DESK, META, piece, write


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "content/news").mkdir(parents=True)
    (tmp_path / "portal.toml").write_text(PORTAL, encoding="utf-8")
    return tmp_path


def command(office: Path, *more: str) -> int:
    return main(["news", "check", "--config", str(office / "portal.toml"), "--as-of", "2026-11-20", *more])


def test_the_command_says_what_to_mend(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = write(office / "good.md"), write(office / "bad.md", approved_by="")
    assert command(office, str(good)) == 0
    assert command(office, str(good), str(bad)) == 1
    told = capsys.readouterr().out
    assert "没有问题，可以报送" in told
    assert "N-001 须更正：没有填写“审核人”" in told


def test_without_files_the_inbox_is_checked(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(office) == 2
    write(office / "news-inbox/市场监管局/a.md", summary="")
    (office / "news-inbox/~$a.docx").write_bytes(b"")
    assert command(office) == 1
    assert "a.md" in capsys.readouterr().out


def test_a_copy_of_an_outside_text(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "others").mkdir()
    (office / "others/新闻.txt").write_text(BODY, encoding="utf-8")
    piece_file = write(office / "a.md")
    assert command(office, "--against", str(office / "others"), "--json", str(piece_file)) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["files"][0]["copies"][0]["passages"][0]["mine"].startswith("11月12日")


def test_a_missing_file(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(office, "none.md") == 2
    assert "打不开" in capsys.readouterr().err


HOSTILE = "</details><img src=x onerror=alert(1)> @all [点](https://x.example) ``` | 列 | # 题"


def test_a_comment_shows_hostile_text_as_text() -> None:
    checked = check(
        piece(f"{BODY}[x](javascript:{HOSTILE})", category=HOSTILE, title=HOSTILE), DESK, Library([])
    )
    comment = as_markdown([checked])
    assert "<img" not in comment
    assert "@all" not in comment
    assert "](http" not in comment
    assert "```" not in comment
    assert comment.count("|") % 1 == 0
    assert all(line.count("|") in (0, 4) for line in comment.splitlines())


def test_the_three_forms_tell_the_same_codes() -> None:
    checked = check(piece(category="", author=META["approved_by"]), DESK, Library([]))
    expected = [each.code for each in checked.findings]
    assert [each["code"] for each in json.loads(as_json([checked]))["files"][0]["findings"]] == expected
    for told in (as_text(checked), as_markdown([checked])):
        assert all(code in told for code in expected)
