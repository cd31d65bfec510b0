"""What the templates of the data dictionary and of the open data are given; see contexts.py."""

from dataclasses import dataclass

from pipeline.portal.contexts import Head, Link


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


@dataclass(frozen=True, slots=True)
class DataRow:
    """The files of one dataset; `feed`: whether there is an Atom feed of it."""

    name: str
    title: str
    rows: int
    unit: str
    feed: bool = True


@dataclass(frozen=True, slots=True)
class DataPage:
    """data.html: files for people, and `machines`, those for programs."""

    head: Head
    rows: tuple[DataRow, ...]
    machines: tuple[Link, ...]
