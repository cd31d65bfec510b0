"""Subject pages from forms (主体页套版): the template is rendered once for each shape of page and filled for each subject.

A page has some 150 outputs of Jinja2 and two dozen values. The template stays the only place of markup; a page with
notices, one in some thousands, is rendered by itself. Reads and writes nothing.
"""

from dataclasses import replace
from typing import cast

from jinja2 import Template
from markupsafe import Markup, escape

from pipeline.portal.contexts import SubjectPage
from pipeline.portal.filling import cut, mark

Shape = tuple[tuple[str, ...], int, int, bool, bool, bool]


def _shape(view: SubjectPage) -> Shape:
    """What decides the markup around the values."""
    labels = tuple(label for label, _ in view.identity)
    told = (bool(view.parts), bool(view.absent), bool(view.disputed))
    return (labels, len(view.code_parts), view.qr_size, *told)


def _marked(view: SubjectPage) -> SubjectPage:
    """The page with marks for its values."""
    parts = range(len(view.code_parts))
    return replace(
        view,
        head=replace(view.head, title=mark("title"), description=mark("description")),
        code=mark("code"),
        name=mark("name"),
        address=mark("address"),
        qr=mark("qr"),
        as_of=mark("as_of"),
        code_parts=tuple((mark(f"part_{n}_0"), mark(f"part_{n}_1"), mark(f"part_{n}_2")) for n in parts),
        parts=(mark("parts"),) if view.parts else (),
        identity=tuple((label, mark(f"identity_{n}")) for n, (label, _) in enumerate(view.identity)),
        sections=Markup(mark("sections")),  # noqa: S704 - a mark
        absent=(mark("absent"),) if view.absent else (),
        disputed=cast("int", mark("disputed")) if view.disputed else 0,
    )


def _values(view: SubjectPage) -> dict[str, str]:
    """Texts by the name of their mark, not yet escaped."""
    made = {"title": view.head.title, "description": view.head.description, "code": view.code}
    made |= {"name": view.name, "address": view.address, "qr": view.qr, "as_of": view.as_of}
    made |= {
        "parts": " · ".join(view.parts),
        "absent": "、".join(view.absent),
        "disputed": str(view.disputed),
    }
    for number, (_, text) in enumerate(view.identity):
        made[f"identity_{number}"] = text
    for number, texts in enumerate(view.code_parts):
        for place, text in enumerate(texts):
            made[f"part_{number}_{place}"] = text
    return made


class SubjectForms:
    """The forms of one template, made when a page of their shape first comes."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._forms: dict[Shape, list[str]] = {}

    def html(self, view: SubjectPage) -> str:
        """What the template gives for a page."""
        if view.notices:
            return self._template.render(view=view)
        shape = _shape(view)
        form = self._forms.get(shape)
        if form is None:
            form = self._forms[shape] = cut(self._template.render(view=_marked(view)))
        values: dict[str, str] = {name: escape(text) for name, text in _values(view).items()}
        values["sections"] = view.sections
        return "".join([values[each] if number % 2 else each for number, each in enumerate(form)])
