"""What the templates of the compliance page and the data dictionary are given; see contexts.py."""

from dataclasses import dataclass

from pipeline.portal.charts import Chart
from pipeline.portal.contexts import Head


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line of rates; each rate is text ("98.2 %" or "无数据")."""

    labels: tuple[str, ...]
    received: str
    compliant: str
    in_time: str
    late: str
    undetermined: str
    compliant_rate: str
    in_time_rate: str
    late_rate: str


@dataclass(frozen=True, slots=True)
class RateTable:
    """A table of rates with the headings of its label columns."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of department × month; `level` 0 (no data) to 5 (all in time)."""

    level: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Department × month."""

    months: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """How often one kind of fault occurred in a department's data."""

    code: str
    level: str
    dataset: str
    department: str
    count: str
    message: str


@dataclass(frozen=True, slots=True)
class CompliancePage:
    """compliance.html."""

    head: Head
    rule: str
    headline: tuple[tuple[str, str, str], ...]
    charts: tuple[Chart, ...]
    tables: tuple[RateTable, ...]
    heat: HeatTable
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of the catalogue."""

    title: str
    columns: str
    old_columns: str
    type: str
    length: str
    required: str
    public: str
    codes: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule over one field, or a check that is not of one dataset (`field` empty)."""

    code: str
    level: str
    field: str
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class DatasetTable:
    """A dataset of the catalogue."""

    name: str
    title: str
    kind: str
    law: str
    fields: tuple[FieldRow, ...]
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    """dictionary.html: the catalogue as the portal uses it."""

    head: Head
    datasets: tuple[DatasetTable, ...]
    checks: tuple[RuleRow, ...]
