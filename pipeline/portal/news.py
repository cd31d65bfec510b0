"""News home, columns and months (信用资讯目录), and what the templates of articles and pages are given.

Reads nothing but the content it is given; writes news/index.html, news/<column>/, news/<YYYY>/<MM>/.
"""

from collections import Counter
from collections.abc import Callable

from pipeline.newsdesk.article import Article
from pipeline.portal import words
from pipeline.portal.articles import Content
from pipeline.portal.contexts import ArticleCard, ArticlePage, Head, Link, NewsPage, TextPage
from pipeline.portal.rendering import Pages

NEWS = Link("信用资讯", "news/")
LATEST = 30


def card(article: Article) -> ArticleCard:
    """An article as an entry of a list."""
    return ArticleCard(
        title=article.title,
        path=article.path,
        date=f"{article.published:%Y-%m-%d}",
        column=article.category,
        department=article.department,
        summary=article.summary,
    )


def _counted(content: Content, columns: tuple[Link, ...]) -> tuple[Link, ...]:
    counts = Counter(article.category for article in content.articles)
    return tuple(Link(each.title, each.path, f"{counts[each.title]} 篇") for each in columns)


def _months(content: Content) -> tuple[Link, ...]:
    counts = Counter(f"{article.published:%Y-%m}" for article in content.articles)
    return tuple(
        Link(words.month_name(month), f"news/{month.replace('-', '/')}/", f"{counts[month]} 篇")
        for month in sorted(counts, reverse=True)
    )


def write_news(pages: Pages, content: Content, columns: tuple[Link, ...]) -> None:
    """Write the news home, a page for each column and one for each month."""
    counted, months = _counted(content, columns), _months(content)
    feed = "feeds/all.atom.xml" if content.articles else ""

    def write(
        title: str, path: str, note: str, articles: tuple[Article, ...], crumbs: tuple[Link, ...], feed: str
    ) -> None:
        root = "../" * path.count("/")
        head = Head(title, root, crumbs, title, note, "news/", note, feed=feed)
        view = NewsPage(head, title, note, tuple(card(each) for each in articles), counted, months)
        pages.render("news.html", f"{path}index.html", view)

    home = Link("首页", "")
    write(
        NEWS.title,
        NEWS.path,
        f"最新 {LATEST} 篇；更早的按栏目或月份查看。",
        content.articles[:LATEST],
        (home,),
        feed,
    )
    for column in columns:
        mine = tuple(each for each in content.articles if each.category == column.title)
        own = f"feeds/{column.path.split('/')[1]}.atom.xml" if mine else ""
        write(column.title, column.path, column.note, mine, (home, NEWS), own)
    for month in months:
        mine = tuple(each for each in content.articles if each.path.startswith(month.path))
        write(month.title, month.path, "", mine, (home, NEWS), "")


def article_views(content: Content, columns: tuple[Link, ...]) -> Callable[[object], ArticlePage]:
    """The function that turns Pelican's article into what article.html is given."""
    by_slug = {article.slug: article for article in content.articles}
    by_title = {column.title: column for column in columns}

    def view(pelican: object) -> ArticlePage:
        article = by_slug[getattr(pelican, "slug")]  # noqa: B009 - Pelican's objects have no types
        column = by_title[article.category]
        moment = f"{article.published:%Y-%m-%d %H:%M}"
        head = Head(
            title=article.title,
            root="../" * article.path.count("/"),
            crumbs=(Link("首页", ""), NEWS, column),
            column=column.title,
            column_note=column.note,
            current="news/",
            description=article.summary,
            article_title=article.title,
            published=moment,
            source=article.source or article.department,
        )
        facts = (
            ("来源", article.source or article.department),
            ("报送单位", article.department),
            ("类别", article.kind),
            ("作者", article.author),
            ("审核", article.approved_by),
        )
        body = str(getattr(pelican, "content"))  # noqa: B009
        return ArticlePage(head, article.title, moment, tuple(pair for pair in facts if pair[1]), body)

    return view


def page_views(content: Content) -> Callable[[object], TextPage]:
    """The function that turns Pelican's page into what page.html is given."""
    by_slug = {page.slug: page for page in content.pages}

    def view(pelican: object) -> TextPage:
        page = by_slug[getattr(pelican, "slug")]  # noqa: B009
        head = Head(page.title, "../", (Link("首页", ""),), page.title, description=page.summary)
        return TextPage(head, page.title, str(getattr(pelican, "content")))  # noqa: B009

    return view
