"""Pages of lists from forms (目录页套版): month.html is rendered once for each shape of page and filled for thousands.

The rows of a page, 60 kB of HTML, are joined to it as bytes. The templates stay the only place of markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from markupsafe import Markup, escape

from pipeline.portal.contexts import Link
from pipeline.portal.contexts_lists import ListPage, MonthPage, Pager, Step
from pipeline.portal.filling import cut, mark
from pipeline.portal.paging import NEAR, page_address
from pipeline.portal.rendering import Pages

Bytes = bytes | memoryview


class _Kind(Enum):
    """What a step of a pager leads to."""

    LEFT_OUT, CURRENT, FIRST, OTHER, LAST, FAR_LAST = range(6)


Form = tuple[list[bytes], list[str]]
"""The UTF-8 between the values, and their names."""


def _linked(link: Link | None, name: str) -> Link | None:
    return link and Link(mark(f"{name}_title"), mark(f"{name}_path"))


def _marked(page: ListPage) -> MonthPage:
    """What decides the markup of a page, with marks for the rest of it."""
    return MonthPage(
        head=replace(page.head, title=mark("head_title")),
        title=mark("title"),
        path=mark("path"),
        download=mark("download"),
        lead=page.lead,
        order=page.order,
        several=page.pages > 1,
        page=mark("page"),
        pages=mark("pages"),
        total="" if page.total is None else mark("total"),
        columns=page.columns,
        rows=Markup(mark("rows")),  # noqa: S704 - a mark
        pager_above=Markup(mark("pager_above")),  # noqa: S704 - a mark
        pager_below=Markup(mark("pager_below")),  # noqa: S704 - a mark
        earlier=_linked(page.earlier, "earlier"),
        later=_linked(page.later, "later"),
    )


def _texts(page: ListPage) -> dict[str, str]:
    """What stands in the place of those marks that are the same on all pages at hand, not escaped."""
    texts = {
        "title": page.title,
        "path": page.path,
        "download": page.download,
        "pages": f"{page.pages}",
        "total": "" if page.total is None else f"{page.total:,}",
    }
    for name, link in (("earlier", page.earlier), ("later", page.later)):
        if link is not None:
            texts |= {f"{name}_title": link.title, f"{name}_path": link.path}
    return texts


def _numbers(current: int, last: int) -> list[int]:
    """The pages to which a pager leads: the first, those beside this one, the last; 0 stands for those between."""
    numbers: list[int] = []
    near = range(max(current - NEAR, 1), min(current + NEAR, last) + 1)
    for number in sorted({1, *near, last}):
        if numbers and number > numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


def _kinds(numbers: Sequence[int], current: int, last: int) -> tuple[_Kind, ...]:
    """What decides the markup of each step of a pager. The number of a last page that lies far is not told: it would change
    with each page more."""
    kinds = {0: _Kind.LEFT_OUT, last: _Kind.LAST, 1: _Kind.FIRST, current: _Kind.CURRENT}
    made = [kinds.get(each, _Kind.OTHER) for each in numbers]
    return (*made[:-1], _Kind.FAR_LAST) if last > current + NEAR + 1 else tuple(made)


def _step(place: int, kind: _Kind) -> Step:
    """One of a pager's steps, with marks for where it leads."""
    number, base = mark(f"number_{place}"), mark("base")
    label = f"第 {number} 页"
    match kind:
        case _Kind.LEFT_OUT:
            return Step()
        case _Kind.CURRENT:
            return Step(number)
        case _Kind.FIRST:
            return Step(number, base, label)
        case _Kind.OTHER:
            return Step(number, f"{base}{number}/", label)
        case _Kind.LAST:
            return Step(number, f"{base}last/", label)
        case _Kind.FAR_LAST:
            return Step("末页", f"{base}last/", "末页")


def _form(html: str) -> Form:
    pieces = cut(html)
    return [each.encode("utf-8") for each in pieces[::2]], pieces[1::2]


def _filled(form: Form, values: Mapping[str, Bytes]) -> bytes:
    texts, names = form
    between = [values[name] for name in names]
    return b"".join(each for pair in zip(texts, between, strict=False) for each in pair) + texts[-1]


def _narrowed(form: Form, values: Mapping[str, Bytes]) -> Form:
    """A form with some of its values in."""
    (first, *texts), left = form[0], list[str]()
    made = [[first]]
    for name, text in zip(form[1], texts, strict=True):
        if name in values:
            made[-1] += [bytes(values[name]), text]
        else:
            left.append(name)
            made.append([text])
    return [b"".join(each) for each in made], left


def _escaped(text: str) -> bytes:
    return escape(text).encode("utf-8")


class ListForms:
    """The forms of one task, made when a page or a pager of their shape first comes."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._forms: dict[MonthPage, Form] = {}
        self._narrowed: dict[ListPage, Form] = {}
        self._pager_forms: dict[tuple[_Kind, ...], Form] = {}

    def _form(self, page: ListPage) -> Form:
        """With all values that are the same on the pages at hand."""
        made = self._narrowed.get(page)
        if made is None:
            shape = _marked(page)
            if shape not in self._forms:
                self._forms[shape] = _form(self._pages.template("month.html").render(view=shape))
            values: dict[str, Bytes] = {name: _escaped(text) for name, text in _texts(page).items()}
            made = self._narrowed[page] = _narrowed(self._forms[shape], values)
        return made

    def _pager_form(self, kinds: tuple[_Kind, ...]) -> Form:
        if kinds not in self._pager_forms:
            steps = tuple(_step(place, kind) for place, kind in enumerate(kinds))
            html = self._pages.template("_pager.html").render(view=Pager(mark("position"), steps))
            self._pager_forms[kinds] = _form(html)
        return self._pager_forms[kinds]

    def _pagers(self, page: ListPage, current: int) -> dict[str, Bytes]:
        """The pagers above and below the rows."""
        numbers = _numbers(current, page.pages)
        values: dict[str, Bytes] = {f"number_{place}": b"%d" % each for place, each in enumerate(numbers)}
        values["base"] = _escaped(f"{page.head.root}{page.path}")
        form = self._pager_form(_kinds(numbers, current, page.pages))
        return {
            f"pager_{place}": _filled(form, values | {"position": position.encode("utf-8")})
            for place, position in (("above", "上"), ("below", "下"))
        }

    def write(self, page: ListPage, number: int, rows: Bytes) -> str:
        """Write one of the pages at hand with its rows as UTF-8; gives its address."""
        title, address = page.head.title, page_address(page.path, number, page.pages)
        values: dict[str, Bytes] = {"page": b"%d" % number, "rows": rows}
        if page.pages > 1:
            told = "" if page.total is None else f"，共 {page.pages} 页"
            title = f"{title}（第 {number} 页{told}）"
            values |= self._pagers(page, number)
        values["head_title"] = _escaped(title)
        self._pages.write(f"{address}index.html", _filled(self._form(page), values))
        return address
