"""Calendars for tests: the shipped one, and the shipped one as it was before some year's notice."""

from pipeline.deadlines import Calendar, load_calendar

SHIPPED = load_calendar()


def before_notice(year: int) -> Calendar:
    """The calendar without all that `year`'s notices say, December before it included."""
    kept = {day: each for day, each in SHIPPED.announced.items() if each.year != year}
    return Calendar(SHIPPED.years - {year}, kept)
