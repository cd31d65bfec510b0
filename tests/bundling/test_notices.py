"""What a subject's page says after a record left, and names of natural persons where they may be shown."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from pipeline.bundling.notices import notices
from pipeline.bundling.records import published
from pipeline.catalogue import Dataset
from pipeline.publicity import Options, decide
from pipeline.publicity.masking import masked_name, without_name
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

DAY = date(2026, 6, 10)


def decided(rows: list[dict[str, Any]], events: list[dict[str, Any]], options: Options) -> Any:
    table = decide(PENALTY, records_table(PENALTY, rows), events_table(events), DAY, options)
    return table.mutate(record=table.row_id, subject=table.subject_code)


def told(
    days: int, known: list[str], dataset: Dataset = PENALTY, **changes: Any
) -> dict[str, tuple[str, date, date]]:
    rows, events = [], []
    kinds = {
        "repaired": event("repair", happened_on=DAY),
        "revoked": event("revocation", happened_on=date(2026, 6, 1)),
        "upheld": event("objection", happened_on=date(2026, 6, 1), outcome="成立", closed_on=DAY),
        "corrected": event("objection", happened_on=date(2026, 6, 1), outcome="成立", closed_on=DAY),
        "open": event("objection", happened_on=DAY, outcome="受理中"),
        "nothing": None,
    }
    for number, (name, happened) in enumerate(kinds.items()):
        key = f"罚〔2026〕{number}号"
        corrected = date(2026, 6, 9) if name == "corrected" else None
        rows.append(record(name, document_number=key, corrected_on=corrected, **changes))
        if happened is not None:
            events.append(happened | {"document_key": key, "row_id": f"e{number}"})
    shown = ibis.memtable(pa.table({"record": pa.array(known, pa.string())}))
    answer = rows_of(notices(dataset, decided(rows, events, Options()), shown, DAY, days))
    return {each["kind"]: (each["text"], each["on"], each["until"]) for each in answer}


def test_each_kind_is_told_without_facts() -> None:
    every = told(30, ["repaired", "revoked", "upheld", "corrected", "open", "nothing"])
    assert set(every) == {"repaired", "revoked", "objection_upheld", "corrected"}
    assert every["repaired"][1:] == (DAY, date(2026, 7, 10))
    assert every["corrected"][1:] == (date(2026, 6, 9), date(2026, 7, 9))
    assert all("罚〔" not in text and "监督" not in text for text, *_ in every.values())
    assert every["revoked"][0] == (
        "作出机关撤销了一项行政处罚决定，相关信息已撤回（行政处罚法（2021）第四十八条）。"
    )


def test_a_revocation_is_told_with_the_law_of_its_own_kind() -> None:
    permit, listed = told(30, ["revoked"], PERMIT), told(30, ["revoked"], BLACKLIST)
    assert permit["revoked"][0].endswith("一项行政许可决定，相关信息已撤回（行政许可法（2019）第六十九条）。")
    assert listed["revoked"][0].endswith("一项严重失信主体名单决定，相关信息已撤回。")


def test_only_for_some_days_and_only_what_readers_saw() -> None:
    assert set(told(8, ["repaired", "revoked"])) == {"repaired"}
    assert set(told(0, ["repaired", "revoked"])) == {"repaired"}
    assert told(30, ["nothing"]) == {}
    assert told(30, ["repaired"], subject_code=None) == {}


def test_names_of_persons_are_masked_in_every_text() -> None:
    person = {"subject_kind": "自然人", "subject_code": None, "subject_name": "测小明"}
    rows = [
        record(
            "p",
            **person,
            offence="测小明占道经营",
            facts="当事人测小明于五月占道，测小明认可",
            document_number="1",
        ),
        record("o", offence="示例甲有限公司占道", document_number="2"),
    ]
    states = decided(rows, [], Options(natural_persons=frozenset({"penalty"})))
    known = ibis.memtable(pa.table({"record": ["x"], "shown_since": [DAY]}))
    states = states.mutate(source_unit=states.authority)
    found = {
        each["record"]: each
        for each in rows_of(published(states, known, PENALTY, ibis.literal(DAY), lambda _: None))
    }
    assert found["p"]["subject_name"] == found["p"]["f_subject_name"] == "测*"
    assert found["p"]["headline"] == "测*占道经营"
    assert found["p"]["f_facts"] == "当事人测*于五月占道，测*认可"
    assert "测小明" not in str(found["p"])
    assert found["o"]["subject_name"] == "示例甲有限公司"
    assert found["o"]["headline"] == "示例甲有限公司占道"


def test_masks() -> None:
    def shown(text: str, name: str) -> tuple[str, str]:
        masked = ibis.literal(name)
        row = ibis.memtable(pa.table({"x": [1]})).select(
            a=masked_name(masked), b=without_name(ibis.literal(text), masked)
        )
        return tuple(rows_of(row)[0].values())  # type: ignore[return-value]

    assert shown("欧阳某某到场", "欧阳某某") == ("欧*", "欧*到场")
    assert shown("无关", "李四") == ("李*", "无关")


def test_an_open_objection_tells_when_it_was_accepted_and_by_when_it_is_answered() -> None:
    rows = [record(name, document_number=f"罚〔2026〕{name}号") for name in ("1", "2", "3")]
    asked = {"outcome": "受理中", "happened_on": date(2026, 6, 3)}
    events = [
        event("objection", "e1", document_key="罚〔2026〕1号", **asked),
        event("objection", "e2", document_key="罚〔2026〕1号", **(asked | {"happened_on": date(2026, 6, 9)})),
        event("objection", "e3", document_key="罚〔2026〕2号", **(asked | {"happened_on": date(2026, 6, 4)})),
    ]
    known = ibis.memtable(pa.table({"record": pa.array(["1"]), "shown_since": pa.array([DAY])}))
    limits = {date(2026, 6, 3): date(2026, 7, 2)}
    states = decided(rows, events, Options())
    found = rows_of(published(states, known, PENALTY, ibis.literal(DAY), limits.get))
    told = {row["record"]: (row["objection_from"], row["objection_due"]) for row in found}
    assert told == {
        "1": (date(2026, 6, 3), date(2026, 7, 2)),
        "2": (date(2026, 6, 4), None),
        "3": (None, None),
    }
