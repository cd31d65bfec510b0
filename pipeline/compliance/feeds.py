"""Feeds of due things (到期订阅): an iCalendar file for each unit, an Atom feed of what is overdue. Pure; writes nothing.

Times come from the data's date alone, so that the same data give the same bytes. No content of a record is in them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

from pipeline.compliance.due_items import DueItem, LastDay, Matter, overdue
from pipeline.compliance.icalendar import Event, calendar_file
from pipeline.compliance.names import shown
from pipeline.portal.words import month_name
from pipeline.settings import Site

_MATTERS = {Matter.CORRECTION: "退回的记录待更正重报", Matter.REPORT: "信息报送清单未报"}
_MOST_ENTRIES = 500
"""Entries of the Atom feed, the latest last days first; a reader that asks daily misses none."""


def words(item: DueItem, titles: Mapping[str, str]) -> str:
    """What is to be done, in one line."""
    number = f"{item.records:,} 条" if item.records else "数量未注明"
    title = titles.get(item.dataset, item.dataset)
    return f"{title} {month_name(item.month)} {_MATTERS[item.matter]}：{number}"


def _id(item: DueItem) -> str:
    """The same for the same matter in every build, whatever its number."""
    parts = (item.department, item.dataset, item.matter.value, item.month, item.due_latest.isoformat())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _maybe(first: date, latest: date) -> str:
    return "" if first == latest else f"（待定，最迟 {latest}）"


def calendar(
    name: str,
    items: Iterable[DueItem],
    days: Iterable[LastDay],
    titles: Mapping[str, str],
    site: Site,
    as_of: date,
    further: Iterable[Event] = (),
) -> str:
    """The unit's upcoming last days as all-day events; one that is not settled yet (待定) says so.

    `further`: events of another kind, such as those of the news desk.
    `days`: those of the rule for everyone, so that the file tells of the decisions nobody has sent yet.
    """
    events: list[Event] = []
    for each in days:
        decided = "、".join(f"{day.month}月{day.day}日" for day in each.decided)
        told = f"{decided}作出的决定，今天是报送最后一天{_maybe(each.day, each.latest)}"
        events.append(Event(f"decided-{each.decided[0]:%Y%m%d}-{each.day:%Y%m%d}", each.day, told))
    for item in items:
        if item.department == name and not item.overdue:
            day = item.due_earliest if item.left is not None else item.due_latest
            told = words(item, titles) + _maybe(item.due_earliest, item.due_latest)
            events.append(Event(_id(item), day, told))
    return calendar_file(f"{name} 报送到期", [*events, *further], site, as_of)


def _entry(item: DueItem, titles: Mapping[str, str], paths: Mapping[str, str], base: str) -> str:
    title = f"{shown(item.department)}：{words(item, titles)}"
    link = f"{base}{paths.get(item.department, 'compliance/')}"
    # It became overdue on the day after its last day; that never changes.
    moment = f"{item.due_latest + timedelta(days=1)}T00:00:00+08:00"
    return (
        f"<entry><id>urn:x-overdue:{_id(item)}</id><title>{escape(title)}</title><updated>{moment}</updated>"
        f"<link href={quoteattr(link)}/><summary>时限 {item.due_latest}，已逾期。</summary></entry>\n"
    )


def overdue_feed(
    items: Iterable[DueItem], titles: Mapping[str, str], paths: Mapping[str, str], site: Site, as_of: date
) -> str:
    """Atom feed of what is overdue, the latest last day first."""
    base = f"{site.url.rstrip('/')}/"
    late = list(reversed(overdue(items)))[:_MOST_ENTRIES]
    entries = "".join(_entry(each, titles, paths, base) for each in late)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">'
        f"<title>{escape(site.name)}：逾期事项</title><id>{escape(base)}feeds/overdue.atom.xml</id>"
        f"<author><name>{escape(site.name)}</name></author><updated>{as_of}T00:00:00+08:00</updated>"
        f'<link rel="self" href={quoteattr(base + "feeds/overdue.atom.xml")}/>'
        f"<link href={quoteattr(base + 'compliance/')}/>\n{entries}</feed>\n"
    )
