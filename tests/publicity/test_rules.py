"""One rule per test: what is never shown, by which rule; caps."""

import itertools
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.deciding import options_of
from pipeline.publicity import (
    Options,
    cap_findings,
    decide,
)
from pipeline.publicity.facts import facts
from pipeline.publicity.terms import Term, load_terms, terms_of
from pipeline.settings import Settings, Site
from tests.publicity.tables import (
    BLACKLIST,
    CATALOGUE,
    HONOUR,
    PENALTY,
    events_table,
    record,
    records_table,
    rows_of,
)

AS_OF = date(2026, 6, 1)
PERSON = {"subject_kind": "自然人", "subject_code": None, "subject_name": "张某"}
BORN = "pid:" + "0a" * 16 + ":"
WITHHELD: dict[str, tuple[dict[str, Any], str | None]] = {
    "plain": ({}, None),
    "no-day-of-provision": ({"provided_on": None}, None),
    "scope-1": ({"use_scope": "1"}, "use-scope"),
    "scope-word": ({"use_scope": "仅政府部门内部共享"}, "use-scope"),
    "scope-unknown": ({"use_scope": "内部"}, "use-scope"),
    "scope-public": ({"use_scope": "公示"}, None),
    "not-for-the-public": ({"use_scope": "不可公开"}, "use-scope"),
    "for-the-public": ({"use_scope": "可向社会公开"}, None),
    "person": (PERSON, "natural-person"),
    "person-without-kind": ({**PERSON, "subject_kind": None}, "natural-person"),
    "person-as-shop": (
        {"subject_kind": "个体工商户", "subject_code": None, "id_number": BORN + "1970"},
        "natural-person",
    ),
    "organisation-without-kind": ({"subject_kind": None, "subject_code": None}, None),
    "person-without-kind-with-number": (
        {**PERSON, "subject_kind": None, "id_number": BORN + "1970"},
        "natural-person",
    ),
    "nobody": ({**PERSON, "subject_kind": None, "subject_name": None}, "natural-person"),
    "person-with-a-shops-word": (
        {"subject_kind": None, "subject_code": None, "subject_name": "王行长"},
        "natural-person",
    ),
    "person-with-a-long-name": (
        {"subject_kind": None, "subject_code": None, "subject_name": "阿卜杜热合曼"},
        "natural-person",
    ),
    "person-with-four-characters": (
        {"subject_kind": None, "subject_code": None, "subject_name": "欧阳行长"},
        "natural-person",
    ),
    "works-without-kind": (
        {"subject_kind": None, "subject_code": None, "subject_name": "示例加工厂"},
        None,
    ),
    "number-without-a-year": ({"id_number": "E1****78"}, None),
    "no-day-of-decision": ({"decided_on": None}, "minor-class"),
    "warning-of-nobody": ({"penalty_kinds": ["警告"], "authority": None}, "minor-class"),
    "no-kinds": ({"penalty_kinds": None}, None),
    "minor": ({"id_number": BORN + "2009"}, "minor"),
    "minor-maybe": ({"id_number": BORN + "2008"}, "minor"),
    "adult": ({"id_number": BORN + "2007"}, None),
    "minor-as-courts-write": ({"id_number": "4399992010****123X"}, "minor"),
    "adult-as-courts-write": ({"id_number": "4399991990****1234"}, None),
    "year-unknown": ({"id_number": BORN + "0000"}, None),
    "simple": ({"procedure": "简易程序"}, "simple-procedure"),
    "simple-remark": ({"remarks": "适用简易程序，当场处罚"}, "simple-procedure"),
    "simple-ordered": ({"remarks": "简易程序责令改正，未缴款"}, "simple-procedure"),
    "simple-at-last": ({"remarks": "由普通程序转为简易程序"}, "simple-procedure"),
    "simple-apart": ({"remarks": "简 易程序"}, "simple-procedure"),
    "on-the-spot": ({"remarks": "当场处罚决定"}, "simple-procedure"),
    "decided-on-the-spot": ({"remarks": "当场作出行政处罚"}, "simple-procedure"),
    "paid-on-the-spot": ({"remarks": "当场收缴罚款"}, None),
    "simple-denied": ({"remarks": "本案不适用简易程序"}, None),
    "simple-left": ({"remarks": "由简易程序转为普通程序"}, None),
    "simple-code": ({"procedure": "01"}, "simple-procedure"),
    "ordinary-procedure": ({"procedure": "02"}, None),
    "warning": ({"penalty_kinds": ["警告"]}, "minor-class"),
    "warnings": ({"penalty_kinds": ["警告", "通报批评"]}, "minor-class"),
    "warning-and-fine": ({"penalty_kinds": ["警告", "罚款"]}, None),
    "other-warning": ({"penalty_kinds": ["其他-警告"]}, "minor-class"),
    "other-in-brackets": ({"penalty_kinds": ["警告", "其他（予以通报批评）"]}, "minor-class"),
    "two-in-one": ({"penalty_kinds": ["其他-警告和通报批评"]}, "minor-class"),
    "other-warning-and-fine": ({"penalty_kinds": ["其他-警告", "罚款"]}, None),
    "other-than-warning": ({"penalty_kinds": ["其他-警告后拒不改正的处理"]}, None),
    "other-else": ({"penalty_kinds": ["其他-告诫"]}, None),
    "said-minor": ({"severity": "轻微"}, "minor-class"),
    "said-more": ({"penalty_kinds": ["警告"], "severity": "1"}, "minor-class"),
    "said-more-of-a-fine": ({"severity": "1"}, None),
    "said-nothing": ({"penalty_kinds": ["警告"], "severity": "0"}, "minor-class"),
    "review": ({"status": "3"}, "manual-review"),
    "unknown-status": ({"status": "七"}, "manual-review"),
}


