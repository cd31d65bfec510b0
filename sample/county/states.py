# ruff: noqa: E501 - a table keeps one row on one line
"""Lifecycle plants that one row tells: periods, classes, use scope, persons, lateness."""

from datetime import date

from sample.county.codes import make_identity_number
from sample.county.model import Plant
from sample.county.story import Story

WARNING = {
    "penalty_kinds": "警告",
    "content": "警告，责令改正。",
    "fine": "",
    "confiscated": "",
    "licence": "",
}
FINE = {
    "penalty_kinds": "罚款",
    "content": "处以罚款2.5万元。",
    "fine": "2.5",
    "confiscated": "",
    "licence": "",
}
GRAVE = {
    "penalty_kinds": "罚款、吊销许可证",
    "content": "处以罚款20万元；吊销许可证。",
    "fine": "20",
    "confiscated": "",
    "licence": "道路运输经营许可证（示）字00017号",
    "severity": "严重",
}


def _person(name: str, born: str, serial: int) -> dict[str, str]:
    return {
        "subject_name": name,
        "subject_kind": "自然人",
        "subject_code": "",
        "legal_representative": "",
        "id_type": "身份证",
        "id_number": make_identity_number(born, serial),
    }


# fmt: off
# id, department, decision day, changes, title, expected, probe
_PERMITS: tuple[tuple[str, str, date, dict[str, str], str, str, str], ...] = (
    ("permit-expired", "market", date(2024, 12, 10), {"valid_until": "2026-06-30"}, "许可有效期已届满", "状态 expired，不展示", "2026-06-30"),
    ("permit-last-day", "health", date(2024, 12, 12), {"valid_until": "2026-11-20"}, "许可有效期最后一日即 as_of 当日", "状态 published，当日仍展示", "2026-11-20"),
    ("permit-2099", "resources", date(2025, 3, 18), {"valid_until": "2099-12-31"}, "长期有效写作 2099-12-31", "状态 published，无截止日", "2099-12-31"),
    ("permit-9999", "agriculture", date(2025, 4, 22), {"valid_until": "9999-12-31"}, "长期有效写作 9999-12-31", "状态 published，无截止日", "9999-12-31"),
    ("permit-invalid", "transport", date(2025, 6, 11), {"status": "2"}, "许可当前状态为 2（无效）", "状态 not_publishable", "无效|2"),
    ("permit-scope-1", "housing", date(2025, 9, 3), {"use_scope": "1"}, "信息使用范围 1（仅政府部门内部共享）", "状态 not_publishable", "许"),
    ("permit-person", "labour", date(2025, 10, 14), _person("例望舒", "19870312", 118), "自然人的许可", "状态 not_publishable；证件号码不落盘", "例望舒"),
    ("permit-arrived-expired", "culture", date(2026, 1, 6), {"valid_until": "2026-02-05", "provided_on": "2026-03-20"}, "到达时许可已过期", "状态 expired，时效 late", "2026-02-05"),
    ("late", "emergency", date(2026, 3, 3), {"provided_on": "2026-05-06"}, "迟报：决定两个月后才到达", "时效 late", "2026-05-06"),
    ("makeup-saturday", "market", date(2026, 2, 12), {"provided_on": "2026-02-28"}, "期限最后一日是调休上班的星期六", "时效 in_time（2026-02-28 为工作日）", "2026-02-28"),
    ("makeup-late", "market", date(2026, 2, 12), {"provided_on": "2026-03-02"}, "比上一条晚一个工作日", "时效 late", "2026-03-02"),
    ("decided-on-holiday", "culture", date(2026, 10, 3), {"provided_on": "2026-10-15"}, "国庆假期内作出的决定", "时效 in_time（期限 2026-10-15）", "2026-10-15"),
    ("undetermined-1", "resources", date(2017, 12, 20), {"provided_on": "2017-12-29", "valid_until": "2099-12-31"}, "决定日所在年份没有节假日安排数据", "时效 undetermined", "2017-12-29"),
    ("undetermined-2", "housing", date(2017, 12, 19), {"provided_on": "2017-12-28", "valid_until": "2099-12-31"}, "同上，另一部门", "时效 undetermined", "2017-12-28"),
)

