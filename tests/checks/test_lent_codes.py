"""A record that came without its subject's code and then with it is one record (更正), also for the row that removes it."""

from pathlib import Path

from tests.checks.staged import staged
from tests.county import BIRCH, CEDAR, NAMES

Row = dict[str, str | None]
UNIT = "测试县人力资源和社会保障局"


def listed(code: str, number: str = "测失〔2026〕1号", **more: str) -> Row:
    own = {
        "主体名称": NAMES[CEDAR],
        "统一社会信用代码": code,
        "名单类型": "其他-测试名单",
        "列入事由": "拖欠工资",
    }
    own |= {
        "认定文号": number,
        "认定机关": UNIT,
        "列入日期": "2026-06-06",
        "移出日期": "",
        "提供日期": "2026-06-08",
    }
    return {**own, **more}


def test_the_row_that_removes_an_entry_finds_it_by_name(tmp_path: Path) -> None:
    removal = listed(CEDAR, "测失(2026)1号", 移出日期="2026-11-15", 提供日期="2026-11-16")
    before, after = staged(tmp_path, "blacklist", [listed("")], [removal]).records
    assert (before["record"], before["superseded"]) == (after["record"], True)
    assert (after["superseded"], str(after["first_arrival"])) == (False, "2026-06-08")


def test_a_code_is_lent_to_the_same_record_only(tmp_path: Path) -> None:
    rows = [
        listed(""),
        listed(CEDAR, "测失〔2026〕2号"),
        listed(CEDAR, 认定机关="测试县市场监督管理局"),
        listed(CEDAR, 主体名称=NAMES[BIRCH]),
        listed("", "测失〔2026〕2号", 主体类别="自然人"),
        listed("", "测失〔2026〕2号", 证件类型="护照号", 证件号码="E12345678"),
    ]
    records = staged(tmp_path, "blacklist", rows).records
    assert len({row["record"] for row in records}) == len(rows)
    assert not any(row["superseded"] for row in records)


def test_two_codes_of_one_name_lend_nothing(tmp_path: Path) -> None:
    records = staged(tmp_path, "blacklist", [listed(""), listed(CEDAR), listed(BIRCH)]).records
    assert len({row["record"] for row in records}) == 3


def test_what_closes_an_objection_may_add_the_code(tmp_path: Path) -> None:
    opened: Row = {
        "主体名称": NAMES[CEDAR], "统一社会信用代码": "", "数据类别": "行政处罚", "文书号": "测市罚〔2026〕7号",
        "作出机关": UNIT, "受理日期": "2026-11-02", "处理状态": "受理中", "办结日期": "",
    }  # fmt: skip
    closed = {**opened, "统一社会信用代码": CEDAR, "处理状态": "不成立", "办结日期": "2026-11-10"}
    assert [row["superseded"] for row in staged(tmp_path, "objection", [opened], [closed]).records] == [
        True,
        False,
    ]
