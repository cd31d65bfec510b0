"""Circulars: figures named right, units in order, comparison, Word in the official layout, the same bytes."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from pipeline.compliance.circular import Circular
from pipeline.compliance.figures import figures
from pipeline.compliance.ground import circulars
from pipeline.compliance.periods import finished, period
from pipeline.compliance.word import HEADING, SUBHEADING, TEXT, TITLE, write_word
from pipeline.errors import SettingsError
from pipeline.portal.circular_file import write_page
from tests.compliance.ground import Row, bundle_of, duty, record
from tests.portal.building import SITE

LATE: Row = {"result": "late", "first_arrival": date(2026, 6, 2), "days_used": 17}
ROWS = [
    *(record() for _ in range(3)),
    record(department="乙局", **LATE),
    record(department="乙局"),
    record(department="丙局", compliant=False),
    record(department="乙局", month="2026-04", decided_on=date(2026, 4, 7)),
]


@pytest.fixture
def may(tmp_path: Path) -> Circular:
    bundle = bundle_of(tmp_path / "bundle", ROWS, [duty(department="丁局", expected=4)])
    (made,) = circulars(bundle, figures(bundle), SITE, [period("2026-05")])
    return made


def words(made: Circular) -> str:
    return "\n".join(block.text for block in made.blocks)


def test_figures_and_order(may: Circular) -> None:
    text = words(may)
    assert may.title == "关于2026年5月信用信息报送情况的通报"
    assert "共报送2026年5月作出决定的信用信息6条，其中行政许可6条" in text
    assert "通过校验5条，合规率83.3%；及时报送5条，及时率50.0%；迟报1条，逾期未报4条，迟报率50.0%" in text
    assert "应报4条，已报0条，逾期未报4条，未到期0条，上报率0%" in text
    assert "与2026年4月相比，报送数量增加5条，合规率下降16.7个百分点，及时率下降50.0个百分点" in text
    assert "合规率、及时率均为100%的单位有1个：甲局。" in text
    ranking = next(block.table for block in may.blocks if block.table is not None)
    assert [row[1] for row in ranking.rows] == ["甲局", "丙局", "乙局", "丁局"]


def test_units_behind_are_named_with_their_late_records(may: Circular) -> None:
    tables = {block.table.title: block.table for block in may.blocks if block.table is not None}
    assert tables["乙局迟报明细"].rows == (
        ("1", "行政许可", "（未公示）", "2026-05-06", "2026-05-06", "2026-06-02"),
    )
    assert tables["未按信息报送清单报送的单位"].rows[0][:5] == ("丁局", "行政许可", "2026年5月", "4", "0")
    assert "丙局1条（合规率0%）" in words(may)


def test_a_half_year_and_a_period_without_data(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path / "bundle", ROWS)
    half, empty = circulars(bundle, figures(bundle), SITE, [period("2026-H1"), period("2025-12")])
    assert half.title == "关于2026年上半年信用信息报送情况的通报"
    assert "信用信息7条" in words(half)
    assert "2025年下半年没有报送记录，不作比较。" in words(half)
    assert "没有收到各单位报送的信息" in words(empty)


def test_a_period_whose_deadlines_are_not_over_is_preliminary(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path / "bundle", [record(month="2026-11")])
    (made,) = circulars(bundle, figures(bundle), SITE, [period("2026-11")])
    assert "至2026年12月9日届满，以上为初步结果" in words(made)


@pytest.mark.parametrize("text", ["2026-13", "2026", "2026-H3", "十月"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(SettingsError, match="2026-H1"):
        period(text)


def test_periods() -> None:
    assert period("2026-01").before == "2025-12"
    assert period("2026-H2").before == "2026-h1"
    assert period("2026-h1").months[0] == "2026-01"
    known = [f"2026-{month:02d}" for month in range(1, 12)]
    assert [each.id for each in finished(known, date(2026, 11, 20))] == [
        *reversed(known[:-1]),
        "2026-h1",
    ]


def test_word_has_the_official_layout(may: Circular, tmp_path: Path) -> None:
    write_word(may, tmp_path / "a.docx")
    file = Document(str(tmp_path / "a.docx"))
    page = file.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(each.mm) for each in margins if each is not None] == [37, 35, 28, 26]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    fonts = {(run.text, run.font.name) for each in file.paragraphs for run in each.runs}
    assert (may.title, TITLE) in fonts
    assert ("一、总体情况", HEADING) in fonts
    assert ("（一）迟报", SUBHEADING) in fonts
    assert ("各有关单位：", TEXT) in fonts
    said = "".join(each.text for each in file.paragraphs)
    assert all(block.text in said for block in may.blocks)
    assert [len(table.rows) - 1 for table in file.tables] == [
        len(block.table.rows) for block in may.blocks if block.table is not None
    ]


def test_word_is_the_same_bytes_and_carries_no_time(may: Circular, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_word(may, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_says_what_word_says(may: Circular, tmp_path: Path) -> None:
    write_page(may, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert all(block.text in page for block in may.blocks)
    assert "<script" not in page
