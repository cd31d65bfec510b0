"""What the templates of the news are given (资讯目录、文章、撤回说明、稿件报送情况); see contexts.py."""

from dataclasses import dataclass

from pipeline.portal.contexts import ArticleCard, Head, HubGroup, Link


@dataclass(frozen=True, slots=True)
class Fact:
    """A line under an article's title; `path`: where its text leads, "" for nowhere."""

    label: str
    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """article.html. `body` is HTML that nh3 has sanitised; `corrected`, `notice`: day and words of a correction.

    `subjects`: those the article names by code; the note of each is its code, its path "" where it has no page.
    `earlier`, `later`: its neighbours in the column; `others`: the newest of the column.
    """

    head: Head
    title: str
    date: str
    facts: tuple[Fact, ...]
    body: str
    others: HubGroup
    earlier: Link | None = None
    later: Link | None = None
    corrected: str = ""
    notice: str = ""
    subjects: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """withdrawn.html: all that is left of an article."""

    head: Head
    withdrawn: str
    notice: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links beside a list, such as the columns; `folded` ones open on a click."""

    title: str
    links: tuple[Link, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class NewsPage:
    """news.html: the newest of all news, of a column, a class or a department; all of one year or month.

    `path` is its own address; `updated`: day of the newest; `rest`: how many older ones are not listed; `years`: the
    complete lists of this group.
    """

    head: Head
    path: str
    title: str
    note: str
    updated: str
    cards: tuple[ArticleCard, ...]
    rest: int
    years: tuple[Link, ...]
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A department in a month: `standing` chooses the colour, `text` says it, `note` stands in small type."""

    standing: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """`path`: the department's page, "" when it has none."""

    name: str
    path: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Department × month, newest month first."""

    months: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An article that is still to come."""

    department: str
    path: str
    month: str
    standing: str
    until: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A class: accepted articles, their share, and the width of its bar in 0–100."""

    kind: str
    number: str
    share: str
    width: float


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A half-year report to come."""

    title: str
    due_on: str
    left: str
    source: str


@dataclass(frozen=True, slots=True)
class QuotaPage:
    """quota.html. `headline`: (label, value, note); `rows`: a department and its articles by class, the sum last."""

    head: Head
    rule: str
    source: str
    headline: tuple[tuple[str, str, str], ...]
    matrix: Matrix
    open: tuple[OpenRow, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    shares: tuple[ShareRow, ...]
    reports: tuple[ReportRow, ...]
    make_up_months: int
