"""From the template to the article: filled, checked, accepted, filed with an id, shown; nothing is filed twice."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from pipeline.cli import main
from pipeline.newsdesk.front_matter import split
from pipeline.newsdesk.rules import load_rules
from pipeline.newsdesk.word_template import template_word
from pipeline.portal.articles import read_content
from pipeline.settings import load_settings
from tests.county import PORTAL
from tests.newsdesk.pieces import BODY, META, write
from tests.newsdesk.word_parts import FORM, TEXTS, picture

COLUMNS = ("信用动态", "通知公告")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "content/news").mkdir(parents=True)
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "portal.toml").write_text(PORTAL, encoding="utf-8")
    return tmp_path


def accept(office: Path, *files: Path | str) -> int:
    options = [
        "--config",
        str(office / "portal.toml"),
        "--state",
        str(office / "state"),
        "--as-of",
        "2026-11-20",
    ]
    return main(["news", "accept", *options, "--by", "编辑甲", *map(str, files)])


def filled(office: Path) -> Path:
    """The template as a clerk fills it: choices made, hints gone, text and a picture below."""
    settings = load_settings(office / "portal.toml")
    file = Document(io.BytesIO(template_word(settings, load_rules("national"))))
    given = {**META, "department": "测试县市场监督管理局", "title": FORM["标题"], "summary": FORM["摘要"]}
    for control in list(file.element.body.iter(qn("w:sdt"))):
        properties = control.find(qn("w:sdtPr"))
        value = given.get(properties.find(qn("w:tag")).get(qn("w:val")), "")
        if value:
            properties.remove(properties.find(qn("w:showingPlcHdr")))
            next(control.iter(qn("w:t"))).text = value
    for paragraph in file.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    for text in TEXTS:
        file.add_paragraph(text)
    file.add_picture(io.BytesIO(picture()))
    file.add_paragraph("图：执法人员查看台账")
    path = office / "news-inbox" / "市场监管局.docx"
    path.parent.mkdir(exist_ok=True)
    file.save(str(path))
    return path


def test_from_the_template_to_the_article(office: Path) -> None:
    path = filled(office)
    data = path.read_bytes()
    assert accept(office, path) == 0
    article = office / "content/news/2026/11/market-1.md"
    written = split(article.read_text(encoding="utf-8"))
    assert written.meta["slug"] == "2026-11-market-1"
    assert written.meta["accepted_by"] == "编辑甲"
    assert written.meta["accepted_on"] == "2026-11-20"
    assert written.meta["date"] == "2026-11-20 09:00"
    assert written.meta["approved_by"] == META["approved_by"]
    assert "![执法人员查看台账]({static}/images/2026/11/2026-11-market-1-1.jpg)" in written.body
    assert (office / "content/images/2026/11/2026-11-market-1-1.jpg").is_file()
    kept = office / "state/news/originals/2026-11-market-1.docx"
    assert kept.read_bytes() == data
    assert kept.stat().st_mode & 0o077 == 0
    assert not path.exists()
    shown = read_content(office / "content", COLUMNS, date(2026, 11, 20))
    assert [each.slug for each in shown.articles] == ["2026-11-market-1"]


def test_the_empty_template_is_refused_field_by_field(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = office / "a.docx"
    path.write_bytes(template_word(load_settings(office / "portal.toml"), load_rules("national")))
    assert accept(office, path) == 1
    told = capsys.readouterr().out
    assert "N-129" in told
    assert told.count("N-001") == 9
    assert list((office / "content/news").rglob("*.md")) == []


def test_the_template_is_the_same_every_time(office: Path) -> None:
    settings = load_settings(office / "portal.toml")
    first, second = (template_word(settings, load_rules("national")) for _ in range(2))
    assert first == second
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None


def test_the_same_file_is_accepted_once(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(office / "a.md")
    assert accept(office, path) == 0
    before = {each: each.read_bytes() for each in office.rglob("*.md")}
    assert accept(office, path) == 0
    assert "已经收过" in capsys.readouterr().out
    assert {each: each.read_bytes() for each in office.rglob("*.md")} == before


def test_numbers_go_on_and_ids_are_never_used_again(office: Path) -> None:
    one = write(office / "a.md")
    other = (
        "县局公布第三季度诚信经营示范店名单，共有四十二家餐饮、商超和药店入选，名单有效期两年，期间失信的随时摘牌。"
        * 1
    )
    other += "评选由行业协会初评、部门联合复核、社会公示七日，未收到异议。"
    other += "入选店铺可享受检查频次降低、容缺办理等激励措施，信用记录更新。"
    two = write(office / "b.md", other, title="第三季度诚信示范店名单公布", event_date="2026-11-13")
    assert accept(office, one, two) == 0
    assert sorted(path.name for path in (office / "content/news/2026/11").iterdir()) == [
        "market-1.md",
        "market-2.md",
    ]


def test_two_copies_in_one_go_are_one_article(office: Path) -> None:
    assert accept(office, write(office / "a.md"), write(office / "b.md", title="同一件事换了个标题")) == 1
    assert len(list((office / "content/news").rglob("*.md"))) == 1


def test_an_article_of_a_merge_request_stays_where_it_lies(office: Path) -> None:
    path = write(
        office / "content/news/2026/11/own-name.md",
        slug="2026-11-own",
        date="2026-11-18 10:00",
        category="信用动态",
    )
    assert accept(office, path) == 0
    written = split(path.read_text(encoding="utf-8"))
    assert (written.meta["slug"], written.meta["date"]) == ("2026-11-own", "2026-11-18 10:00")
    assert written.meta["accepted_by"] == "编辑甲"
    assert written.body.strip() == BODY.strip()
    before = path.read_bytes()
    assert accept(office, path) == 0
    assert path.read_bytes() == before


def test_a_stale_piece_is_not_filed(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(office, write(office / "a.md", event_date="2026-09-01")) == 1
    assert "时效性已无" in capsys.readouterr().out


def test_a_hostile_name_stays_one_line(office: Path) -> None:
    path = write(office / "a\nSlug: x\n\n.md")
    assert accept(office, path) == 0
    written = split((office / "content/news/2026/11/market-1.md").read_text(encoding="utf-8"))
    assert written.meta["slug"] == "2026-11-market-1"


def test_wrong_use(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(office) == 2
    assert main(["news", "accept", "--config", str(office / "portal.toml"), "--by", " ", "a.md"]) == 2
    assert "请写明收稿人" in capsys.readouterr().err