def decided(rows: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    table = decide(PENALTY, records_table(PENALTY, rows), events_table([]), AS_OF, Options(**options))
    return {row["row_id"]: row for row in rows_of(table)}


def test_what_is_withheld_and_by_which_rule() -> None:
    told = decided([record(name, **values) for name, (values, _) in WITHHELD.items()])
    for name, (_, rule) in WITHHELD.items():
        answer = (told[name]["state"], told[name]["rule"])
        wanted = ("published", "penalty-2026-ordinary") if rule is None else ("not_publishable", rule)
        assert answer == wanted, name


def test_natural_persons_are_shown_only_where_the_office_names_the_dataset() -> None:
    rows = [
        record("adult", **PERSON, id_number=BORN + "1980"),
        record("minor", **PERSON, id_number=BORN + "2010"),
    ]
    assert {each["rule"] for each in decided(rows, natural_persons=frozenset({"permit"})).values()} == {
        "natural-person"
    }
    told = decided(rows, natural_persons=frozenset({"penalty"}))
    assert told["adult"]["state"] == "published"
    assert told["minor"]["rule"] == "minor"


def test_minor_penalties_are_shown_where_their_authority_asks() -> None:
    rows = [
        record("asked", penalty_kinds=["警告"], authority="甲局"),
        record("simple", penalty_kinds=["警告"], authority="甲局", procedure="01"),
        record("other", penalty_kinds=["警告"], authority="乙局"),
        record("nobody", penalty_kinds=["警告"], authority=None),
        record("undated", penalty_kinds=["警告"], authority="甲局", decided_on=None),
    ]
    told = decided(rows, minor_authorities=frozenset({"甲局"}))
    assert (told["asked"]["state"], told["asked"]["until"]) == ("published", date(2026, 8, 6))
    assert told["simple"]["rule"] == "simple-procedure"
    assert {told[name]["rule"] for name in ("other", "nobody", "undated")} == {"minor-class"}


def test_further_terms_are_in_force_only_where_the_office_names_them() -> None:
    market, other = record("market"), record("other", authority="示例县应急管理局")
    assert decided([market])["market"]["until"] == date(2027, 5, 6)
    told = decided([market, other], rule_sets=frozenset({"market-regulator"}))
    assert {name: each["until"] for name, each in told.items()} == {
        "market": date(2029, 5, 6),
        "other": date(2027, 5, 6),
    }


def test_the_court_list_has_its_own_terms() -> None:
    rows = [
        record("empty", list_type="失信被执行人"),
        record("longer", list_type="失信被执行人", publicity_until=date(2030, 1, 1)),
        record("too-long", list_type="失信被执行人", publicity_until=date(2039, 1, 1)),
        record("no-type", publicity_until=date(2039, 1, 1)),
    ]
    table = decide(BLACKLIST, records_table(BLACKLIST, rows), events_table([]), AS_OF, Options())
    assert {row["row_id"]: row["until"] for row in rows_of(table)} == {
        "empty": date(2028, 5, 6),
        "longer": date(2030, 1, 1),
        "too-long": date(2031, 5, 6),
        "no-type": date(2029, 5, 6),
    }


def test_an_honour_ends_with_the_year_after_the_one_assessed() -> None:
    years = {
        "2024": date(2025, 12, 31),
        "2025": date(2026, 12, 31),
        "2025年度": date(2026, 12, 31),
        "2023-2025年": date(2026, 12, 31),
        "评价年度2025": date(2026, 12, 31),
        "1999": date(2000, 12, 31),
        "上年度": None,
        "20250101": None,
        "120252": None,
    }
    rows = [record(text, row=number, rated_year=text) for number, text in enumerate(years)]
    rows[6]["department"] = None
    rows.append(record("given", row=20, rated_year="2025", publicity_until=date(2027, 3, 1)))
    rows.append(record("no-end", row=21, rated_year="上年度", publicity_until=date(2026, 12, 1)))
    table = records_table(HONOUR, rows)
    told = {row["row_id"]: row for row in rows_of(decide(HONOUR, table, events_table([]), AS_OF, Options()))}
    assert {text: told[text]["until"] for text in years} == years
    assert told["2024"]["state"] == "expired"
    assert told["given"]["until"] == date(2027, 3, 1)
    findings = list(cap_findings(HONOUR, table, Options()))
    assert [(each.code, each.row, each.value) for each in findings] == [
        ("P-902", 6, "上年度"),
        ("P-902", 7, "20250101"),
        ("P-902", 8, "120252"),
    ]
    assert "评价年度“上年度”中没有年份" in findings[0].message
    assert [each.department for each in findings] == ["", *["示例县市场监督管理局"] * 2]


def test_words_of_terms_ask_columns_that_their_dataset_has() -> None:
    for term in load_terms():
        assert term.list_word is None or "list_type" in CATALOGUE[term.dataset].by_id
        assert term.given in CATALOGUE[term.dataset].by_id
        assert term.year_field is None or term.year_field in CATALOGUE[term.dataset].by_id


def test_status_columns_of_old_templates() -> None:
    told = decided([record("revoked", status="1"), record("objected", status="异议")])
    assert (told["revoked"]["state"], told["revoked"]["rule"]) == ("revoked", "status-revoked")
    assert (told["objected"]["state"], told["objected"]["under_objection"]) == ("published", True)


def test_an_end_beyond_the_maximum_is_a_finding() -> None:
    rows = [
        record("a", row=2, publicity_until=date(2027, 5, 6)),
        record("b", row=3, publicity_until=date(2027, 5, 7)),
        record("c", row=4, publicity_until=date(2099, 12, 31)),
        record("d", row=5, publicity_until=date(2030, 1, 1), penalty_kinds=["警告"]),
        record("e", row=6, publicity_until=date(2030, 1, 1), rejected=True),
        record("f", row=7, publicity_until=date(2030, 1, 1), department=None),
    ]
    findings = list(cap_findings(PENALTY, records_table(PENALTY, rows), Options()))
    assert [(each.code, each.level.value, each.row) for each in findings] == [
        *(("P-901", "warn", 3), ("P-901", "warn", 7))
    ]
    assert [each.department for each in findings] == ["示例县市场监督管理局", ""]
    assert (findings[0].field, findings[0].value) == ("publicity_until", "2027-05-07")
    assert "2027-05-07 晚于法定最长公示期限，已按 2027-05-06 公示" in findings[0].message


def test_every_day_and_class_has_exactly_one_term() -> None:
    for dataset in ("permit", "penalty", "honour", "blacklist"):
        terms = terms_of(dataset, load_terms(), False)
        for penalty_class in {each.penalty_class for each in terms}:
            own = [each for each in terms if each.penalty_class == penalty_class and not each.narrow]
            spans = sorted((each.decided_from or date.min, each.decided_to or date.max) for each in own)
            assert spans[0][0] == date.min
            assert spans[-1][1] == date.max
            assert all(b[0].toordinal() == a[1].toordinal() + 1 for a, b in itertools.pairwise(spans))


def test_a_newer_maximum_only_ever_shortens() -> None:
    def months(older: int | None, newer: int | None) -> int | None:
        last = date(2026, 3, 31)
        old = Term("old", "d", "g", "s1", months=older, decided_to=last)
        new = Term("new", "d", "g", "s2", months=newer, decided_from=date(2026, 4, 1))
        told = {each.id: each for each in terms_of("d", (old, new), True)}
        assert told["new"] == new
        assert (told["old"].source == "s1；s2") is (told["old"].months != older)
        return told["old"].months

    cases = {(36, 12): 12, (12, 36): 12, (12, 12): 12, (None, 12): 12, (36, None): 36, (None, None): None}
    assert {each: months(*each) for each in cases} == cases


def test_facts_never_take_the_name_of_a_field() -> None:
    options = options_of(Settings(Path(), Site("", "", "")), CATALOGUE)
    for dataset in CATALOGUE.of_kind("record"):
        records = records_table(dataset, [])
        added = set(facts(dataset, records, events_table([]), AS_OF, options).columns) - set(records.columns)
        assert len(added) == 33
        assert not added & {each.id for each in dataset.fields}


def test_a_year_field_alone_ends_with_its_year() -> None:
    own = Term("own", "honour", "publicity_until", "s", year_field="rated_year")
    table = records_table(HONOUR, [record(rated_year="2026年度")])
    (told,) = rows_of(decide(HONOUR, table, events_table([]), AS_OF, Options(terms=(own,))))
    assert told["until"] == date(2026, 12, 31)
