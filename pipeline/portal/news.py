"""Lists of articles (信用资讯目录): home, columns, classes, departments, months, and the complete lists by year.

Reads nothing but the content it is given; writes news/index.html, news/<column>/, news/class/<class>/,
news/unit/<department>/, each with <YYYY>/, and news/<YYYY>/<MM>/. A list of a past year or month changes no more.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.compliance.names import addresses
from pipeline.newsdesk.article import Article
from pipeline.portal import words
from pipeline.portal.articles import Content
from pipeline.portal.contexts import HOME, ArticleCard, Head, Link
from pipeline.portal.contexts_news import LinkGroup, NewsPage
from pipeline.portal.rendering import Pages
from pipeline.settings import Department

NEWS = Link("信用资讯", "news/")
LATEST = 30
"""Cards of a list that goes on growing; the rest is in the lists by year and by month."""
_KINDS = (
    Department("activity", "动态类"),
    Department("rules", "制度类"),
    Department("models", "诚信典型类"),
    Department("innovation", "特色创新类"),
)
"""Addresses of the four classes; another class gets one from its name."""


@dataclass(frozen=True)
class Series:
    """Articles that share a column, a class or a department, newest first."""

    link: Link
    articles: tuple[Article, ...]
    feed: str = ""


@dataclass(frozen=True)
class NewsPlan:
    """All lists of a build. `months` as `YYYY-MM`, newest first."""

    content: Content
    columns: tuple[Series, ...]
    kinds: tuple[Series, ...]
    units: tuple[Series, ...]
    months: tuple[Series, ...]

    @property
    def groups(self) -> tuple[LinkGroup, ...]:
        """The links beside every list."""

        def links(parts: tuple[Series, ...]) -> tuple[Link, ...]:
            return tuple(Link(each.link.title, each.link.path, f"{len(each.articles)} 篇") for each in parts)

        return (
            LinkGroup("栏目", links(self.columns)),
            LinkGroup("类别", links(self.kinds)),
            LinkGroup("报送单位", links(self.units), folded=True),
            LinkGroup("按月份", links(self.months), folded=True),
        )


def card(article: Article) -> ArticleCard:
    """An article as an entry of a list."""
    return ArticleCard(
        title=article.title,
        path=article.path,
        date=f"{article.published:%Y-%m-%d}",
        column=article.category,
        department=article.department,
        summary=article.summary,
        kind=article.kind,
    )


def _series(
    content: Content, folder: str, known: Iterable[Department], what: Callable[[Article], str]
) -> tuple[Series, ...]:
    """One list for each class or department that has an article, in the order of `known`."""
    names = {name for each in content.articles if (name := what(each))}
    slugs, order = addresses(names, known), [each.name for each in known]
    ordered = sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple(
        Series(
            Link(name, f"{NEWS.path}{folder}/{slugs[name]}/"),
            tuple(each for each in content.articles if what(each) == name),
        )
        for name in ordered
    )


def plan_news(
    content: Content, columns: tuple[Link, ...], departments: tuple[Department, ...] = ()
) -> NewsPlan:
    """Which lists there are, and what is in each."""
    by_column = []
    for column in columns:
        mine = tuple(each for each in content.articles if each.category == column.title)
        feed = f"feeds/{column.path.split('/')[1]}.atom.xml" if mine else ""
        by_column.append(Series(column, mine, feed))
    months = sorted({f"{each.published:%Y-%m}" for each in content.articles}, reverse=True)
    by_month = []
    for month in months:
        link = Link(words.month_name(month), f"{NEWS.path}{month.replace('-', '/')}/")
        mine = tuple(each for each in content.articles if each.path.startswith(link.path))
        by_month.append(Series(link, mine))
    return NewsPlan(
        content,
        tuple(by_column),
        _series(content, "class", _KINDS, lambda each: each.kind),
        _series(content, "unit", departments, lambda each: each.department),
        tuple(by_month),
    )


def _years(series: Series) -> tuple[Link, ...]:
    counts = Counter(f"{each.published:%Y}" for each in series.articles)
    return tuple(
        Link(f"{year}年", f"{series.link.path}{year}/", f"{counts[year]} 篇")
        for year in sorted(counts, reverse=True)
    )


class _Writer:
    """Renders the lists of one plan and keeps their addresses."""

    def __init__(self, pages: Pages, plan: NewsPlan) -> None:
        self._pages, self._groups = pages, plan.groups
        self.written: list[str] = []

    def whole(self, link: Link, articles: tuple[Article, ...], crumbs: tuple[Link, ...]) -> None:
        """A list that shows all it has."""
        self._write(link, articles, 0, crumbs, (), "")

    def newest(self, series: Series, crumbs: tuple[Link, ...]) -> None:
        """The newest of a series, and its complete lists by year."""
        years = _years(series) if series.link.path != NEWS.path else ()
        rest = max(len(series.articles) - LATEST, 0)
        self._write(series.link, series.articles[:LATEST], rest, crumbs, years, series.feed)
        for year in years:
            mine = tuple(each for each in series.articles if f"{each.published:%Y}年" == year.title)
            self.whole(Link(f"{series.link.title} {year.title}", year.path), mine, (*crumbs, series.link))

    def _write(
        self,
        link: Link,
        articles: tuple[Article, ...],
        rest: int,
        crumbs: tuple[Link, ...],
        years: tuple[Link, ...],
        feed: str,
    ) -> None:
        root = "../" * link.path.count("/")
        note = link.note
        head = Head(link.title, root, crumbs, link.title, note, "news/", note or link.title, feed=feed)
        cards = tuple(card(each) for each in articles)
        updated = max((f"{each.published:%Y-%m-%d}" for each in articles), default="")
        view = NewsPage(head, link.path, link.title, note, updated, cards, rest, years, self._groups)
        self._pages.render("news.html", f"{link.path}index.html", view)
        self.written.append(link.path)


def write_news(pages: Pages, plan: NewsPlan) -> list[str]:
    """Write all lists; their addresses."""
    writer, content = _Writer(pages, plan), plan.content
    feed = "feeds/all.atom.xml" if content.articles else ""
    home = Link(NEWS.title, NEWS.path, "各单位的动态、公告、政策和案例。")
    writer.newest(Series(home, content.articles, feed), (HOME,))
    for series in (*plan.columns, *plan.kinds, *plan.units):
        writer.newest(series, (HOME, NEWS))
    for month in plan.months:
        writer.whole(month.link, month.articles, (HOME, NEWS))
    return writer.written
