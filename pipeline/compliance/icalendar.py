"""Calendars as text (iCalendar, RFC 5545): all-day events, lines folded, times from the data's date alone. Writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.settings import Site

_LINE = 75
"""Octets in a line (3.1)."""


@dataclass(frozen=True)
class Event:
    """One day; `uid` is the same for the same matter in every build, `yearly` repeats it each year."""

    uid: str
    day: date
    summary: str
    description: str = ""
    yearly: bool = False


def _folded(line: str) -> str:
    """A line of at most 75 octets, continued after a blank; no character is cut."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        data = character.encode()
        if len(piece) + len(data) > _LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += data
    return "\r\n ".join(each.decode() for each in [*pieces, piece])


def _text(text: str) -> str:
    """Text of a property (3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r", "").replace("\n", "\\n")


def _lines(event: Event, site: Site, as_of: date) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@{site.url.split('//')[-1].split('/')[0]}",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        *(["RRULE:FREQ=YEARLY"] if event.yearly else []),
        f"SUMMARY:{_text(event.summary)}",
        *([f"DESCRIPTION:{_text(event.description)}"] if event.description else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def calendar_file(name: str, events: Iterable[Event], site: Site, as_of: date) -> str:
    """A calendar of events under a name."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(site.name)}//portal//ZH",
        "CALSCALE:GREGORIAN",
    ]
    head += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    lines = [*head, *(line for event in events for line in _lines(event, site, as_of)), "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)
