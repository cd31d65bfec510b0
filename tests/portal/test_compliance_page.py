"""Rates as text, the chart's geometry, and that no data is not 100 %."""

import pytest

from pipeline.compliance.figures import Figures, Rate
from pipeline.portal.charts import HEIGHT, stacked
from pipeline.portal.compliance_page import heat_table, percent


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
    shown = {(name, cell.level, cell.text) for name, row in table.rows for cell in row}
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


def test_a_chart_of_nothing() -> None:
    assert stacked("x", "t", "s", (("a", "甲"),), []).bars == ()
