"""The faults found in real systems that concern reading, each as a file like those departments send: told, none lost."""

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.identifiers import registration_number, resident_id
from tests.checks.staged import Staged, sent
from tests.county import BIRCH, CEDAR, NAMES, OFFICE, STALL, as_csv, code, entity, penalty, permit

Row = dict[str, str]
NAME, CODE = "行政相对人名称", "行政相对人代码_1(统一社会信用代码)"
PERSON = "43999919900307123" + resident_id.check_digit("43999919900307123")
DAYS = ("2026-05-06", "2026-05-08")
RURAL, OTHER, WEST = code("N2431027MF123456X"), code("Y1110000MB0000001"), code("91650100ABCDEF123")
LICENCE = (
    "XK_XDR_MC,XK_XDR_LB,XK_XDR_SHXYM,XK_FDDB,XK_FR_SFZH,XK_XKWS,XK_WSH,XK_XKLB,XK_NR,XK_JDRQ,XK_YXQZ,XK_YXQZI,XK_XKJG,"
    "XK_XKJGDM,XK_ZT,XK_LYDW,XK_LYDWDM"
)


def file(rows: Sequence[Row], encoding: str = "utf-8") -> bytes:
    headings = dict.fromkeys(heading for row in rows for heading in row)
    return as_csv([{heading: row.get(heading, "") for heading in headings} for row in rows]).encode(encoding)


def fine(number: str, subject: str = CEDAR, **more: str) -> Row:
    return penalty(subject, number, *DAYS, **more)


def licence(number: str, **more: str) -> Row:
    return permit(CEDAR, number, *DAYS, **more)


def by_code(subject: str, number: str) -> str:
    office = f"测试县市场监督管理局,{OFFICE}"
    return (
        f"测试{number}有限公司,法人及非法人组织,{subject},测某,{PERSON},准予许可决定书,测许{number}号,普通,准予,2026/5/6,"
        f"2026/5/6,2029/5/5,{office},1,{office}"
    )


