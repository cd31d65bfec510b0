"""What each template is given (模板上下文), as frozen data. A template's only variables are `view` and `frame`.

Nothing here reads or writes. Paths are relative to the site's root; `Head.root` leads from a page to it.
Texts are plain and escaped by the templates; `body` of an article is the one field of sanitised HTML.
"""

from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline.portal.brand import THEME_MARKS
from pipeline.settings import Column, Site


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the site; `path` is relative to its root, "" being the home page.

    `updated`: day of the last change of what it leads to, where that is told; `count`: how much of it there is.
    """

    title: str
    path: str
    note: str = ""
    updated: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class HubGroup:
    """Links under one heading."""

    title: str
    links: tuple[Link, ...]


HOME = Link("首页", "")
SERVICES = Link("信用服务", "services/", "查询、核查、修复、异议、承诺和开放数据。")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page: office, menu, pages and images of the footer, date of the data, build."""

    site: Site
    as_of: str
    build_id: str
    menu: tuple[Link, ...]
    pages: tuple[Link, ...]
    repair: str
    objection: str
    repair_form: str
    objection_form: str
    open_data: str = ""
    columns: tuple[Column, ...] = ()
    marks: tuple[tuple[str, str], ...] = THEME_MARKS

    def column(self, title: str) -> Column:
        """What the meta tags say of a column; one that is not of the news speaks for itself."""
        own = next((each for each in self.columns if each.title == title), Column("", title, ""))
        return replace(own, kind=own.kind or title, keywords=own.keywords or f"{title},{self.site.region}")

    def mark(self, name: str) -> str:
        """Place of an image of the footer."""
        return dict(self.marks)[name]

    @property
    def domain(self) -> str:
        """Host of the site's address, for the meta tag SiteDomain."""
        return self.site.url.split("//")[-1].split("/")[0]


@dataclass(frozen=True, slots=True)
class Head:
    """Title, place and meta tags (国办发〔2017〕47号 网页标签规范) of one page.

    `current`: path of the menu's entry under which the page stands, None for none.
    `lasting`: the page stays as it is until its content changes, so it names no day and no build (decision 0503).
    """

    title: str
    root: str
    crumbs: tuple[Link, ...] = ()
    column: str = ""
    column_note: str = ""
    current: str | None = None
    description: str = ""
    article_title: str = ""
    published: str = ""
    source: str = ""
    feed: str = ""
    lasting: bool = False


def column_head(link: Link, current: str | None = None, feed: str = "") -> Head:
    """Of a page one step below the home page that is a column of its own, named and explained as `link` is."""
    current = link.path if current is None else current
    return Head(link.title, "../", (HOME,), link.title, link.note, current, link.note, feed=feed)


@dataclass(frozen=True, slots=True)
class Record:
    """_record.html: one record's card. The texts are marks where cards.py puts the values of many records.

    `until` is an ISO date or "", `until_text` what a reader sees; `opened`: an attribute, or "";
    `emphasis`: a field that stands beside the headline; `repair`: how and from when it can be repaired, or "";
    `repair_line`: _repair.html where there is such a day; `dispute`: when an open objection was accepted, and by when it
    must be answered, or "".
    """

    dataset: str
    root: str
    repair: str
    repair_line: str
    under_objection: bool
    dispute: str
    under_repair: bool
    opened: str
    emphasis: str
    record: str
    until: str
    until_text: str
    headline: str
    document_number: str
    authority: str
    decided_on: str
    source_unit: str
    provided_on: str
    fields: str


@dataclass(frozen=True, slots=True)
class Section:
    """_section.html: the records of one dataset on a subject page. `count` and `cards` are marks."""

    root: str
    dataset: str
    title: str
    unit: str
    tone: str
    note: str
    count: str
    cards: str


@dataclass(frozen=True, slots=True)
class Part:
    """_part.html: what the summary line of a subject page says of one dataset; it leads to its section."""

    dataset: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """subject.html. `identity` holds (label, text), `notices` (day, last day shown, text); `parts` and `sections` hold
    _part.html and _section.html of each dataset with records, `code_parts` (symbols, part, meaning), `qr` is the path of
    the page's QR code, `qr_size` its modules a side, `as_of` the first day on which all this was so."""

    head: Head
    code: str
    name: str
    address: str
    qr: str
    qr_size: int
    code_parts: tuple[tuple[str, str, str], ...]
    parts: Markup
    identity: tuple[tuple[str, str], ...]
    sections: Markup
    absent: tuple[str, ...]
    disputed: int
    as_of: str
    notices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """_row.html and _newest.html: one row of a list, its texts being marks. `cells` follow `labels`."""

    dataset: str
    root: str
    labels: tuple[str, ...]
    under_objection: bool
    linked: bool
    record: str
    until: str
    code: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article in a list."""

    title: str
    path: str
    date: str
    column: str
    department: str
    summary: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TextPage:
    """page.html: a page of content/pages. `body` is sanitised HTML, `others` the links of its group, itself included."""

    head: Head
    path: str
    title: str
    body: str
    others: HubGroup


@dataclass(frozen=True, slots=True)
class Tally:
    """One number of the home page."""

    title: str
    path: str
    count: int
    unit: str
    tone: str


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest records of a dataset on the home page."""

    title: str
    path: str
    dataset: str
    rows: Markup


@dataclass(frozen=True, slots=True)
class HomePage:
    """home.html. `quick`: services beside the search; `columns`: those of the news; `groups`: all services."""

    head: Head
    tallies: tuple[Tally, ...]
    subjects: int
    rates: str
    newest: tuple[Newest, ...]
    news: tuple[ArticleCard, ...]
    quick: tuple[Link, ...]
    columns: tuple[Link, ...]
    groups: tuple[HubGroup, ...]


@dataclass(frozen=True, slots=True)
class HubPage:
    """hub.html: a page that leads on; `compact` names its links without explaining them."""

    head: Head
    lead: str
    groups: tuple[HubGroup, ...]
    compact: bool


@dataclass(frozen=True, slots=True)
class StylePage:
    """styleguide.html: every component; `colours` are (variable, name)."""

    head: Head
    colours: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlainPage:
    """search.html and 404.html: a head and the lists to go on to."""

    head: Head
    lists: tuple[Link, ...]
