"""Rates as text, the charts' geometry, the tables and lists, and that no data is not 100 %."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.bundle import FindingCount
from pipeline.compliance.due_items import DueItem, Matter
from pipeline.compliance.figures import Figures, Rate, Spread
from pipeline.compliance.names import addresses
from pipeline.compliance.words import compared, percent
from pipeline.portal.charts import HEIGHT, lines, stacked
from pipeline.portal.compliance_lists import due_lists, finding_rows
from pipeline.portal.compliance_tables import heat_table, league, spread_panel
from pipeline.settings import Department


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (None, "无数据"),
        (1.0, "100%"),
        (0.0, "0%"),
        (0.99999, "99.9%"),
        (0.00001, "0.1%"),
        (0.5, "50.0%"),
        (0.9876, "98.8%"),
    ],
)
def test_percent(rate: float | None, text: str) -> None:
    assert percent(rate) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (0.9, 0.8, "上升10.0个百分点"),
        (0.8, 0.9, "下降10.0个百分点"),
        (0.9, 0.90004, "持平"),
        (None, 1.0, "不作比较"),
    ],
)
def test_change_of_a_rate(now: float | None, before: float | None, text: str) -> None:
    assert compared(now, before) == text


def rate(department: str, month: str, in_time: int, late: int, undetermined: int = 0) -> Rate:
    received = in_time + late + undetermined
    return Rate("", department, month, received, received, in_time, late, undetermined)


def test_heat_table_tells_no_data_from_all_in_time() -> None:
    cells = (rate("甲", "2026-01", 4, 0), rate("甲", "2026-02", 0, 0, 2), rate("乙", "2026-02", 1, 1))
    figures = Figures(
        total=rate("", "", 5, 1, 2),
        by_dataset=(),
        by_department=(rate("乙", "", 1, 1), rate("甲", "", 4, 0, 2)),
        by_month=(rate("", "2026-01", 4, 0), rate("", "2026-02", 1, 1, 2)),
        by_department_month=cells,
        rows=(),
    )
    table = heat_table(figures)
    assert table.months == ("2026-02", "2026-01")
    shown = {(name, cell.level, cell.text) for name, _, row in table.rows for cell in row}
    assert shown == {("乙", 0, "—"), ("乙", 1, "50.0%"), ("甲", 5, "100%"), ("甲", 0, "待定")}


def test_bars_stand_on_each_other() -> None:
    chart = stacked("x", "t", "s", (("a", "甲"), ("b", "乙")), [("1", (3, 1)), ("2", (0, 0))])
    (first, second) = chart.bars
    (_, low, low_height), (_, high, high_height) = first.parts
    assert low + low_height == pytest.approx(HEIGHT - 36)
    assert high + high_height == pytest.approx(low)
    assert low_height == pytest.approx(3 * high_height, abs=0.2)
    assert second.parts == ()
    assert [tick.label for tick in chart.ticks] == ["0", "1", "2", "3", "4"]
    assert first.tip == "1：甲 3，乙 1"


def test_a_chart_of_nothing() -> None:
    assert stacked("x", "t", "s", (("a", "甲"),), []).bars == ()
    assert lines("x", "t", "s", (("a", "甲"),), []).lines[0].path == ""


def test_a_line_is_broken_where_there_is_no_data() -> None:
    chart = lines(
        "x", "t", "s", (("a", "甲"),), [("1", (0.9,)), ("2", (None,)), ("3", (1.0,)), ("4", (0.85,))]
    )
    (line,) = chart.lines
    assert [point[2] for point in line.points] == ["1：甲 90.0%", "3：甲 100.0%", "4：甲 85.0%"]
    assert [each for each in line.path if each.isalpha()] == ["M", "M", "L"]
    assert [tick.label for tick in chart.ticks] == ["80%", "85%", "90%", "95%", "100%"]
    assert all(0 <= y <= HEIGHT for _, y, _ in line.points)


def test_league_puts_the_best_first_and_no_data_last() -> None:
    rates = [Rate(department="无"), rate("差", "", 1, 9), rate("好", "", 9, 0), rate("中", "", 9, 1)]
    table = league(rates, {"好": "compliance/good/"}, duties=False)
    assert [row.label for row in table.rows] == ["好", "中", "差", "无"]
    assert [row.path for row in table.rows] == ["compliance/good/", "", "", ""]
    assert table.rows[-1].cells[-1].text == "无数据"
    assert table.rows[-1].cells[-1].value == ""


def test_days_used_are_counted_once_and_the_rest_is_told() -> None:
    panel = spread_panel([Spread("甲", 3, 5), Spread("乙", 3, 1), Spread("乙", 99, 2), Spread("乙", None, 7)])
    assert [(row.label, row.cells[0].text) for row in panel.table.rows] == [("3 天", "6"), (">30 天", "2")]
    assert panel.table.rows[-1].cells[1].text == "100%"
    assert "7 条" in panel.note


def item(left: int | None, overdue: bool, latest: date = date(2026, 11, 20)) -> DueItem:
    return DueItem("甲", "permit", Matter.REPORT, "2026-10", 2, date(2026, 11, 20), latest, left, overdue)


def test_due_lists_tell_soon_overdue_and_undetermined_apart() -> None:
    items = [item(2, False), item(4, False), item(None, True), item(None, False, date(2026, 12, 1))]
    near, late, between = due_lists(items, {"permit": "行政许可"}, {})
    assert [row.state for row in near.rows] == ["剩 2 个工作日"]
    assert [row.state for row in late.rows] == ["逾期"]
    assert [row.state for row in between.rows] == ["待定"]
    assert due_lists([], {}, {})[0].rows == ()


def test_findings_say_what_to_do() -> None:
    told = FindingCount("C-022", "warn", "permit", "甲", 2, "请核对名称和代码。")
    odd = FindingCount("C-099", "warn", "permit", "乙", 1, "")
    first, second = finding_rows([told, odd], {"permit": "行政许可"}, "")
    assert (first.advice, first.count) == ("请核对名称和代码。", "2")
    assert second.advice == "见发给本单位的问题清单。"
    assert finding_rows([told, odd], {}, "乙")[0].code == "C-099"


def test_addresses_are_safe_and_lasting() -> None:
    made = addresses(["甲局", "../乙局"], [Department("market", "甲局"), Department("../x", "丙局")])
    assert made["甲局"] == "market"
    assert set(made) == {"甲局", "../乙局", "丙局"}
    assert all(each.isascii() and each.replace("-", "").isalnum() for each in made.values())
    assert addresses(["a"], [Department("circular", "a")])["a"] != "circular"


class _Tables(HTMLParser):
    """Numbers of charts and of tables after them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" or (tag == "svg" and dict(attrs).get("role") == "img"):
            self.seen.append(tag)


def test_under_each_chart_stands_a_table(site: Path) -> None:
    parser = _Tables()
    parser.feed((site / "compliance/index.html").read_text(encoding="utf-8"))
    charts = [place for place, tag in enumerate(parser.seen) if tag == "svg"]
    assert len(charts) == 3
    assert all(parser.seen[place + 1] == "table" for place in charts)
