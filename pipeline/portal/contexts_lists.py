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
class MonthPage:
    """month.html: one page of a month or of a type, whose address is `path`; page numbers start at 1. `lead` and
    `order` say what stands on it and in which order."""

    head: Head
    title: str
    path: str
    lead: str
    order: str
    page: int
    pages: int
    total: int
    columns: tuple[str, ...]
    rows: Markup
    earlier: Link | None
    later: Link | None

    @property
    def download(self) -> str:
        """Address of its files without their endings, which pipeline/open_data/parts.py writes."""
        return f"{self.path}{part_name(self.path)}"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The pages the pager tells of: the first, the last and those beside this one; a hundred others cost time."""
        near = range(max(1, self.page - 3), min(self.pages, self.page + 3) + 1)
        return tuple(sorted({1, *near, self.pages}))
