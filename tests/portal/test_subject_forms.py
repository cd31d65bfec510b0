"""A filled form is what the template gives value by value, for every shape of page and hostile values."""

from itertools import product

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from pipeline.bundle import PublicDataset
from pipeline.portal.code_parts import PARTS, meanings
from pipeline.portal.contexts import Frame, Head, Link, SubjectPage
from pipeline.portal.filling import enumeration
from pipeline.portal.qr import page_code
from pipeline.portal.rendering import environment
from pipeline.portal.subject_forms import IDENTITY, SubjectForms, page_values, shapes
from pipeline.portal.subject_sections import Held
from tests.portal.building import SITE

NASTY = "<b>&\"'\\ 名 {{ view }} \x1e"
TEMPLATE = environment(Frame(SITE, "2026-11-20", "x", (), (), *[""] * 4)).get_template("subject.html")
DATASETS = tuple(PublicDataset(name, NASTY, "", (), (), 0) for name in ("permit", "penalty"))
CODES = ("91439999MA00000010", "12439999MB00000041")


def held(counts: list[int], disputed: int) -> Held:
    """Of each subject so many records, with sections that only a test has."""
    there = [each or None for each in counts]
    return Held(
        np.array(counts),
        np.array([disputed * (each > 0) for each in counts]),
        pa.array([each and "<section>" for each in there], pa.string()),
        pa.array(["&amp;" * each for each in counts], pa.string()),
        pa.array([each and "</section>" for each in there], pa.string()),
        pa.array([each and f"<a>{escape(NASTY)} {each}</a>" for each in there], pa.string()),
    )


def subject(code: str, told: bool) -> dict[str, object]:
    """Two subjects: of one nothing is known but its name."""
    known = {name: NASTY if told else None for _, name in IDENTITY}
    return {**known, "former_names": [NASTY, "乙"] * told, "code": code, "name": NASTY, "as_of": "2026-11-20"}


def expected(row: dict[str, object], mine: list[Held], place: int, notices: object) -> str:
    """The page as the template renders it from values."""
    code, site = str(row["code"]), SITE.url
    marks, counts = page_code(f"{site}/e/", "/"), [int(each.count[place]) for each in mine]
    former = "、".join(row["former_names"])  # type: ignore[call-overload]
    identity = {**row, "former_names": former}
    html = "".join(f"<section>{'&amp;' * each}</section>" for each in counts if each)
    return TEMPLATE.render(
        view=SubjectPage(
            head=Head(
                NASTY,
                "../../",
                (Link("首页", ""), Link("信用查询", "search/")),
                "信用查询",
                current="search/",
                description=f"{NASTY}（{code}）的公共信用信息公示",
                lasting=True,
            ),
            code=code,
            name=NASTY,
            address=f"{site}/e/{code}/",
            qr=marks.paths(pa.array([code]))[0].as_py(),
            qr_size=marks.size,
            code_parts=tuple(
                (code[first:last], name, meaning)
                for (first, last, name), meaning in zip(PARTS, meanings(code), strict=True)
            ),
            parts=Markup(" ").join(Markup("<a>{} {}</a>").format(NASTY, each) for each in counts if each),
            identity=tuple((label, str(identity[name])) for label, name in IDENTITY if identity[name]),
            sections=Markup(html),
            absent=tuple(NASTY for each in counts if not each),
            disputed=sum(int(each.disputed[place]) for each in mine),
            as_of="2026-11-20",
            notices=notices,  # type: ignore[arg-type]
        )
    )


def test_forms_equal_the_template() -> None:
    forms = SubjectForms(TEMPLATE, page_code(f"{SITE.url}/e/", "/").size)
    told = {CODES[1]: (("2026-11-01", "2026-12-01", NASTY),)}
    schema = pa.schema([(name, pa.string()) for _, name in IDENTITY if name != "former_names"])
    schema = schema.append(pa.field("former_names", pa.list_(pa.string())))
    for name in ("code", "name", "as_of"):
        schema = schema.append(pa.field(name, pa.string()))
    for first, second, disputed, notices in product(([0, 0], [2, 1]), ([0, 3], [1, 1]), (0, 1), ({}, told)):
        rows = [subject(CODES[0], True), subject(CODES[1], False)]
        mine = [held(first, disputed), held(second, 0)]
        values = page_values(pa.Table.from_pylist(rows, schema), mine, DATASETS, SITE.url)
        made = {}
        for shape, places in shapes(values, CODES, notices).items():
            some = pa.array(places)
            taken = {name: column.take(some) for name, column in values.items()}
            sections = [piece.take(some) for each in mine for piece in (each.head, each.cards, each.tail)]
            made |= dict(zip(places, forms.pages(shape, taken, sections).to_pylist(), strict=True))
        assert made == {
            place: expected(rows[place], mine, place, notices.get(CODES[place], ())) for place in (0, 1)
        }


@given(st.lists(st.tuples(st.none() | st.text("甲,", min_size=1), st.none() | st.text("乙", min_size=1))))
def test_enumerations_leave_out_what_is_not_there(rows: list[tuple[str | None, str | None]]) -> None:
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in (0, 1)]
    made = enumeration(columns, " · ").to_pylist()
    assert made == [" · ".join(each for each in row if each) or None for row in rows]
