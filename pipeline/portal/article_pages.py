"""What the templates of articles and pages are given (文章页), and the notes that withdrawn articles leave.

Reads the content it is given, and of the bundle the names of subjects that an article names by their code; writes
the notes at the addresses of withdrawn articles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle
from pipeline.newsdesk.article import Article
from pipeline.portal.articles import Content
from pipeline.portal.contexts import HOME, SERVICES, Head, HubGroup, Link, TextPage
from pipeline.portal.contexts_news import ArticlePage, Fact, WithdrawnPage
from pipeline.portal.news import NEWS
from pipeline.portal.rendering import Pages

OTHERS = 6


@dataclass(frozen=True)
class Ground:
    """What article pages are made from. `columns` by title; `kinds`, `units`: class and department → their page;
    `subjects`: code → name of those an article names and that have a page.
    """

    content: Content
    as_of: date
    columns: Mapping[str, Link]
    kinds: Mapping[str, Link]
    units: Mapping[str, Link]
    subjects: Mapping[str, str]


def named_subjects(bundle: Bundle, articles: Iterable[Article]) -> dict[str, str]:
    """Code → name of the subjects that articles name by their code and that are public today."""
    codes = sorted({code for each in articles for code in each.related})
    if not codes:
        return {}
    wanted = pc.is_in(pc.field("code"), pa.array(codes))
    table = pq.read_table(bundle.path / "subjects.parquet", columns=["code", "name"], filters=wanted)
    return dict(zip(table.column("code").to_pylist(), table.column("name").to_pylist(), strict=True))


def _facts(ground: Ground, article: Article) -> tuple[Fact, ...]:
    def page(pages: Mapping[str, Link], name: str) -> str:
        return pages[name].path if name in pages else ""

    facts = (
        Fact("来源", article.source or article.department),
        Fact("报送单位", article.department, page(ground.units, article.department)),
        Fact("类别", article.kind, page(ground.kinds, article.kind)),
        Fact("作者", article.author),
        Fact("审核", article.approved_by),
        Fact("事件日期", _day(article.event_on)),
        Fact("报送日期", _day(article.submitted)),
    )
    return tuple(each for each in facts if each.text)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def beside(articles: Sequence[Article], article: Article) -> tuple[HubGroup, Link | None, Link | None]:
    """The newest of its column but the article itself, the next earlier one, the next later one; `articles`: newest first."""
    column = [each for each in articles if each.category == article.category]
    links = [Link(each.title, each.path) for each in column]
    place = column.index(article)
    others = HubGroup(f"{article.category}最新文章", tuple((links[:place] + links[place + 1 :])[:OTHERS]))
    earlier = links[place + 1] if place + 1 < len(links) else None
    return others, earlier, links[place - 1] if place else None


def article_views(ground: Ground) -> Callable[[object], ArticlePage]:
    """The function that turns Pelican's article into what article.html is given."""
    by_slug = {article.slug: article for article in ground.content.articles}

    def view(pelican: object) -> ArticlePage:
        article = by_slug[getattr(pelican, "slug")]  # noqa: B009 - Pelican's objects have no types
        column = ground.columns[article.category]
        moment = f"{article.published:%Y-%m-%d %H:%M}"
        head = Head(
            title=article.title,
            root="../" * article.path.count("/"),
            crumbs=(HOME, NEWS, column),
            column=column.title,
            column_note=column.note,
            current="news/",
            description=article.summary,
            article_title=article.title,
            published=moment,
            source=article.source or article.department,
        )
        corrected = article.corrected_on is not None and article.corrected_on <= ground.as_of
        others, earlier, later = beside(ground.content.articles, article)
        return ArticlePage(
            head=head,
            others=others,
            earlier=earlier,
            later=later,
            title=article.title,
            date=moment,
            facts=_facts(ground, article),
            body=str(getattr(pelican, "content")),  # noqa: B009
            corrected=_day(article.corrected_on) if corrected else "",
            notice=article.notice if corrected else "",
            subjects=tuple(
                Link(ground.subjects.get(code, code), f"e/{code}/" if code in ground.subjects else "", code)
                for code in article.related
            ),
        )

    return view


def page_views(content: Content, groups: Iterable[HubGroup]) -> Callable[[object], TextPage]:
    """The function that turns Pelican's page into what page.html is given; `groups`: headings with their pages."""
    by_slug = {page.slug: page for page in content.pages}
    by_path = {link.path: group for group in groups for link in group.links}

    def view(pelican: object) -> TextPage:
        page = by_slug[getattr(pelican, "slug")]  # noqa: B009
        current = None if page.group in ("", "关于") else SERVICES.path
        head = Head(page.title, "../", (HOME,), page.title, current=current, description=page.summary)
        body = str(getattr(pelican, "content"))  # noqa: B009
        return TextPage(head, page.path, page.title, body, by_path[page.path])

    return view


def write_notes(pages: Pages, content: Content) -> None:
    """At the address of each withdrawn article a note without its title and text."""
    for article in content.withdrawn:
        root = "../" * article.path.count("/")
        head = Head("文章已撤回", root, (HOME, NEWS), NEWS.title, current="news/")
        view = WithdrawnPage(head, _day(article.withdrawn_on), article.notice)
        pages.render("withdrawn.html", f"{article.path}index.html", view)
