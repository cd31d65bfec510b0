"""Forecast (到期预告): what will drop on each of the next days, and whether what dropped was forecast.

Takes and gives Ibis tables; reads and writes no file.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from pipeline.publicity.exits import PUBLISHED
from pipeline.publicity.terms import day_after

DAYS = 400
"""A year and a month: the longest ordinary term is within sight."""


def coming(states: ir.Table, dataset: str, as_of: date) -> ir.Table:
    """record, dataset, department, drops_on of every published record that drops within DAYS days."""
    last = ibis.literal(as_of + timedelta(days=DAYS - 1))
    due = states.filter((states.state == PUBLISHED) & (states.until <= last).fill_null(False))
    return due.select("record", "department", dataset=ibis.literal(dataset), drops_on=day_after(due.until))


def unforeseen(forecast: ir.Table, shown: ir.Table, states: ir.Table, as_of: date) -> ir.Table:
    """record, file, row, department, until of what ended by its term though no forecast had named the day.

    `shown`: the records (column record) that were published at the last good build.
    """
    ended = states.filter(states.state == "expired").semi_join(shown, "record")
    named = forecast.filter(forecast.drops_on <= ibis.literal(as_of))
    return ended.anti_join(named, "record").select("record", "file", "row", "department", "until")


def outlived(forecast: ir.Table, states: ir.Table, as_of: date) -> ir.Table:
    """record, file, row, department, until of what is published past the day on which it was to drop."""
    named = forecast.filter(forecast.drops_on <= ibis.literal(as_of))
    held = states.filter(states.state == PUBLISHED).semi_join(named, "record")
    return held.select("record", "file", "row", "department", "until")
