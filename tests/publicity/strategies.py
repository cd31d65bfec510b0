"""Random records and events in a small world, so that events often meet records and days often meet ends."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.publicity.tables import event, record

DAYS = st.one_of(
    st.dates(date(2022, 12, 1), date(2030, 1, 1)),
    st.sampled_from(
        [date(2024, 2, 29), date(2025, 11, 30), date(2026, 3, 31), date(2026, 4, 1), date(2027, 2, 28)]
    ),
)
ENDS = st.none() | DAYS | st.just(date(2099, 12, 31))
NUMBERS = st.sampled_from(["罚〔2026〕1号", "罚(2026) 1号", "罚〔2026〕2号", None])
CODES = st.sampled_from(["91439999MA00000001", "91439999MA00000002", None])
NAMES = st.sampled_from(["示例甲有限公司", "示例乙有限公司", "示例 甲有限公司", "张某"])
AUTHORITIES = st.sampled_from(["甲局", "乙局", "甲 局", "甲监管局", "甲监督管理局"])
KINDS = st.lists(
    st.sampled_from(
        [
            "警告",
            "通报批评",
            "罚款",
            "吊销许可证",
            "暂扣执照",
            "责令停产停业",
            "其他-责令关闭",
            "其他-告诫",
            "其他-通报批评",
            "行政拘留",
        ]
    ),
    max_size=3,
)
TOKENS = st.sampled_from([None, None, "pid:" + "0a" * 16 + ":2008", "pid:" + "0a" * 16 + ":0000"])
BY_DATASET: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "penalty": {
        "penalty_kinds": KINDS,
        "severity": st.sampled_from([None, None, "0", "未定", "轻微", "1", "2", "较重", "严重"]),
        "procedure": st.sampled_from([None, None, "02", "01", "简易程序", "一般程序"]),
        "remarks": st.sampled_from([None, None, "已缴款", "适用简易程序", "未适用简易程序", "当场处罚"]),
        "status": st.sampled_from([None, None, "0", "1", "异议", "3", "七"]),
        "use_scope": st.sampled_from([None, None, "0", "公示", "1", "仅可授权查询"]),
        "publicity_until": ENDS,
        "id_number": TOKENS,
    },
    "permit": {
        "status": st.sampled_from(["1", "有效", "2", "无效", None, "九"]),
        "use_scope": st.sampled_from([None, None, "0", "2"]),
        "valid_until": ENDS,
        "id_number": TOKENS,
    },
    "honour": {
        "publicity_until": ENDS,
        "rated_year": st.sampled_from(
            [None, "2023", "2024-2026年度", "评价年度：2026", "上年度", "20261231"]
        ),
    },
    "blacklist": {
        "list_type": st.sampled_from(["失信被执行人", "拖欠农民工工资"]),
        "use_scope": st.sampled_from([None, None, "可向社会公开", "不可公开"]),
        "publicity_until": ENDS,
        "removed_on": st.none() | DAYS,
        "id_number": TOKENS,
    },
}


def record_lists(dataset: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Records of one dataset with row ids of their own."""
    fields = {
        "document_number": NUMBERS,
        "subject_code": CODES,
        "subject_name": NAMES,
        "subject_kind": st.sampled_from(["法人及非法人组织", "个体工商户", "自然人", None]),
        "authority": AUTHORITIES,
        "decided_on": DAYS,
        "provided_on": DAYS,
        "corrected_on": st.none() | DAYS,
        "vanished_on": st.none() | DAYS,
        "barred": st.sampled_from([None, None, None, "repaired", "revoked", "removed"]),
        "barred_on": DAYS,
        **BY_DATASET[dataset],
    }
    return st.lists(st.fixed_dictionaries(fields), max_size=20).map(
        lambda rows: [record(f"r{number}", **row) for number, row in enumerate(rows)]
    )


EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["repair", "revocation", "objection"]),
            "about": st.sampled_from(["penalty", "permit", "honour", "blacklist"]),
            "document_key": st.sampled_from(["罚〔2026〕1号", "罚〔2026〕2号"]),
            "authority": st.sampled_from(["甲局", "乙局", "", None, "丙局", "甲监管局"]),
            "subject_code": CODES,
            "subject_name": NAMES,
            "happened_on": DAYS,
            "outcome": st.sampled_from(["受理中", "成立", "不成立", "不予修复", None]),
            "closed_on": st.none() | DAYS,
        }
    ),
    max_size=10,
).map(
    lambda rows: [event(row.pop("name"), f"e{number}", **row) for number, row in enumerate(map(dict, rows))]
)
