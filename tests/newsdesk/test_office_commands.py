"""`portal news due`, `refuse` and `report`: what the office asks of the desk's figures."""

import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from pipeline.cli import main
from pipeline.errors import Stopped
from pipeline.ledger import Entry, append
from pipeline.newsdesk.refusals import PLACE, read_refusals
from tests.compliance.ground import bundle_of, duty, record

CONFIG = """[site]
name = "测"
region = "测试县"
url = "https://test.example"
[news]
quota_from = "2026-10"
[[department]]
id = "a"
name = "甲局"
[[department]]
id = "b"
name = "乙局"
"""
PIECE = "Title: 稿件\nDate: 2026-11-05\nSlug: a-{}\nCategory: 信用动态\nClass: 动态类\nDepartment: {}\nSubmitted: {}\n\n正文。\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "portal.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "content" / "news").mkdir(parents=True)
    (tmp_path / "content/news/a.md").write_text(PIECE.format(1, "甲局", "2026-11-05"), encoding="utf-8")
    return tmp_path


def run(office: Path, *arguments: str) -> int:
    return main(["news", *arguments, "--config", str(office / "portal.toml")])


def due(office: Path, capsys: pytest.CaptureFixture[str], *further: str) -> list[tuple[str, str]]:
    capsys.readouterr()
    asked = ["due", "--as-of", "2026-11-20", "--state", str(office / "state"), "--json", *further]
    assert run(office, *asked) == 0
    return [(each["department"], each["standing"]) for each in json.loads(capsys.readouterr().out)["open"]]


def test_a_refused_piece_is_kept_with_its_reason_and_asked_for_again(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert due(office, capsys) == [("乙局", "awaited")]
    piece = office / "piece.md"
    piece.write_text(PIECE.format(2, "乙局", "2026-11-09"), encoding="utf-8")
    assert (
        run(office, "refuse", str(piece), "--by", "张", "--because", "失去时效", "--as-of", "2026-11-10") == 0
    )
    (kept,) = read_refusals(office)
    assert (kept.department, kept.submitted, kept.because) == ("乙局", "2026-11-09", "失去时效")
    assert due(office, capsys) == [("乙局", "refused")]
    assert due(office, capsys, "--department", "甲局") == []
    assert due(office, capsys, "--month", "2026-10") == [("乙局", "missing"), ("甲局", "missing")]


def test_wrong_use_is_told(office: Path) -> None:
    piece = office / "piece.md"
    piece.write_text(PIECE.format(2, "外局", "2026-11-09"), encoding="utf-8")
    assert run(office, "refuse", str(piece), "--by", "张", "--because", "失去时效") == 2
    assert run(office, "due", "--month", "2026-13") == 2
    assert run(office, "report", "--half", "2026-10", "--state", str(office)) == 2


def test_a_broken_list_of_refusals_stops(office: Path) -> None:
    (office / PLACE).parent.mkdir()
    (office / PLACE).write_text('{"department": "乙局"}\n', encoding="utf-8")
    with pytest.raises(Stopped, match="第 1 行无法读取"):
        read_refusals(office)


def test_the_duty_list_says_who_owes_articles(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle_of(office / "state" / "bundle", [], [duty(department="丙局", month="2026-10")])
    assert due(office, capsys) == [("丙局", "awaited")]


def test_the_report_is_drafted_from_bundle_ledger_and_articles(office: Path) -> None:
    state = office / "state"
    bundle_of(state / "bundle", [record(department="甲局", month="2026-10")])
    append(state / "ledger", [Entry("x", "permit", "shown", "2026-11-02")], date(2026, 11, 2))
    assert run(office, "report", "--half", "2026-h2", "--state", str(state), "--to", str(office / "out")) == 0
    file = Document(str(office / "out" / "贯彻落实情况报告-2026-h2.docx"))
    text = "\n".join(each.text for each in file.paragraphs)
    assert "作出决定的信用信息1条" in text
    assert "新公示信用信息1条" in text
    assert "共采用信用信息稿件1篇：动态类1篇" in text
    assert "缺报信息稿件的：乙局2026年10月；甲局2026年10月。" in text
    assert "贯彻落实情况" in (office / "out" / "贯彻落实情况报告-2026-h2.html").read_text(encoding="utf-8")
