"""What departments get wrong is told with the right code, in the right row, and no row is lost."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.identifiers import organisation_code, resident_id
from tests.checks.staged import CATALOGUE, staged
from tests.county import BIRCH, CEDAR, NAMES, OFFICE, STALL, entity, penalty, permit

DAY = "2026-05-06"
NUMBER = "43999919900307123" + resident_id.check_digit("43999919900307123")


def fine(number: str, subject: str = CEDAR, **more: str) -> dict[str, str]:
    return penalty(subject, number, DAY, "2026-05-08", **more)


LISTED = ("测试甲有限公司，测试乙有限公司", "张三、李四", "测试甲有限公司等3家企业")


def test_rows_of_every_fault_at_once(tmp_path: Path) -> None:
    """One file, one row a fault: compiling the rules takes longer than applying them."""
    code, own = "行政相对人代码_1(统一社会信用代码)", "行政相对人代码_3(组织机构代码)"
    other = "MA0000009" if organisation_code.is_valid("MA0000009") else "600037341"
    rows: list[tuple[set[str], dict[str, str]]] = [
        (set(), fine("1号")),
        ({"C-001"}, fine("空")),
        ({"C-002"}, fine("3号", **{code: ""})),
        ({"C-003"}, fine("4号", 处罚决定日期="2026-02-30")),
        ({"C-004"}, fine("5号", **{"罚款金额（万元）": "五千"})),
        ({"C-005"}, fine("6号", 备注="长" * 513)),
        ({"C-006"}, fine("7号", 处罚类别="口头教育")),
        ({"C-007"}, fine("8号", **{code: "9.14E+17"})),
        ({"C-008"}, fine("9号", 处罚决定日期="2026-12-01")),
        ({"C-009"}, fine("10号", 公示截止期="2026-01-01")),
        ({"C-010"}, fine("11号", **{"罚款金额（万元）": "25000"})),
        ({"C-015"}, fine("12号", 处罚内容="罚款5,000元", **{"罚款金额（万元）": "5000"})),
        (set(), fine("13号", 处罚内容="罚款50万元（500000元）", **{"罚款金额（万元）": "50"})),
        ({"C-013"}, fine("14号", 行政相对人名称="测试甲有限公司；测试乙有限公司")),
        ({"C-018"}, fine("15号", STALL, 行政相对人类别="法人及非法人组织")),
        ({"C-019"}, fine("16号", **{own: other})),
        ({"C-017"}, fine("17号", **{own: "600037342"})),
        ({"S-001"}, fine("18号", 违法事实=f"当事人（{NUMBER}）")),
        ({"S-002"}, fine("19号", 违法事实="联系电话13800138000")),
        *(({"C-013"}, fine(f"多{each}", 行政相对人名称=each)) for each in LISTED),
        *(({"C-027"}, fine(f"名{each}", 行政相对人名称=each)) for each in (CEDAR, "1", "测试\ufffd有限公司")),
        ({"C-001"}, fine("#N/A")),
        (set(), fine("19-1号", 处罚类别="警告、通报批评", **{"罚款金额（万元）": "/", "公示截止期": "无"})),
        (set(), fine("19-2号", 行政相对人类别="法人和其他组织")),
        ({"C-011"}, fine("20号", 提供日期="昨天")),
        ({"C-012"}, fine("21号", 提供日期="2026-12-01")),
    ]
    result = staged(tmp_path, "penalty", [row for _, row in rows])
    told = [result.codes(place) for place in range(2, len(rows) + 2)]
    assert told == [expected for expected, _ in rows]
    assert len(result.records) == len(rows)
    refused = {each.row for each in result.findings if each.level == "reject"}
    assert {row["row"] for row in result.records if row["rejected"]} == refused
    assert all("13800138000" not in str(row) and NUMBER not in str(row) for row in result.records)
    assert NUMBER not in str(result.findings)


def test_names_and_codes_are_compared_with_the_register(tmp_path: Path) -> None:
    register = [entity(CEDAR) | {"曾用名": "测试老云杉有限公司"}, entity(STALL)]
    rows = [
        fine("1号"),
        fine("2号", 行政相对人名称="测试老云杉有限公司"),
        fine("3号", 行政相对人名称="测试红杉有限公司"),
        fine("4号", BIRCH),
        fine("5号", 行政相对人名称=f" {NAMES[CEDAR]} "),
    ]
    result = staged(tmp_path, "penalty", rows, register=register)
    assert [result.codes(row) for row in range(2, 7)] == [set(), {"C-023"}, {"C-022"}, {"C-024"}, set()]
    assert not any(row["rejected"] for row in result.records)


def test_a_row_sent_again_and_accepted_is_told_no_more(tmp_path: Path) -> None:
    bad = fine("1号", 处罚决定日期="2026-02-30")
    other = fine("2号", 处罚决定日期="2026-02-30")
    result = staged(tmp_path, "penalty", [bad, other], [fine("1号")])
    assert result.codes(3) == {"C-003"}
    assert result.codes(2) == set()
    mended = [each for each in result.findings if each.code == "C-021"]
    assert [(each.file, "1 行" in each.message) for each in mended] == [("1.csv", True)]
    assert [row["rejected"] for row in result.records] == [True, True, False]


def test_a_duplicate_from_a_second_unit_is_one_record(tmp_path: Path) -> None:
    again = fine("1号", 数据来源单位="测试县司法局")
    result = staged(tmp_path, "penalty", [fine("1号")], [again])
    assert [row["superseded"] for row in result.records] == [True, False]
    told = [each for each in result.findings if each.code == "C-020"]
    assert len(told) == 1
    assert "测试县司法局报送的 2.csv 第 2 行" in told[0].message


OLD_PENALTY = {
    "CF_WSH": "测市罚〔2017〕1号", "CF_CFMC": "未明码标价案", "CF_CFLB1": "罚款", "CF_CFLB2": "没收违法所得、没收非法财物",
    "CF_SY": "检查发现", "CF_YJ": "价格法", "CF_XDR_MC": NAMES[CEDAR], "CF_XDR_SHXYM": CEDAR, "CF_XDR_ZDM": "", "CF_XDR_GSDJ": "",
    "CF_XDR_SWDJ": "", "CF_XDR_SFZ": "", "CF_FR": "测某", "CF_JG": "罚款五千元", "CF_JDRQ": "2017/5/6", "CF_XZJG": "测试县物价局",
    "CF_ZT": "1", "DFBM": "431027", "SJC": "2017/5/9", "BZ": "", "CF_SYFW": "0", "CF_SXYZCD": "1", "CF_GSJZQ": "2020/5/6",
}  # fmt: skip


def test_the_template_of_2015_is_read_as_what_it_means(tmp_path: Path) -> None:
    bare = OLD_PENALTY | {"CF_WSH": "测市罚〔2017〕2号", "CF_XDR_SHXYM": ""}
    result = staged(tmp_path, "penalty", [OLD_PENALTY, bare])
    row = result.records[0]
    assert row["penalty_kinds"] == ["罚款", "没收违法所得、没收非法财物"]
    assert (row["offence"], row["content"], row["authority"]) == (
        "未明码标价案",
        "罚款五千元",
        "测试县物价局",
    )
    assert str(row["decided_on"]) == "2017-05-06"
    assert result.codes(2) == set()
    assert result.codes(3) == {"C-016"}
    assert result.codes(None) == set()


def test_a_status_figure_means_what_its_edition_says(tmp_path: Path) -> None:
    new = permit(CEDAR, "测许〔2026〕1号", DAY, "2026-05-08")
    old = {
        "XK_WSH": "测许〔2017〕1号", "XK_XMMC": "食品经营", "XK_SPLB": "普通", "XK_NR": "准予", "XK_XDR": NAMES[CEDAR],
        "XK_XDR_SHXYM": CEDAR, "XK_JDRQ": "2017-05-06", "XK_JZQ": "2099/12/31", "XK_XZJG": "测试县食药监局", "XK_ZT": "1",
        "DFBM": "431027", "SJC": "2017-05-07",
    }  # fmt: skip
    result = staged(tmp_path, "permit", [new], [old])
    assert [row["status"] for row in result.records] == ["1", "撤销"]
    assert result.codes(2) == set()


def test_shifted_columns_are_told_once_for_the_file(tmp_path: Path) -> None:
    code, name = "行政相对人代码_1(统一社会信用代码)", "行政相对人名称"
    rows = [fine(f"{n}号", **{code: NAMES[CEDAR], name: CEDAR}) for n in range(5)]
    result = staged(tmp_path, "penalty", rows)
    shifted = {each.field for each in result.findings if each.code == "H-003"}
    assert {"subject_name", "subject_code"} <= shifted


def test_further_datasets(tmp_path: Path) -> None:
    court = {
        "被执行人姓名/名称": "测某某", "主体类别": "580", "证件号码": NUMBER,
        "执行法院": "测试县人民法院", "执行依据文号": "（2025）测民初1号",
        "案号": "（2026）测执1号", "失信被执行人行为具体情形": "有履行能力而拒不履行", "发布时间": "2026年5月6日",
    }  # fmt: skip
    result = staged(
        tmp_path / "court",
        "court",
        [court, court | {"证件号码": f"{NUMBER[:10]}****{NUMBER[-4:]}", "案号": "2"}],
    )
    assert [row["subject_kind"] for row in result.records] == ["自然人", "自然人"]
    assert {row["id_number"] for row in result.records} == {f"{NUMBER[:10]}****{NUMBER[-4:]}"}
    promise = {
        "承诺编码": "43102720260506000001", "承诺人名称": "测某", "承诺人类别": "自然人", "承诺人代码": NUMBER,
        "承诺类型": "主动型",
        "承诺事由": "经营", "承诺内容": "守法", "违诺责任": "担责", "承诺作出日期": DAY, "承诺履行状态": "部分履行",
        "承诺受理单位": "测试县市场监督管理局", "承诺受理单位代码": OFFICE, "公开类型": "不可公开",
    }  # fmt: skip
    result = staged(tmp_path / "commitment", "commitment", [promise])
    assert result.codes(2) == {"C-002", "S-001"}
    assert NUMBER not in str(result.records)
    duty = {"报送单位": "测试县市场监督管理局", "数据类别": "行政处罚", "信息事项": "价格", "报送依据": "目录",
            "报送频率": "每周",
            "起始日期": "2026-01-01"}  # fmt: skip
    result = staged(tmp_path / "duty", "duty", [duty, duty | {"信息事项": "收费"}, duty])
    assert [row["superseded"] for row in result.records] == [True, False, False]


@pytest.mark.parametrize("name", ["entity", "penalty", "commitment", "duty"])
def test_a_dataset_can_be_read_empty_and_full_of_nonsense(name: str, tmp_path: Path) -> None:
    dataset = CATALOGUE[name]
    nonsense = {each.title: "\u202e；1 無〔" for each in dataset.fields}
    result = staged(tmp_path, dataset.name, [nonsense, dict.fromkeys(nonsense)])
    assert len(result.records) == 2
    assert all(row["rejected"] for row in result.records)
    assert pq.read_schema(tmp_path / "records.parquet").names[:3] == ["row_id", "file", "row"]
