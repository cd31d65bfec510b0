"""Removal is total: after every kind of drop no byte of the site, inflated where it is packed, tells of the record."""

import json
from pathlib import Path

from search.command import search
from tests import county
from tests.county import BIRCH, CEDAR, STALL
from tests.leftovers import holding

LONELY, NAME = "91439999MA4L00001Q", "测试孤松独有限公司"
GONE = {"repair": 21, "revocation": 22, "objection": 23, "expiry": 24, "full set": 25, "lonely": 26}
LISTED, HONOURED, OLD_TEXT = "测失〔2026〕1号", "测信〔2026〕1号", "货架价签与结算价不符的旧说法"
UNIT = "测试县市场监督管理局"


def listed(subject: str, number: str, **more: str) -> county.Row:
    """A row of a list of honours or of serious breach."""
    own = {"主体名称": county.NAMES[subject], "统一社会信用代码": subject, "主体类别": county.KIND[subject]}
    return own | {"认定文号": number, "认定机关": UNIT, "数据来源单位": UNIT, "提供日期": "2026-06-08"} | more


def lists(inbox: Path) -> None:
    """BIRCH is listed, STALL honoured."""
    breach = {"名单类型": "拖欠农民工工资", "列入事由": "拖欠工资", "列入日期": "2026-06-06"}
    county.write(inbox, "blacklist.csv", [listed(BIRCH, LISTED, **breach, 移出日期="")])
    honour = listed(STALL, HONOURED, 荣誉名称="守信单位", 认定日期="2026-06-06")
    county.write(inbox, "honour.csv", [honour])


def inbox_of(folder: Path) -> Path:
    inbox = county.standard(folder / "inbox")
    lists(inbox)
    corrected = county.penalty(STALL, "测市罚〔2026〕60号", "2026-06-06", "2026-06-08", 违法事实=OLD_TEXT)
    county.write(inbox, "penalty-更正.csv", [corrected])
    numbers = [GONE[kind] for kind in ("repair", "revocation", "objection")]
    rows = [county.penalty(BIRCH, f"测市罚〔2026〕{n}号", "2026-06-06", "2026-06-08") for n in numbers]
    rows.append(
        county.penalty(STALL, "测市罚〔2026〕24号", "2026-06-06", "2026-06-08", 公示截止期="2026-11-18")
    )
    lonely = county.penalty(CEDAR, "测市罚〔2026〕26号", "2026-06-06", "2026-06-08", 公示截止期="2026-11-18")
    rows.append(lonely | {"行政相对人名称": NAME, "行政相对人代码_1(统一社会信用代码)": LONELY})
    county.write(inbox, "penalty-各种.csv", rows)
    whole = [
        county.penalty(CEDAR, f"测市罚〔2026〕{n}号", "2026-06-06", "2026-06-08")
        for n in range(25, 45)
        if n != 26
    ]
    county.write(inbox, "penalty-全量.csv", whole)
    return inbox


def happen(inbox: Path) -> None:
    event = county.repair(BIRCH, "测市罚〔2026〕21号", "2026-11-19")
    county.write(inbox, "repair.csv", [event])
    other = {key: event[key] for key in ("主体名称", "统一社会信用代码", "数据类别", "作出机关")}
    county.write(
        inbox, "revocation.csv", [other | {"文书号": "测市罚〔2026〕22号", "撤销日期": "2026-11-19"}]
    )
    upheld = {
        "文书号": "测市罚〔2026〕23号",
        "受理日期": "2026-11-10",
        "处理状态": "成立",
        "办结日期": "2026-11-19",
    }
    county.write(inbox, "objection.csv", [other | upheld])
    whole = [county.penalty(CEDAR, f"测市罚〔2026〕{n}号", "2026-06-06", "2026-06-08") for n in range(27, 45)]
    county.write(inbox, "penalty-全量-2.csv", whole)
    breach = {"名单类型": "拖欠农民工工资", "列入事由": "拖欠工资", "列入日期": "2026-06-06"}
    rows = [
        listed(BIRCH, LISTED, **breach, 移出日期="2026-11-19"),
        listed(STALL, "测失〔2026〕2号", **breach, 移出日期=""),  # ends the honour of STALL
    ]
    county.write(inbox, "blacklist.csv", rows)
    corrected = county.penalty(
        STALL, "测市罚〔2026〕60号", "2026-06-06", "2026-06-09", 违法事实="更正后的说法"
    )
    county.write(inbox, "penalty-更正.csv", [corrected])


def found(output: Path, texts: list[str]) -> list[str]:
    """What the published search finds something for that is shown as being it."""
    index = output / "search" / "index"
    return [text for text in texts if any(text in hit.title for hit in search(index, text))]


def test_nothing_is_left_of_any_kind_of_drop(tmp_path: Path) -> None:
    inbox, output = inbox_of(tmp_path), tmp_path / "output"
    assert county.build(tmp_path, inbox, as_of="2026-11-18") == 0
    numbers = [f"测市罚〔2026〕{n}号" for n in GONE.values()] + [LISTED, HONOURED]
    texts = [*numbers, NAME, LONELY, OLD_TEXT]
    assert [text for text in texts if not holding(output, text)] == []
    assert found(output, [*numbers, NAME]) == [*numbers, NAME]
    before = {each["record"] for each in changes(output)}
    happen(inbox)
    assert county.build(tmp_path, inbox, as_of="2026-11-19") == 0
    assert {text: places for text in texts if (places := holding(output, text))} == {}
    assert found(output, [*numbers, NAME]) == []
    beside = [tmp_path / "state/office", tmp_path / "state/bundle", tmp_path / "state/last_good"]
    beside += [tmp_path / "state" / name for name in ("site", "changes", "downloads", "search", "ledger")]
    beside += [tmp_path / ".output.twin"]
    assert [text for text in texts for folder in beside if holding(folder, text)] == []
    assert holding(output, "测市罚〔2026〕30号")
    assert holding(tmp_path / ".output.twin", "测市罚〔2026〕30号")
    page = (output / f"e/{BIRCH}/index.html").read_text(encoding="utf-8")
    assert "已完成信用修复" in page
    assert "（行政处罚法（2021）第四十八条）" in page
    assert "经异议核查成立，已撤下" in page
    told = [each for each in changes(output) if each["record"] not in before]
    assert len(told) == len(numbers)
    assert all(each.keys() == {"record", "dataset", "state", "since"} for each in told)
    for each in told:
        places = [f"data/v1/changes/{name}.jsonl" for name in ("2026-11-19", "withdrawn")]
        assert holding(output, each["record"]) == places


def changes(output: Path) -> list[dict[str, str]]:
    """The lines of the change log."""
    path = output / "data/v1/changes/withdrawn.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
