# ruff: noqa: E501 - a table keeps one row on one line
"""Rows of the penalty file with difficult texts: identity numbers, joined classes, NUL, embedded newlines."""

from datetime import date

from sample.county.codes import make_identity_number
from sample.county.model import Plant
from sample.county.states import FINE
from sample.county.story import Story

Entry = tuple[Plant | None, dict[str, str]]

_CONFISCATED = {"confiscated": "0.36"}
UNREGISTERED = "914399990000000193"
"""A valid code that nobody in the register has."""


def _full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


def _changes() -> tuple[tuple[str, str, dict[str, str], str, str], ...]:
    born, serial = "19900118", 601
    number = make_identity_number(born, serial)
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    old = number[:6] + number[8:17]
    hidden = "提醒 S-001：替换为 [证件号码已隐去]"
    kinds = "penalty_kinds"
    # fmt: off
    return (
        ("id-in-text", "违法事实中有身份证号", {"facts": f"经查，负责人（身份证号{number}）承认上述事实。"}, hidden, number),
        ("id-full-width", "违法事实中有全角身份证号", {"facts": f"当事人证件号{_full_width(number)}。"}, hidden, _full_width(number)),
        ("id-spaced", "违法事实中有带空格的身份证号", {"facts": f"当事人证件号{spaced}。"}, hidden, spaced),
        ("id-15", "备注中有十五位旧身份证号", {"remarks": f"旧证号{old}"}, hidden, old),
        ("mobile-in-text", "处罚内容中有手机号码", {"content": "处以罚款2.5万元，联系电话15400000000。"}, "提醒 S-002：手机号码已隐去", "15400000000"),
        ("embedded-newline", "单元格内有换行", {"facts": "经查，当事人存在以下行为：\n一、未建立台账；\n二、未留存票据。"}, "状态 published，行号为该行起始行", "\n"),
        ("nul", "单元格内有 NUL 字符", {"facts": "经查，当事人未按\x00规定公示。"}, "提醒 R-005：去除 NUL", "\x00"),
        ("kinds-comma", "处罚类别以顿号相连，标签本身含顿号", {kinds: "罚款、没收违法所得、没收非法财物"} | _CONFISCATED, "按最长标签拆分，状态 published", "罚款、没收违法所得、没收非法财物"),
        ("kinds-semicolon", "处罚类别以分号相连", {kinds: "没收违法所得、没收非法财物；罚款"} | _CONFISCATED, "按最长标签拆分，状态 published", "没收非法财物；罚款"),
        ("kinds-latin", "处罚类别以半角逗号相连", {kinds: "警告,罚款"}, "拆为警告、罚款，状态 published", "警告,罚款"),
        ("kinds-open", "处罚类别为“其他-XXX”", {kinds: "罚款、其他-责令限期拆除"}, "状态 published", "其他-责令限期拆除"),
        ("kinds-unknown", "处罚类别不在代码表中", {kinds: "口头教育"}, "拒收 C-006：代码表以外的值", "口头教育"),
        ("fine-missing", "处罚类别为罚款而金额为空", {"fine": ""}, "拒收 C-002：罚款金额为空", "罚"),
        ("fine-text", "金额带单位和千位分隔符", {"fine": "1,250.50万元"}, "读作 1250.5，状态 published", "1,250.50"),
        ("publicity-before-decision", "公示截止期早于决定日期", {"publicity_until": "2026-01-01"}, "拒收 C-009：日期先后颠倒", "2026-01-01"),
        ("date-impossible", "不存在的日期", {"decided_on": "2026-02-30"}, "拒收 C-003：日期无法读取", "2026-02-30"),
        ("name-mismatch", "名称与登记名称不一致", {"subject_name": "示例县郢汀不存在商贸有限公司"}, "提醒 C-022：名称与登记不符", "郢汀不存在"),
        ("code-unregistered", "代码有效但不在主体登记中", {"subject_code": UNREGISTERED}, "提醒 C-024：代码不在主体登记中", UNREGISTERED),
    )
    # fmt: on


def penalty_texts(story: Story) -> list[Entry]:
    """One row per fault, all of one department and month."""
    entries: list[Entry] = []
    for n, (key, title, change, expected, probe) in enumerate(_changes()):
        values = story.make("penalty", "market", date(2026, 10, 9 + n), FINE | change)
        entries.append((Plant(key, "fault", title, expected, probe.replace("+", r"\+")), values))
    return entries
