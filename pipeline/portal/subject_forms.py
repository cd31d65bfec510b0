"""Subject pages from forms (主体页套版): the template is rendered once for each shape of page and filled for thousands.

A page has some 150 outputs of Jinja2 and two dozen values. The template stays the only place of markup. Values come as
columns, an entry for each subject, and go out as columns of whole pages. Reads and writes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Template
from markupsafe import Markup

from pipeline.bundle import PublicDataset
from pipeline.portal import words
from pipeline.portal.code_parts import PARTS, meanings
from pipeline.portal.contexts import HOME, Head, Link, SubjectPage
from pipeline.portal.filling import Column, cut, enumeration, escape_column, filled, mark
from pipeline.portal.qr import page_code
from pipeline.portal.subject_sections import Held, Numbers

ROOT = "../../"
_CRUMBS = (HOME, Link("信用查询", "search/"))
IDENTITY = (
    ("曾用名", "former_names"),
    ("主体类别", "kind"),
    ("登记状态", "status"),
    ("注册日期", "registered_on"),
    ("行业", "industry"),
    ("行政区划", "division"),
)
"""Label and column of what a page says of its subject, where there is something to say."""

Notice = tuple[str, str, str]
Values = dict[str, Column]


@dataclass(frozen=True)
class Shape:
    """What decides the markup around the values: `labels` are places in `IDENTITY`."""

    labels: tuple[int, ...]
    parts: bool
    absent: bool
    disputed: bool
    notices: tuple[Notice, ...]


def _view(shape: Shape, size: int) -> SubjectPage:
    """A page of this shape with marks for its values."""
    return SubjectPage(
        head=Head(
            title=mark("name"),
            root=ROOT,
            crumbs=_CRUMBS,
            column="信用查询",
            current="search/",
            description=mark("description"),
            lasting=True,
        ),
        code=mark("code"),
        name=mark("name"),
        address=mark("address"),
        qr=mark("qr"),
        qr_size=size,
        code_parts=tuple(
            (mark(f"symbols_{n}"), name, mark(f"meaning_{n}")) for n, (_, _, name) in enumerate(PARTS)
        ),
        parts=Markup(mark("parts") if shape.parts else ""),  # noqa: S704 - a mark
        identity=tuple((IDENTITY[n][0], mark(f"identity_{n}")) for n in shape.labels),
        sections=Markup(mark("sections")),  # noqa: S704 - a mark
        absent=(mark("absent"),) if shape.absent else (),
        disputed=cast("int", mark("disputed")) if shape.disputed else 0,
        as_of=mark("as_of"),
        notices=shape.notices,
    )


class SubjectForms:
    """The forms of one template, made when a page of their shape first comes. `size`: modules a side of the QR code."""

    def __init__(self, template: Template, size: int) -> None:
        self._template, self._size = template, size
        self._forms: dict[Shape, list[str]] = {}

    def pages(self, shape: Shape, values: Values, sections: Sequence[Column]) -> pa.Array:
        """Whole pages of one shape; values are escaped, `sections` the pieces of markup in the place of that mark."""
        form = self._forms.get(shape)
        if form is None:
            form = self._forms[shape] = cut(self._template.render(view=_view(shape, self._size)))
        pieces: list[Column | str] = []
        for number, each in enumerate(form):
            if number % 2 == 0:
                pieces.append(each)
            elif each == "sections":
                pieces += sections
            else:
                pieces.append(values[each])
        return pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="")


def _identity(subjects: pa.Table) -> Iterator[Column]:
    for _, name in IDENTITY:
        column = subjects.column(name).combine_chunks()
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, "、")
        yield filled(pc.cast(column, pa.string()))


def _by_prefix(codes: pa.Array) -> Values:
    """The parts of each code and what they mean."""
    prefixes = pc.utf8_slice_codeunits(codes, 0, 2).dictionary_encode()
    told = [meanings(each) for each in prefixes.dictionary.to_pylist()]
    values: Values = {}
    for number, (first, last, _) in enumerate(PARTS):
        values[f"symbols_{number}"] = pc.utf8_slice_codeunits(codes, first, last)
        values[f"meaning_{number}"] = pa.array([each[number] for each in told], pa.string()).take(
            prefixes.indices
        )
    return values


def _absent(held: Sequence[Held], datasets: Sequence[PublicDataset]) -> Column:
    """The datasets of which a subject has nothing, as an enumeration; null when there are none."""
    lacking = [
        pc.if_else(pa.array(each.count == 0), words.short(dataset), pa.scalar(None, pa.string()))
        for each, dataset in zip(held, datasets, strict=True)
    ]
    return enumeration(lacking, "、")


def page_values(
    subjects: pa.Table, held: Sequence[Held], datasets: Sequence[PublicDataset], site: str
) -> Values:
    """Escaped texts by the name of their mark, null where a page has none; `subjects` with the column `as_of`."""
    codes, names = subjects.column("code").combine_chunks(), subjects.column("name").combine_chunks()
    addresses = pc.binary_join_element_wise(f"{site}/e/", codes, "/", "")
    disputed: Numbers = sum((each.disputed for each in held), np.zeros(len(codes), np.int64))
    plain: Values = {
        "name": names,
        "description": pc.binary_join_element_wise(names, "（", codes, "）的公共信用信息公示", ""),
        "code": codes,
        "address": addresses,
        "absent": _absent(held, datasets),
        **{f"identity_{number}": column for number, column in enumerate(_identity(subjects))},
        **_by_prefix(codes),
        "as_of": subjects.column("as_of").combine_chunks(),
    }
    values = {name: escape_column(column) for name, column in plain.items()}
    told = pc.if_else(pa.array(disputed > 0), pa.array(disputed).cast(pa.string()), None)
    qr = page_code(f"{site}/e/", "/").paths(codes)
    parts = enumeration([each.part for each in held], " ")
    return values | {"parts": parts, "disputed": told, "qr": qr}


def shapes(
    values: Values, codes: Sequence[str], notices: dict[str, tuple[Notice, ...]]
) -> dict[Shape, list[int]]:
    """The rows of each shape."""
    names = (*(f"identity_{number}" for number in range(len(IDENTITY))), "parts", "absent", "disputed")
    masks = [np.asarray(pc.is_valid(values[name])) for name in names]
    kinds = np.zeros(len(codes), np.int64)
    for place, mask in enumerate(masks):
        kinds |= mask.astype(np.int64) << place
    found: dict[tuple[int, tuple[Notice, ...]], list[int]] = {}
    for row, (kind, code) in enumerate(zip(kinds.tolist(), codes, strict=True)):
        found.setdefault((kind, notices.get(code, ())), []).append(row)
    return {_shape(kind, told): rows for (kind, told), rows in found.items()}


def _shape(kind: int, notices: tuple[Notice, ...]) -> Shape:
    """The shape whose bits are `kind`: what there is of `IDENTITY`, parts, absent, disputed."""
    *labels, parts, absent, disputed = (bool(kind >> place & 1) for place in range(len(IDENTITY) + 3))
    there = tuple(number for number, each in enumerate(labels) if each)
    return Shape(there, parts, absent, disputed, notices)
