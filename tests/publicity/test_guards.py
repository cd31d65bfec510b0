"""Guards at their bounds, by plain numbers."""

from pipeline.publicity.guards import Figures, breaches
from pipeline.settings import Guards

LIMITS = Guards()
BEFORE = Figures({"甲局": 100, "乙局": 100}, {"甲局": 100, "乙局": 100}, {"document_number": 0.8}, 3)


def ids(now: Figures, lost: dict[str, int] | None = None, fresh: dict[str, float] | None = None) -> list[str]:
    return [each.id for each in breaches("penalty", BEFORE, now, fresh or {}, lost or {}, LIMITS)]


def rows(one: int, other: int, fresh: int = 0) -> Figures:
    return Figures({"甲局": one, "乙局": other}, {}, {}, 4, fresh)


def test_rows() -> None:
    assert ids(rows(100, 100)) == []
    assert ids(rows(85, 100)) == []
    assert ids(rows(84, 100)) == ["rows-low:penalty:甲局"]
    assert ids(rows(0, 100)) == ["rows-low:penalty", "rows-low:penalty:甲局"]
    assert ids(rows(200, 200)) == []
    assert ids(rows(200, 201)) == ["rows-high:penalty", "rows-high:penalty:乙局"]
    assert ids(Figures({"甲局": 100})) == ["rows-low:penalty", "rows-low:penalty:乙局"]


def test_removals() -> None:
    same = rows(100, 100)
    assert ids(same, {"甲局": 10}) == []
    assert ids(same, {"甲局": 11}) == ["removals:penalty"]
    assert ids(same, {"甲局": 15}) == ["removals:penalty"]
    assert ids(same, {"甲局": 16}) == ["removals:penalty", "removals-department:penalty:甲局"]
    assert ids(same, {"": 11}) == ["removals:penalty"]


def test_small_numbers_never_stop() -> None:
    small = Figures({"甲局": 4}, {"甲局": 4}, {}, 1)
    told = list(breaches("penalty", small, Figures({"甲局": 2}), {}, {"甲局": 2}, LIMITS))
    assert told == []
    told = list(breaches("penalty", small, Figures({"甲局": 1}), {}, {"甲局": 3}, LIMITS))
    assert {each.guard for each in told} == {"rows-low", "removals", "removals-department"}
    grown = Figures({"甲局": 1000})
    assert list(breaches("penalty", Figures({"甲局": 49}), grown, {}, {}, LIMITS)) == []
    assert len(list(breaches("penalty", Figures({"甲局": 50}), grown, {}, {}, LIMITS))) == 2


def test_a_field_that_is_suddenly_empty() -> None:
    assert ids(rows(100, 100, fresh=50), fresh={"document_number": 0.39}) == ["fill-rate:penalty"]
    assert ids(rows(100, 100, fresh=50), fresh={"document_number": 0.40}) == []
    assert ids(rows(100, 100, fresh=51), fresh={"document_number": 0.39}) == ["fill-rate:penalty"]
    assert ids(rows(100, 100, fresh=49), fresh={"document_number": 0.0}) == []
    assert ids(rows(100, 100, fresh=50), fresh={"new_field": 0.1}) == []
    assert Figures().fresh == Figures().sequence == 0


def test_accepting_one_by_name_or_all_of_a_kind() -> None:
    told = list(breaches("penalty", BEFORE, rows(0, 100), {}, {}, LIMITS))
    assert [each.accepted(("rows-low",)) for each in told] == [True, True]
    assert [each.accepted(("rows-low:penalty:甲局",)) for each in told] == [False, True]
    assert [each.accepted(("rows-high", "rows-low:penalty:甲局")) for each in told] == [False, True]
    assert [each.accepted(("rows", "rows-low:penal", "removals")) for each in told] == [False, False]
    assert [each.text for each in told] == ["记录数从 200 条减到 100 条", "甲局的记录数从 100 条减到 0 条"]
    told = list(breaches("penalty", BEFORE, Figures({"甲局": 100}), {}, {"甲局": 16}, LIMITS))
    assert told[1].text == "乙局的记录数从 100 条减到 0 条"
    assert told[2].text.startswith("公示的 200 条记录中有 16 条不再公示，")
    assert told[3].text.startswith("甲局公示的 100 条记录中有 16 条不再公示，")


def test_whatever_leaves_a_department_that_showed_nothing_is_too_much() -> None:
    strict = Guards(few=0, removed_department=1.0)
    told = breaches("penalty", BEFORE, BEFORE, {}, {"丙局": 1}, strict)
    assert [each.id for each in told] == ["removals-department:penalty:丙局"]
