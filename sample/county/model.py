"""What the sample county is made of. Data only: reads and writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

SEED = 20261120
AS_OF = date(2026, 11, 20)
DIVISION = "439999"
"""No county has this division (GB/T 2260): 43 is a province, 9999 belongs to nobody."""
LONG_TERM = "2099-12-31"
OFFICE = "示例县公共信用信息中心"


@dataclass(frozen=True, slots=True)
class Subject:
    """One invented organisation of the register."""

    name: str
    code: str
    kind: str
    registered_on: date
    industry: str
    town: str
    representative: str
    status: str = "存续"
    former_names: str = ""


class PermitText(NamedTuple):
    """Template of one kind of permit; `years` of validity, 0 = long-term."""

    title: str
    kind: str
    certificate: str
    content: str
    years: int


class PenaltyText(NamedTuple):
    """Template of one kind of penalty; least and greatest fine in 万元, 0 = no fine."""

    offence: str
    facts: str
    basis: str
    kinds: str
    measure: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Department:
    """One deciding authority with the templates of what it decides."""

    id: str
    name: str
    short: str
    code: str
    honour: str
    blacklist: str
    prefers: tuple[str, ...]
    permits: tuple[PermitText, ...]
    penalties: tuple[PenaltyText, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row to be sent: catalogue field id → text; `marks` are the plants it carries."""

    dataset: str
    values: Mapping[str, str]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plant:
    """One thing planted on purpose. `probe`: a pattern found in each row (or file) that carries it."""

    id: str
    group: str
    title: str
    expected: str
    probe: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plant lies: file below sample/data and the row as its sender sees it (0 = the whole file)."""

    file: str
    row: int
    number: str


@dataclass(frozen=True)
class InboxFile:
    """One file a department sends: headings (field id → heading as written), rows, and how it is written."""

    name: str
    headings: Mapping[str, str]
    rows: tuple[Row, ...]
    encoding: str = "utf-8"
    newline: str = "\n"
    marks: tuple[str, ...] = ()
