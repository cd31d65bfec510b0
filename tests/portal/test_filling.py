"""Columns are escaped and put together as Jinja2 would do it value by value."""

from datetime import date

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from pipeline.bundle import Column, PublicDataset
from pipeline.portal.cards import list_rows, record_cards
from pipeline.portal.contexts import Frame
from pipeline.portal.filling import cut, escape_column, fill, joined, mark
from pipeline.portal.rendering import environment
from tests.portal.building import SITE

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["<b>&amp;'\"", "", "&&<<"]
)
FRAME = Frame(SITE, "2026-11-20", "x", (), (), "", "", "", "")


@given(st.lists(st.none() | TEXT, max_size=8))
def test_escaped_as_markupsafe_does(values: list[str | None]) -> None:
    made = escape_column(pa.chunked_array([pa.array(values, pa.string())])).to_pylist()
    assert made == [None if each is None else str(escape(each)) for each in values]


@given(st.lists(st.tuples(TEXT, TEXT, st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_filled_as_rendered_one_by_one(rows: list[tuple[str, str, bool, bool]]) -> None:
    template = environment(FRAME).from_string(
        "<p{% if a %} a{% endif %}>{{ x }}|{{ y }}{% if b %}{{ x }}{% endif %}"
    )
    columns = [pa.chunked_array([pa.array(each)]) for each in zip(*rows, strict=True)]
    values = {"x": escape_column(columns[0]), "y": escape_column(columns[1])}
    made = fill(
        values,
        (columns[2], columns[3]),
        lambda flags: template.render(x=mark("x"), y=mark("y"), a=flags[0], b=flags[1]),
    )
    assert made.to_pylist() == [template.render(x=x, y=y, a=a, b=b) for x, y, a, b in rows]


def test_a_null_makes_the_whole_piece_null() -> None:
    values = {"v": pa.chunked_array([pa.array(["a", None])])}
    assert joined(cut(f"<{mark('v')}>"), values).to_pylist() == ["<a>", None]


def table() -> pa.Table:
    day = date(2026, 5, 6)
    rows = [
        {
            "record": "1",
            "subject_code": "A",
            "headline": None,
            "document_number": None,
            "until": day,
            "repair_from": date(2026, 8, 6),
            "f_x": "甲",
        },
        {
            "record": "2",
            "subject_code": "B",
            "headline": "题",
            "document_number": "",
            "until": None,
            "f_x": None,
        },
        {
            "record": "3",
            "subject_code": "B",
            "headline": "<题>",
            "document_number": "3",
            "until": day,
            "objection_from": date(2026, 6, 1),
            "objection_due": date(2026, 6, 30),
            "f_x": "",
        },
    ]
    more = {
        "authority": "甲局",
        "decided_on": day,
        "provided_on": day,
        "repair_from": None,
        "objection_from": None,
        "objection_due": None,
        "under_repair": False,
    }
    made = pa.Table.from_pylist([{**more, **each, "under_objection": each["record"] == "3"} for each in rows])
    return made.append_column("source_unit", pa.nulls(len(rows), pa.string()))


def test_cards_say_what_is_missing_and_leave_empty_fields_out() -> None:
    dataset = PublicDataset(
        "penalty", "行政处罚", "", (), (Column("x", "项目", "项目"),), 3, repair="满期后<可以>申请"
    )
    templates = environment(FRAME)
    one, two, three = record_cards(
        table(),
        dataset,
        "../../",
        templates.get_template("_record.html"),
        templates.get_template("_field.html"),
        pa.array([True, False, False]),
    ).to_pylist()
    assert "<h3>行政处罚</h3>" in one
    assert "文书号未提供" in one
    assert "<details open>" in one
    assert "<dd>甲</dd>" in one
    assert "来源：甲局" in one
    assert "<span>可申请修复</span> 2026-08-06 起</li>" in one
    assert "已履行义务的，自 2026-08-06 起可以申请信用修复：填写" in one
    assert "可申请修复" not in two
    assert "满期后&lt;可以&gt;申请：填写" in two
    assert 'data-until=""' in two
    assert "未设终止日期" in two
    assert "<dt>" not in two
    assert "<details>" in two
    assert "&lt;题&gt; <span" in three
    assert "异议核查中" in three
    assert "提出异议（2026-06-01 受理，核查期限至 2026-06-30），正由甲局核查" in three


def test_rows_link_only_subjects_that_have_a_page() -> None:
    rows = table()
    place = rows.column_names.index("subject_code")
    given_rows = rows.set_column(place, "subject_code", pa.array(["A", None, "C"]))
    template = environment(FRAME).get_template("_row.html")
    lines = list_rows(given_rows, ["headline", "until"], ("甲", "乙"), "permit", "../", template)
    one, two = (str(lines.between(row, row + 1), "utf-8") for row in range(2))
    assert '<a href="../e/A/">' in one
    assert "<a " not in two
    assert '<td data-label="乙">2026-05-06</td>' in one
