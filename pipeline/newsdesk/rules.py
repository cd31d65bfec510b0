"""The desk's rules as data. Reads rules.toml; judges nothing (see checks of this package)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.rule_sets import filled, named_set, read_rules

SHIPPED = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True)
class Rules:
    """One set. Lengths in characters, `stale_days` in calendar days, `copied` and `alike` as shares."""

    id: str
    title: str
    stale_days: int
    stale_source: str
    title_least: int
    title_most: int
    body_least: int
    body_most: int
    summary_most: int
    copied: float
    alike: float
    related_least: int
    classes: tuple[str, ...] = ()
    words: tuple[tuple[str, int], ...] = ()


@lru_cache
def load_rules(name: str) -> Rules:
    """The set of that name; SettingsError lists those there are."""
    table = read_rules(SHIPPED)
    words = tuple((word, int(weight)) for weight, group in table["words"].items() for word in group)
    chosen = named_set(table, name, "[news] rules")
    return filled(Rules, chosen, SHIPPED, classes=tuple(table["classes"]), words=words)
