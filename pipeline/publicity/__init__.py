"""Publicity (公示): what may be shown on a day, why, and until when."""

from pathlib import Path

from pipeline.publicity.caps import cap_findings
from pipeline.publicity.events import match, unmatched
from pipeline.publicity.explain import Line, explain
from pipeline.publicity.facts import Options
from pipeline.publicity.state import HONOUR_BLACKLISTED, decide, exclude_blacklisted

OBJECTION_RULES = Path(__file__).with_name("objections.toml")
"""How long an objection may be checked, as deadline rules."""

__all__ = [
    "HONOUR_BLACKLISTED",
    "OBJECTION_RULES",
    "Line",
    "Options",
    "cap_findings",
    "decide",
    "exclude_blacklisted",
    "explain",
    "match",
    "unmatched",
]
