"""Deadlines (报送时限): the last day in time, by dated rules, on a calendar with three answers."""

from pipeline.deadlines.calendar import Calendar, Day, load_calendar
from pipeline.deadlines.due import Due, Result, due, result
from pipeline.deadlines.notices import calendar_findings
from pipeline.deadlines.rules import Counting, Rule, RuleSet, load_rule_set
from pipeline.deadlines.table import due_table
from pipeline.deadlines.used import working_days, working_days_left

__all__ = [
    "Calendar",
    "Counting",
    "Day",
    "Due",
    "Result",
    "Rule",
    "RuleSet",
    "calendar_findings",
    "due",
    "due_table",
    "load_calendar",
    "load_rule_set",
    "result",
    "working_days",
    "working_days_left",
]
