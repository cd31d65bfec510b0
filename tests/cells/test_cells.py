"""Cells: every written form is read as what it means, and nothing else is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cells import amounts, dates, labels, text

DAY = date(2026, 1, 5)
DAYS = st.dates(date(1955, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05", "2026/1/5", "2026.01.05", "20260105", "2026年1月5日", "2026年01月05日", "46027", "46027.0",
        "2026-01-05 00:00:00", "2026/1/5 0:00", "2026-01-05T00:00:00.000", "２０２６－０１－０５", " 2026-01-05 ",
        "46027.604", "20260105083000", "二〇二六年一月五日", "2026年1月5号", "2026.1.5.", "2026—01—05", "'2026-01-05",
        "2026-01-04T16:00:00.000Z", "2026-01-05T00:00:00.000+0800", "2026-01-05 00:00:00+08:00",
    ],
)  # fmt: skip
def test_every_written_form_of_a_day(written: str) -> None:
    assert dates.parse(written) == DAY


@pytest.mark.parametrize("written", ["2099-12-31", "9999-12-31", "2099/12/31", "长期", "长期有效", "2958465"])
def test_long_term(written: str) -> None:
    assert dates.parse(written) == dates.LONG_TERM


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "2026-13-01",
        "05/01/2026",
        "一月五日",
        "2026",
        "1",
        "99999",
        "2026-01-05abc",
        "",
        "二〇二六年十三月五日",
        "2026-01-05T99:00Z",
    ],
)
def test_what_is_no_day_is_not_guessed(written: str) -> None:
    assert dates.parse(written) is None


@given(DAYS)
def test_a_day_survives_every_form(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    assert {dates.parse(form) for form in forms} == {day}
    assert dates.parse(str((day - date(1899, 12, 30)).days)) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_parsers(written: str) -> None:
    dates.parse(written), amounts.parse(written), text.clean(written), labels.splitter(["罚款"])(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.5", 0.5),
        ("1,000.50", 1000.5),
        ("２０", 20.0),
        ("3万元", 3.0),
        ("0", 0.0),
        ("5.0E-4", 0.0005),
        ("3 万", 3),
    ],
)
def test_amounts(written: str, value: float) -> None:
    assert amounts.parse(written) == value


@pytest.mark.parametrize(
    "written", ["五万", "50000元", "-1", "1.2.3", "1e5", "约3", "0,5", "1,5000", "1.0E999"]
)
def test_an_amount_in_doubt_is_not_guessed(written: str) -> None:
    assert amounts.parse(written) is None


LABELS = ["警告", "罚款", "没收违法所得、没收非法财物", "没收违法所得", "没收非法财物", "其他"]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("罚款", ["罚款"]),
        ("警告；罚款", ["警告", "罚款"]),
        ("罚款,没收违法所得、没收非法财物", ["罚款", "没收违法所得、没收非法财物"]),
        ("没收违法所得，罚款", ["没收违法所得", "罚款"]),
        ("罚款、罚款", ["罚款"]),
        ("其他-责令改正;罚款", ["其他-责令改正", "罚款"]),
        ("罚款金", ["罚款金"]),
        ("其它；罚款。", ["其他", "罚款"]),
        ("罚款、其他-责令改正、恢复原状、警告", ["罚款", "其他-责令改正、恢复原状", "警告"]),
        ("其他、恢复原状", ["其他", "恢复原状"]),
    ],
)
def test_joined_labels(written: str, parts: list[str]) -> None:
    assert labels.splitter(LABELS, ["其他"])(written) == parts


@given(
    st.lists(st.sampled_from(["警告", "罚款", "没收违法所得", "其他-责令改正"]), min_size=1, unique=True),
    st.sampled_from("、；;,，"),
)
def test_labels_survive_any_separator(chosen: list[str], separator: str) -> None:
    assert labels.splitter(LABELS, ["其他"])(separator.join(chosen)) == chosen


def test_known_labels() -> None:
    assert labels.is_known("罚款", LABELS, ["其他"])
    assert labels.is_known("其他-责令改正", LABELS, ["其他"])
    assert not labels.is_known("责令改正", LABELS, ["其他"])
    assert not labels.is_known("其他人", LABELS, ["其他"])


def test_clean_removes_what_nobody_sees() -> None:
    assert text.clean("\ufeff 示例\u202e公司\x00\u3000") == "示例公司"
    assert text.clean(" \u200b ") is None
    assert text.clean("第一行\n第二行") == "第一行\n第二行"


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("示例云杉有限公司", False), ("示例甲有限公司；示例乙有限公司", True), ("张三;李四", True),
        ("示例甲有限公司、示例乙有限公司", True), ("示例县煤、气、水设备厂", False),
        ("甲公司，乙公司", True), ("示例甲有限公司/示例乙有限公司", True), ("示例甲有限公司 示例乙有限公司", True),
        ("示例甲有限公司 示例分公司", False), ("示例甲有限公司，示例分公司", False), ("张三，李四", True),
        ("Birch (China) Co., Ltd.", False), ("买买提 艾力", False), ("示例甲有限公司等3家", True), ("示例平等超市", False),
        ("示例县农药、化肥经营部", False), ("种子、化肥店", False), ("示例县云杉饭店、白桦超市", True),
    ],
)  # fmt: skip
def test_several_subjects_in_one_cell(name: str, several: bool) -> None:
    assert text.is_several_names(name) is several


def test_serials_and_days_agree_over_years() -> None:
    for offset in range(0, 36500, 97):
        day = date(1955, 1, 1) + timedelta(days=offset)
        assert dates.parse(str((day - date(1899, 12, 30)).days)) == day
