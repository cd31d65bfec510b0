"""Class of a penalty (失信严重程度) whose source gives none: by its kinds, in the words that departments use, and by its fine."""

from datetime import date
from typing import Any

from pipeline.publicity import Options, decide
from pipeline.publicity.labels import FineThresholds
from tests.publicity.tables import PENALTY, events_table, record, records_table, rows_of

AS_OF = date(2026, 6, 1)
CLASSES = {
    "minor-class": ("警告", "通报批评", "其他-通报批评", "其他（予以警告）"),
    "penalty-2026-grave": (
        *("吊销许可证件", "吊销执照", "暂扣或者吊销许可证", "责令停产停业", "其他-责令停业整顿"),
        *("其他-责令停产", "其他-停产整顿"),
        *("责令关闭", "其他-责令关停", "限制开展生产经营活动", "其他-限制生产经营活动", "其他-限制经营"),
        *("限制从业", "其他-限制从事食品生产", "其他-禁止从业", "其他-五年内禁止从事食品生产经营", "其他-从业禁止"),
        *("其他-证券市场禁入", "其他-行业禁入", "行政拘留"),
    ),
    "penalty-2026-ordinary": (
        *("罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "暂扣执照", "降低资质等级", "其他-责令停止违法行为"),
        *("其他-责令改正", "其他-停止执业三个月", "法律、行政法规规定的其他行政处罚", "其他"),
    ),
}  # fmt: skip


def decided(rows: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    table = decide(PENALTY, records_table(PENALTY, rows), events_table([]), AS_OF, Options(**options))
    return {row["row_id"]: row for row in rows_of(table)}


def test_the_kind_alone_tells_the_class_and_the_longest_counts() -> None:
    told = {kind: rule for rule, kinds in CLASSES.items() for kind in kinds}
    alone = [record(kind, penalty_kinds=[kind]) for kind in told]
    fined = [record(f"罚款 {kind}", penalty_kinds=["罚款", kind]) for kind in told]
    answer = {name: each["rule"] for name, each in decided([*alone, *fined]).items()}
    longest = {
        f"罚款 {kind}": "penalty-2026-ordinary" if rule == "minor-class" else rule
        for kind, rule in told.items()
    }
    assert answer == told | longest


FINES = {
    "small": ({"fine": 0.4}, "minor-class"),
    "at-the-bound": ({"fine": 0.5}, "penalty-2026-ordinary"),
    "small-and-warning": ({"fine": 0.4, "penalty_kinds": ["罚款", "警告"]}, "minor-class"),
    "small-and-more": ({"fine": 0.4, "penalty_kinds": ["罚款", "没收违法所得"]}, "penalty-2026-ordinary"),
    "large": ({"fine": 100.0}, "penalty-2026-grave"),
    "below-large": ({"fine": 99.99}, "penalty-2026-ordinary"),
    "said": ({"fine": 100.0, "severity": "一般"}, "penalty-2026-ordinary"),
    "no-amount": ({"fine": None}, "penalty-2026-ordinary"),
}


def test_amounts_class_a_fine_only_where_the_office_sets_them() -> None:
    rows = [record(name, **values) for name, (values, _) in FINES.items()]
    assert {each["rule"] for each in decided(rows).values()} == {"penalty-2026-ordinary"}
    told = decided(rows, fines=FineThresholds(0.5, 100.0))
    assert {name: each["rule"] for name, each in told.items()} == {n: rule for n, (_, rule) in FINES.items()}
