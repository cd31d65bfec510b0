"""A filled page of a list is what the template gives value by value, for every shape of page and hostile values."""

from dataclasses import replace
from itertools import product
from pathlib import Path

from markupsafe import Markup

from pipeline.portal.contexts import Frame, Head, Link
from pipeline.portal.contexts_lists import ListPage, MonthPage, Pager, Step
from pipeline.portal.list_forms import ListForms
from pipeline.portal.rendering import Pages, environment
from tests.portal.building import SITE

NASTY = "<b>&\"'\\ 名 {{ view }} \x1e"
FRAME = Frame(SITE, "2026-11-20", "x", (), (), "", "", "", "")
ROWS = "<tr><td>甲 &amp; 乙</td></tr>\n"


def page(number: int, pages: int, links: tuple[Link | None, Link | None]) -> ListPage:
    total = 1234567 if number == 1 else None
    head = Head(NASTY, "../../", (Link(NASTY, "permit/"),), NASTY, lasting=True)
    return ListPage(head, NASTY, "permit/2026-10/", "本月", "按日", pages, total, (NASTY, "乙"), *links)


def pager(given: ListPage, current: int, position: str) -> Markup:
    """Every page within two of this one, the first and the last; a sign where some are left out, after which the last has no
    number."""
    shown = [n for n in range(1, given.pages + 1) if n in (1, given.pages) or abs(n - current) <= 2]
    steps = []
    for before, number in zip([0, *shown], shown, strict=False):
        far, last = number - before > 1, number == given.pages
        text = "末页" if far and last else f"{number}"
        steps += [Step()] * far
        path = "../../permit/2026-10/" + ("last/" if last else f"{number}/" if number > 1 else "")
        label = "末页" if far and last else f"第 {number} 页"
        steps.append(Step(text) if number == current else Step(text, path, label))
    made = environment(FRAME).get_template("_pager.html").render(view=Pager(position, tuple(steps)))
    return Markup(made)


def expected(given: ListPage, number: int) -> str:
    """The page as the template renders it from values."""
    several = given.pages > 1
    told = f"，共 {given.pages} 页" if given.total else ""
    return (
        environment(FRAME)
        .get_template("month.html")
        .render(
            view=MonthPage(
                head=replace(given.head, title=f"{NASTY}（第 {number} 页{told}）" if several else NASTY),
                title=given.title,
                path=given.path,
                download=given.download,
                lead=given.lead,
                order=given.order,
                several=several,
                page=f"{number}",
                pages=f"{given.pages}",
                total="" if given.total is None else f"{given.total:,}",
                columns=given.columns,
                rows=Markup(ROWS),
                pager_above=pager(given, number, "上") if several else Markup(),
                pager_below=pager(given, number, "下") if several else Markup(),
                earlier=given.earlier,
                later=given.later,
            )
        )
    )


def test_a_filled_page_is_that_of_the_template(tmp_path: Path) -> None:
    link = Link(NASTY, "permit/2026-09/")
    for case, links in enumerate(product((None, link), (None, link))):
        target = tmp_path / f"{case}"
        forms = ListForms(Pages(target, FRAME))
        for pages in (1, 2, 9):
            for number in range(1, pages + 1):
                given = page(number, pages, links)
                made = target / forms.write(given, number, ROWS.encode("utf-8")) / "index.html"
                assert made.read_text(encoding="utf-8") == expected(given, number)
                made.unlink()
