"""What `portal explain` says of a record agrees with the decision, in words."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from pipeline.publicity import Options, decide, explain
from tests.publicity.strategies import DAYS, EVENTS, record_lists
from tests.publicity.tables import (
    BLACKLIST,
    PENALTY,
    PERMIT,
    event,
    events_table,
    record,
    records_table,
    rows_of,
)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record_lists("penalty"), EVENTS, DAYS)
def test_explain_agrees_with_decide(
    records: list[dict[str, Any]], events: list[dict[str, Any]], as_of: date
) -> None:
    tables = records_table(PENALTY, records), events_table(events)
    for row in rows_of(decide(PENALTY, *tables, as_of, Options()))[:2]:
        lines = explain(PENALTY, *tables, as_of, options=Options(), row_id=row["row_id"])
        deciding = [line for line in lines if line.decides]
        assert len(deciding) == 1
        told = deciding[0]
        assert (told.state, told.rule, told.since) == (row["state"], row["rule"], row["since"])
        assert all(not line.holds for line in lines[: lines.index(told)])
        assert told.text.startswith("【判定】")


def test_explain_in_words() -> None:
    tables = records_table(PENALTY, [record()]), events_table([event("repair")])
    lines = explain(PENALTY, *tables, date(2026, 6, 1), options=Options(), row_id="r1")
    told = next(line for line in lines if line.decides)
    assert told.text == (
        "【判定】信用修复，终止公示：是，自 2026-06-01 起，依据 e1（信用修复管理办法（2025年国家发展改革委令第36号））。"
    )
    assert (told.holds, told.state, told.since) == (True, "repaired", date(2026, 6, 1))
    assert lines[0].text == "信息使用范围不是“公示”：否。"
    assert (lines[0].holds, lines[0].decides, lines[0].since) == (False, False, None)
    shown = explain(PENALTY, *tables, date(2026, 5, 31), options=Options(), row_id="r1")[-1]
    assert (shown.state, shown.rule) == ("published", "penalty-2026-ordinary")
    assert "最长公示1年" in shown.source
    assert shown.text.endswith("公示至 2027-05-06（含当日）。")
    assert explain(PENALTY, *tables, date(2026, 6, 1), options=Options(), row_id="nobody") == ()


def test_a_revocation_is_told_with_the_law_of_its_kind_of_decision() -> None:
    for dataset, law in (
        (PENALTY, "行政处罚法（2021）第四十八条"),
        (PERMIT, "行政许可法（2019）第六十九条"),
        (BLACKLIST, "作出机关的撤销决定"),
    ):
        tables = records_table(dataset, [record()]), events_table([event("revocation", about=dataset.name)])
        lines = explain(dataset, *tables, date(2026, 6, 1), options=Options(), row_id="r1")
        told = next(line for line in lines if line.decides)
        assert (told.rule, told.text) == (
            "e1",
            f"【判定】决定已被撤销：是，自 2026-06-01 起，依据 e1（{law}）。",
        )


def test_what_also_holds_is_told_without_the_mark_and_what_has_not_come_with_its_source() -> None:
    tables = records_table(PENALTY, [record()]), events_table([event("repair")])
    lines = explain(PENALTY, *tables, date(2028, 6, 1), options=Options(), row_id="r1")
    (ended,) = (line for line in lines if line.state == "expired")
    assert ended.text.startswith("公示期限届满：是，自 2027-05-07 起，依据 penalty-2026-ordinary（")
    lines = explain(PENALTY, *tables, date(2026, 5, 7), options=Options(), row_id="r1")
    (pending,) = (line for line in lines if line.decides)
    assert (
        pending.text == "【判定】提供日期尚未到来：是，自 2026-05-06 起，依据 not-yet-provided（报送数据）。"
    )
