"""What the templates of the compliance pages are given (合规看板、单位页、通报); see contexts.py."""

from dataclasses import dataclass

from pipeline.compliance.circular import Circular
from pipeline.portal.charts import Chart
from pipeline.portal.contexts import Head, Link
from pipeline.portal.contexts_news import Matrix


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, and the number it is sorted by ("" sorts last)."""

    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line of rates. `path`: where its label leads, "" for nowhere; `bar`: 及时率 as a width of 0–100."""

    label: str
    path: str
    cells: tuple[Cell, ...]
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class RateTable:
    """A table of rates: heading of the label column, then those of the cells."""

    id: str
    title: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[RateRow, ...]
    note: str = ""
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """A chart with the table that says the same in figures."""

    chart: Chart
    table: RateTable
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of department × month; `level` 0 (no data) to 5 (all in time)."""

    level: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Department × month; a row is its name, the path of its page, its cells."""

    months: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[HeatCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing overdue or soon due. `state`: its words; `tone`: late, soon or undetermined."""

    department: str
    path: str
    dataset: str
    matter: str
    month: str
    records: str
    due: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class DueList:
    """A list of due things; `rest` counts those that are not listed."""

    id: str
    title: str
    empty: str
    rows: tuple[DueRow, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """How often one kind of fault occurred in a department's data, and what to do; no value of any row."""

    code: str
    title: str
    level: str
    dataset: str
    count: str
    advice: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large type, with numerator and denominator as its note."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class CompliancePage:
    """compliance.html, for the whole region or one department (then `department` is its name)."""

    head: Head
    department: str
    rule: str
    pending: str
    headline: tuple[Headline, ...]
    panels: tuple[ChartPanel, ...]
    due: tuple[DueList, ...]
    tables: tuple[RateTable, ...]
    heat: HeatTable
    gaps: tuple[tuple[str, str, str], ...]
    findings: tuple[FindingRow, ...]
    circulars: tuple[Link, ...]
    calendar: str
    feed: str
    articles: Matrix


@dataclass(frozen=True, slots=True)
class CircularPage:
    """circular.html."""

    head: Head
    circular: Circular
