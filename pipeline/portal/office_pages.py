"""Pages of the office's own tables (联合奖惩、活动日历): the list of measures with its cases, and the calendar.

Writes joint/, activities/ and feeds/activities.ics; nothing for a table that is empty.
"""

from calendar import isleap
from collections.abc import Iterable
from datetime import date

from pipeline.compliance.icalendar import Event, calendar_file
from pipeline.portal.contexts import SERVICES, Link, column_head
from pipeline.portal.contexts_office import ActivityRow, CalendarPage, CaseRow, JointPage
from pipeline.portal.office_content import FORCES, SIDES, Activity, Case, Measure, OfficeContent
from pipeline.portal.rendering import Pages
from pipeline.settings import Site

JOINT = Link("联合奖惩", "joint/", "守信激励和失信惩戒的措施清单，以及实施案例。")
ACTIVITIES = Link("活动日历", "activities/", "诚信宣传活动的日期，可以订阅。")
FEED = "feeds/activities.ics"


def office_links(content: OfficeContent) -> tuple[Link, ...]:
    """The pages that will be written."""
    return ((JOINT,) if content.measures else ()) + ((ACTIVITIES,) if content.activities else ())


def next_day(activity: Activity, as_of: date) -> date:
    """The next day of a yearly activity on or after `as_of`; 29 February falls on the 28th in other years."""
    if not activity.yearly or activity.day >= as_of:
        return activity.day
    leap = activity.day.month == 2 and activity.day.day == 29
    days = (
        activity.day.replace(year=year, day=28 if leap and not isleap(year) else activity.day.day)
        for year in (as_of.year, as_of.year + 1)
    )
    return next(day for day in days if day >= as_of)


def _case(case: Case, measures: dict[str, Measure]) -> CaseRow:
    held = tuple(measures[each] for each in case.measures)
    return CaseRow(case, held, "已反馈" if case.feedback else "办理中")


def _joint(content: OfficeContent) -> JointPage:
    groups = tuple(
        (side, force, tuple(each for each in content.measures if (each.side, each.force) == (side, force)))
        for side in reversed(SIDES)
        for force in FORCES
    )
    by_id = {each.id: each for each in content.measures}
    cases = sorted(content.cases, key=lambda each: (-each.initiated_on.toordinal(), each.title))
    return JointPage(
        column_head(JOINT, SERVICES.path),
        tuple(each for each in groups if each[2]),
        tuple(_case(each, by_id) for each in cases),
    )


def _calendar(activities: Iterable[Activity], as_of: date) -> CalendarPage:
    rows = [ActivityRow(each, next_day(each, as_of)) for each in activities]
    coming = sorted(
        (each for each in rows if each.day >= as_of), key=lambda each: (each.day, each.activity.id)
    )
    past = sorted(
        (each for each in rows if each.day < as_of),
        key=lambda each: (each.day, each.activity.id),
        reverse=True,
    )
    return CalendarPage(column_head(ACTIVITIES, SERVICES.path), tuple(coming), tuple(past), FEED)


def write_office_pages(pages: Pages, content: OfficeContent, as_of: date) -> list[str]:
    """Write the pages of the tables that are not empty; their addresses."""
    if content.measures:
        pages.render("joint.html", f"{JOINT.path}index.html", _joint(content))
    if content.activities:
        pages.render("activities.html", f"{ACTIVITIES.path}index.html", _calendar(content.activities, as_of))
    return [each.path for each in office_links(content)]


def write_activity_feed(pages: Pages, content: OfficeContent, site: Site, as_of: date) -> None:
    """Write feeds/activities.ics."""
    events = (
        Event(each.id, each.day, f"{each.title}（{each.unit}）", each.note, each.yearly)
        for each in sorted(content.activities, key=lambda each: (each.day, each.id))
    )
    if content.activities:
        pages.write(FEED, calendar_file(f"{site.name} {ACTIVITIES.title}", events, site, as_of))
