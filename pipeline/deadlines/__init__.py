"""Deadlines (报送时限): the last day in time, by dated rules, on a calendar with three answers."""

from pipeline.deadlines.calendar import Calendar, Day, load_calendar
from pipeline.deadlines.due import Due, Result, due, result
from pipeline.deadlines.rules import Counting, Rule, RuleSet, load_rule_set
from pipeline.deadlines.table import due_table

__all__ = [
    "Calendar",
    "Counting",
    "Day",
    "Due",
    "Result",
    "Rule",
    "RuleSet",
    "due",
    "due_table",
    "load_calendar",
    "load_rule_set",
    "result",
]
