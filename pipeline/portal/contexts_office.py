"""What the templates of the office's own tables are given; see contexts.py."""

from dataclasses import dataclass
from datetime import date

from pipeline.portal.contexts import Head
from pipeline.portal.office_content import Activity, Case, Measure


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its measures and where it stands."""

    case: Case
    measures: tuple[Measure, ...]
    state: str


@dataclass(frozen=True, slots=True)
class JointPage:
    """joint.html: `groups` are (side, force, measures)."""

    head: Head
    groups: tuple[tuple[str, str, tuple[Measure, ...]], ...]
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity on its next day."""

    activity: Activity
    day: date


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """activities.html: what comes, soonest first, and what was, latest first."""

    head: Head
    coming: tuple[ActivityRow, ...]
    past: tuple[ActivityRow, ...]
    feed: str
