"""A seeded county of many records and events for comparisons with the oracle, wider than hypothesis draws."""

import random
from datetime import date, timedelta
from typing import Any

from tests.publicity.tables import event, record

NAMES = ("示例甲有限公司", "示例乙有限公司", "示例 丙有限公司", "张某", "示例丁有限公司")
KINDS = (
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "吊销许可证",
    "责令停产停业",
    "其他-责令关闭",
    "其他-告诫",
    "其他-通报批评",
    "限制从业",
    "其他-责令停业整顿",
    "其他-五年内禁止从业",
)

YEARS = (None, "2024", "2025年度", "2024-2026", "2026年", "上年度", "20261231")


def _day(chance: random.Random) -> date:
    return date(2022, 1, 1) + timedelta(chance.randrange(2700))


def _number(chance: random.Random, of: int = 400) -> str:
    left, right = chance.choice([("〔", "〕"), ("[", "]"), ("（", "）"), ("(", ")")])
    return f"示罚{left}2026{right}{chance.randrange(of)}号"


def _subject(dataset: str, chance: random.Random, of: int) -> dict[str, Any]:
    """Of acts a few, so that events meet records; of lists many, so that some honoured ones are listed and others are not."""
    number = chance.randrange(max(4, of) if dataset in ("honour", "blacklist") else 4)
    name = NAMES[number] if number < 4 else f"示例{number}号有限公司"
    return {"subject_name": name, "subject_code": chance.choice([f"91439999MA{number:08d}"] * 5 + [None])}


def _record(dataset: str, number: int, chance: random.Random, of: int) -> dict[str, Any]:
    kind = chance.choice(["法人及非法人组织"] * 6 + ["自然人", None])
    decided = _day(chance)
    fields: dict[str, dict[str, Any]] = {
        "penalty": {
            "penalty_kinds": chance.sample(KINDS, chance.randint(1, 2)),
            "severity": chance.choice([None] * 5 + ["轻微", "1", "一般", "较重", "3", "0"]),
            "procedure": chance.choice([None] * 6 + ["01", "02", "简易程序", "普通程序"]),
            "status": chance.choice([None] * 6 + ["0", "1", "2", "3"]),
            "use_scope": chance.choice([None] * 6 + ["0", "公示", "1"]),
            "publicity_until": chance.choice([None, _day(chance)]),
        },
        "permit": {"status": chance.choice(["1"] * 6 + ["2", "有效", "无效"]), "valid_until": _day(chance)},
        "honour": {
            "publicity_until": chance.choice([None, _day(chance), date(2099, 12, 31)]),
            "rated_year": chance.choice(YEARS),
        },
        "blacklist": {
            "removed_on": chance.choice([None, None, _day(chance)]),
            "publicity_until": chance.choice([None, None, _day(chance)]),
            "list_type": chance.choice(["拖欠农民工工资", "失信被执行人", "法院失信被执行人（信用惩戒）"]),
        },
    }
    own = fields[dataset]
    left = ["removed"] if dataset == "blacklist" else []
    barred = chance.choice([None] * 12 + ["repaired", "revoked", *left])
    return record(
        f"r{number}",
        **_subject(dataset, chance, of),
        subject_kind=kind,
        authority=chance.choice(["甲局", "乙局", "甲管理局"]),
        document_number=_number(chance, of),
        decided_on=decided,
        provided_on=decided + timedelta(chance.randrange(20)),
        corrected_on=chance.choice([None, None, _day(chance)]),
        vanished_on=chance.choice([None] * 5 + [_day(chance)]),
        barred=barred,
        barred_on=None if barred is None else _day(chance),
        **own,
    )


def _event(dataset: str, number: int, chance: random.Random, of: int) -> dict[str, Any]:
    happened = _day(chance)
    return event(
        chance.choice(["repair", "revocation", "objection"]),
        f"e{number}",
        about=chance.choice([dataset] * 9 + ["other"]),
        document_key=f"示罚〔2026〕{chance.randrange(of)}号",
        authority=chance.choice(["甲局", "乙局", "", None, "丙局"]),
        **_subject(dataset, chance, of),
        happened_on=happened,
        outcome=chance.choice(["受理中", "成立", "不成立", "不予修复", "准予修复", None]),
        closed_on=chance.choice([None, happened + timedelta(chance.randrange(-5, 60))]),
    )


def county(dataset: str, seed: int, size: int = 1500) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Records of one dataset and half as many events, of which about half meet a record."""
    chance, numbers = random.Random(seed), size * 4 // 15
    records = [_record(dataset, number, chance, numbers) for number in range(size)]
    return records, [_event(dataset, number, chance, numbers) for number in range(size * 8 // 15)]