_PENALTIES: tuple[tuple[str, str, date, dict[str, str], str, str, str], ...] = (
    ("warning-only", "market", date(2025, 5, 20), WARNING, "仅警告的处罚", "轻微，状态 not_publishable", "警告"),
    ("criticism-only", "agriculture", date(2025, 5, 21), WARNING | {"penalty_kinds": "通报批评", "content": "通报批评。"}, "仅通报批评的处罚", "轻微，状态 not_publishable", "通报批评"),
    ("simple-procedure", "transport", date(2026, 5, 13), FINE | {"procedure": "简易程序", "fine": "0.02", "content": "处以罚款0.02万元。"}, "简易程序作出的处罚", "状态 not_publishable", "简易程序"),
    ("severity-minor", "health", date(2026, 6, 9), FINE | {"severity": "轻微"}, "来源标明“轻微”", "状态 not_publishable", "轻微"),
    ("severity-grave", "transport", date(2026, 5, 12), GRAVE, "严重：吊销许可证（2026-04-01 以后）", "状态 published，最长三年", "吊销许可证"),
    ("general-new-rule", "ecology", date(2026, 4, 1), FINE, "一般：新办法施行当日作出的罚款", "状态 published，最长一年", "罚款"),
    ("expired-by-law", "ecology", date(2023, 6, 15), FINE | {"provided_on": "2023-06-20"}, "公示满三年（旧规定）", "状态 expired", "2023-06-15"),
    ("expired-as-given", "emergency", date(2025, 8, 28), FINE | {"publicity_until": "2026-08-31"}, "来源给出的公示截止期已过", "状态 expired", "2026-08-31"),
    ("last-day", "emergency", date(2025, 11, 20), FINE | {"publicity_until": "2026-11-20"}, "公示截止期即 as_of 当日", "状态 published，当日仍展示", "2026-11-20"),
    ("ended-yesterday", "emergency", date(2025, 11, 19), FINE | {"publicity_until": "2026-11-19"}, "公示截止期为 as_of 前一日", "状态 expired", "2026-11-19"),
    ("beyond-maximum", "culture", date(2026, 4, 20), FINE | {"publicity_until": "2031-04-19"}, "公示截止期超过最长公示期", "状态 published，提醒 P-901：按最长期限截止", "2031-04-19"),
    ("scope-2", "health", date(2025, 12, 4), FINE | {"use_scope": "2"}, "信息使用范围 2（仅可授权查询）", "状态 not_publishable", "罚款"),
    ("penalty-person", "transport", date(2026, 2, 3), FINE | _person("虚若谷", "19790605", 231), "自然人的处罚", "状态 not_publishable；证件号码不落盘", "虚若谷"),
    ("minor", "culture", date(2026, 7, 15), FINE | _person("拟初晴", "20110820", 64), "未成年人的处罚", "状态 not_publishable", "拟初晴"),
    ("old-status-1", "housing", date(2025, 7, 9), FINE | {"status": "1"}, "旧版当前状态 1（撤销）", "状态 revoked", "罚"),
    ("old-status-2", "housing", date(2025, 7, 10), FINE | {"status": "2"}, "旧版当前状态 2（异议）", "状态 published，标注异议处理中", "罚"),
    ("old-status-3", "housing", date(2025, 7, 11), FINE | {"status": "3"}, "旧版当前状态 3（其他）", "状态 not_publishable，人工核对", "罚"),
    ("pending", "labour", date(2026, 11, 18), FINE | {"provided_on": "2026-11-25"}, "提供日期晚于 as_of", "状态 pending，提醒 C-012", "2026-11-25"),
)

# fmt: on


def tell_states(story: Story) -> None:
    """Plant every single-row state."""
    for dataset, table in (("permit", _PERMITS), ("penalty", _PENALTIES)):
        for key, department, day, changes, title, expected, probe in table:
            plant = Plant(key, "event", title, expected, probe)
            story.tell(plant, (dataset, story.make(dataset, department, day, changes)))
    ended = story.make("honour", "culture", date(2024, 12, 18), {"publicity_until": "2026-03-31"})
    story.tell(
        Plant("honour-expired", "event", "荣誉公示期已届满", "状态 expired", "2026-03-31"), ("honour", ended)
    )
