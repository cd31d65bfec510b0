"""What the templates of lists are given (目录页的上下文): homes of datasets, pages of months and of types."""

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.portal.contexts import Head, Link
from pipeline.portal.tables import part_name


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a list: its address, records and pages."""

    month: str
    path: str
    count: int
    pages: int


@dataclass(frozen=True, slots=True)
class ListHome:
    """list.html: home of a dataset, with its types, its months by year and its newest records."""

    head: Head
    dataset: str
    title: str
    law: str
    note: str
    total: int
    updated: str
    type_label: str
    types: tuple[Link, ...]
    years: tuple[tuple[str, tuple[Month, ...]], ...]
    columns: tuple[str, ...]
    newest: Markup


@dataclass(frozen=True, slots=True)
class ListPage:
    """The first page of a month or of a type, whose address is `path`, or those after it: what is the same on them.
    `lead` and `order` say what stands on them and in which order, `total` how many records all `pages` have; where it is not
    told, neither is how many these are."""

    head: Head
    title: str
    path: str
    lead: str
    order: str
    pages: int
    total: int | None
    columns: tuple[str, ...]
    earlier: Link | None = None
    later: Link | None = None

    @property
    def download(self) -> str:
        """Address of its files without their endings, which pipeline/open_data/parts.py writes."""
        return f"{self.path}{part_name(self.path)}"


@dataclass(frozen=True, slots=True)
class MonthPage:
    """month.html: a `ListPage` as texts, its rows and its pagers as markup; `several`: it is one of several pages."""

    head: Head
    title: str
    path: str
    download: str
    lead: str
    order: str
    several: bool
    page: str
    pages: str
    total: str
    columns: tuple[str, ...]
    rows: Markup
    pager_above: Markup
    pager_below: Markup
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, slots=True)
class Step:
    """A page that a pager leads to; without `path` the page at hand, without `text` those left out."""

    text: str = ""
    path: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """_pager.html: `position` says which of two on the page it is."""

    position: str
    steps: tuple[Step, ...]