def workbook(rows: Sequence[Row], dates: dict[str, object]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([dates.get(heading, text) for heading, text in row.items()])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


DATES = (
    "2026/5/6",
    "2026.05.06",
    "20260506",
    "2026年5月6日",
    "46148",
    "2026-05-06 00:00:00",
    "２０２６－０５－０６",
)
CAMEL = {
    "xkXdrMc": NAMES[CEDAR], "xkXdrLb": "法人及非法人组织", "xkXdrShxym": CEDAR, "xkFrdb": "测某", "xkXkws": "准予许可决定书",
    "xkWsh": "测许9号", "xkXklb": "普通", "xkNr": "准予", "xkJdrq": "2026-05-06", "xkYxqz": "2026-05-06", "xkYxqzi": "2099-12-31",
    "xkXkjg": "测试县市场监督管理局", "xkXkjgdm": OFFICE, "xkZt": "1", "xkLydw": "测试县市场监督管理局", "xkLydwdm": OFFICE,
}  # fmt: skip
PERMITS = {
    "列名.csv": "\n".join([LICENCE, *map(by_code, (CEDAR, RURAL, OTHER, WEST), "甲乙丙丁")]).encode(
        "gb18030"
    ),
    "驼峰.jsonl": json.dumps(CAMEL, ensure_ascii=False).encode(),
    "日期.csv": file(
        [licence(f"日{n}号", 许可决定日期=text, 有效期至="9999-12-31") for n, text in enumerate(DATES)]
    ),
    "日期.xlsx": workbook(
        [licence("表1号")],
        {"许可决定日期": date(2026, 5, 6), "有效期自": 46148, "有效期至": "2099.12.31"},
    ),
    "过期.csv": file(
        [
            licence("过1号", 许可决定日期="2026-12-28"),
            licence("过2号", 许可决定日期="2025-05-06", 有效期自="2025-05-06", 有效期至="2026-05-07"),
            licence("过3号", 有效期至="2026-05-08"),
        ]
    ),
}


@pytest.fixture(scope="module")
def permits(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    return sent(tmp_path_factory.mktemp("permit"), "permit", PERMITS)


def test_1_2_3_from_and_to_older_names_and_codes_that_begin_with_letters(permits: Staged) -> None:
    rows = permits.of("列名.csv")
    assert [row["subject_code"] for row in rows] == [CEDAR, RURAL, OTHER, WEST]
    for row in rows:
        assert (row["valid_from"], row["valid_until"]) == (date(2026, 5, 6), date(2029, 5, 5))
        assert row["legal_representative"] == "测某"
        assert str(row["representative_id_number"]).startswith("pid:")
        assert not row["faulty"]
    (camel,) = permits.of("驼峰.jsonl")
    assert (camel["subject_code"], camel["valid_until"], camel["faulty"]) == (
        CEDAR,
        date(2099, 12, 31),
        False,
    )


def test_6_every_form_of_a_day_is_that_day(permits: Staged) -> None:
    rows = [*permits.of("日期.csv"), *permits.of("日期.xlsx")]
    assert [(row["decided_on"], row["valid_until"]) for row in rows] == [
        (date(2026, 5, 6), date(2099, 12, 31))
    ] * (len(DATES) + 1)
    assert not any(row["faulty"] for row in rows)


def test_17_days_that_cannot_be_and_a_licence_that_had_ended_when_it_came(permits: Staged) -> None:
    assert [permits.codes(row, "过期.csv") for row in (2, 3, 4)] == [{"C-008"}, {"C-026"}, set()]
    assert [row["rejected"] for row in permits.of("过期.csv")] == [True, False, False]


BRACKETS = ("测罚〔2026〕1号", "测罚[2026]1号", "测罚（2026）1号", "测罚﹝２０２６﹞１号", "测罚【2026】 1号")
FINE, TAKEN, TAX = (
    "罚款金额（万元）",
    "没收违法所得、没收非法财物的金额（万元）",
    "行政相对人代码_4(税务登记号)",
)
REGISTERED = "43999900001234" + registration_number.check_digit("43999900001234")
CASES = [fine("换1号"), fine("换2号")]
PENALTIES = {
    "金额.csv": file([fine("金1号", **{FINE: "50000"}), fine("金2号", 处罚内容="罚款5000元", **{FINE: "5000"})]),
    "文号.csv": file([fine(text) for text in BRACKETS]),
    "没有文号.csv": file([fine("空"), fine("无")]),
    "两个机关.csv": file([fine("同1号"), fine("同1号", 处罚机关="测试县农业农村局")]),
    "多主体.csv": file(
        [
            fine("多1号", **{NAME: f"{NAMES[CEDAR]}；{NAMES[BIRCH]}", CODE: f"{CEDAR}；{BIRCH}"}),
            fine("多2号", **{NAME: f"{NAMES[CEDAR]}、{NAMES[BIRCH]}"}),
        ]
    ),
    "科室.csv": file([fine("两1号")]),
    "上级.csv": file([fine("两1号", 数据来源单位="测试市市场监督管理局")]),
    "类别.csv": file([fine("类1号", 处罚类别="罚款、没收违法所得、没收非法财物；警告", **{TAKEN: "1"})]),
    "更正前.csv": file([fine("更1号", 记录编号="a-1")]),
    "更正后.csv": file([fine("更1号", 记录编号="b-7", 处罚内容="罚款六千元", 提供日期="2026-05-12")]),
    "个体.csv": file(
        [
            fine("个1号", STALL, 行政相对人类别="自然人"),
            fine("个2号", **{CODE: "", "行政相对人代码_2(工商注册号)": REGISTERED}),
        ]
    ),
    "税号.csv": file([fine("税1号", STALL, 违法事实=f"经营者（{PERSON}）未明码标价", **{TAX: PERSON + "01"})]),
    "曾用名.csv": file([fine("名1号", 行政相对人名称="测试老云杉有限公司")]),
    "混合编码.csv": file(CASES[:1]) + as_csv(CASES[1:]).splitlines()[1].encode("gb18030") + b"\n",
    "标记.csv": file([fine("标1号")], "utf-8-sig"),
    "回车.csv": file([fine("回1号"), fine("回2号")]).replace(b"\n", b"\r"),
    "换行.csv": file([fine("行1号", 违法事实="第一行\n第二行")]),
    "空字符.csv": file([fine("空字1号", 违法事实="检查\0发现")]),
    "多列.csv": file([fine("列1号"), fine("列2号")]).replace(b"2026-05-08\n", "2026-05-08,,多余\n".encode()),
    "标题行.csv": "测试县行政处罚信息公示表（2026年5月）,,\n".encode() + file([fine("题1号"), fine("题2号")]).replace(
        "处罚内容".encode(), "*处罚内容（必填）".encode()
    ),
    "先后.csv": file([fine("先1号", 公示截止期="2026-05-01")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def penalties(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    register = [entity(CEDAR) | {"曾用名": "测试老云杉有限公司"}, entity(BIRCH), entity(STALL)]
    return sent(tmp_path_factory.mktemp("penalty"), "penalty", PENALTIES, register)


def test_no_row_is_lost(penalties: Staged) -> None:
    """Each row is there once, the one with two subjects twice."""
    expected = {name: content.count(b"2026-05-06") for name, content in PENALTIES.items()}
    expected |= {"多主体.csv": 3}
    expected = {
        name: sum(1 for _ in penalties.of(name)) if name == "空" else rows for name, rows in expected.items()
    }
    assert {name: len(penalties.of(name)) for name in PENALTIES} == expected


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("金额.csv", [{"C-010"}, {"C-015"}]),
        ("没有文号.csv", [{"C-001"}, {"C-001"}]),
        ("两个机关.csv", [set(), set()]),
        ("多主体.csv", [{"C-025"}, {"C-013", "C-022"}]),
        ("科室.csv", [{"C-020"}]),
        ("上级.csv", [set()]),
        ("类别.csv", [set()]),
        ("更正前.csv", [set()]),
        ("更正后.csv", [set()]),
        ("个体.csv", [{"C-018", "C-002"}, {"C-002"}]),
        ("税号.csv", [{"S-001"}]),
        ("曾用名.csv", [{"C-023"}]),
        ("标记.csv", [set()]),
        ("换行.csv", [set()]),
        ("空字符.csv", [{"R-005"}]),
        ("多列.csv", [{"R-003"}, {"R-003"}]),
        ("先后.csv", [{"C-009"}]),
    ],
)
def test_each_fault_has_its_finding(penalties: Staged, name: str, told: list[set[str]]) -> None:
    assert [penalties.codes(row, name) for row in range(2, len(told) + 2)] == told


def test_5_9_amounts_and_joined_kinds(penalties: Staged) -> None:
    assert [row["fine"] for row in penalties.of("金额.csv")] == [50000.0, 5000.0]
    (row,) = penalties.of("类别.csv")
    assert row["penalty_kinds"] == ["罚款", "没收违法所得、没收非法财物", "警告"]


def test_7_10_the_same_number_is_one_record_and_the_last_row_counts(penalties: Staged) -> None:
    numbers = penalties.of("文号.csv")
    assert len({row["record"] for row in numbers}) == 1
    assert [row["superseded"] for row in numbers] == [True] * 4 + [False]
    assert len({row["record"] for row in penalties.of("两个机关.csv")}) == 2
    (before,), (after,) = penalties.of("更正前.csv"), penalties.of("更正后.csv")
    assert (before["record"], before["superseded"]) == (after["record"], True)
    assert (after["superseded"], str(after["first_arrival"])) == (False, "2026-05-08")


def test_12_the_owners_number_is_nowhere(penalties: Staged) -> None:
    assert PERSON not in str(penalties.records)
    assert PERSON not in str(penalties.findings)
    assert PERSON[:14] not in str(penalties.of("税号.csv"))


def test_14_a_file_in_two_encodings_names_the_line_and_other_odd_files_are_read(penalties: Staged) -> None:
    (told,) = [each for each in penalties.findings if each.file == "混合编码.csv"]
    assert (told.code, "第3行" in told.message) == ("F-023", True)
    assert [row["document_number"] for row in penalties.of("混合编码.csv")] == ["换1号", "换2号"]
    titled = [each for each in penalties.findings if each.file == "标题行.csv"]
    assert [(each.code, "第2行" in each.message) for each in titled] == [("F-022", True)]
    assert [(row["row"], row["faulty"]) for row in penalties.of("标题行.csv")] == [(3, False), (4, False)]
    assert [row["document_number"] for row in penalties.of("回车.csv")] == ["回1号", "回2号"]
    assert penalties.of("换行.csv")[0]["facts"] == "第一行\n第二行"
    assert penalties.of("空字符.csv")[0]["facts"] == "检查发现"


def test_4_names_under_codes_are_seen_for_the_whole_file(tmp_path: Path) -> None:
    row = {
        "JGQC": "", "TYSHXYDM": "", "ZYSXSS": "拖欠工资", "RDWH": "", "RDDW": "测试县人力资源和社会保障局",
        "QRYZSXRQ": "2026-05-06", "主体类别": "法人及非法人组织", "名单类型": "拖欠农民工工资失信联合惩戒对象名单",
    }  # fmt: skip
    rows = [
        row | {"JGQC": each, "TYSHXYDM": NAMES[each], "RDWH": f"测{each}"} for each in (CEDAR, BIRCH, STALL)
    ]
    result = sent(tmp_path, "blacklist", {"黑名单.csv": file(rows)})
    assert len(result.records) == 3
    assert all(row["rejected"] for row in result.records)
    assert {each.field for each in result.findings if each.code == "H-003"} >= {
        "subject_name",
        "subject_code",
    }
