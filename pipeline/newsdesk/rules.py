"""The desk's rules as data. Reads rules.toml; judges nothing (see checks of this package)."""

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from pipeline.errors import SettingsError

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
    table = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    sets = {each["id"]: each for each in table["set"]}
    if name not in sets:
        raise SettingsError(
            f"portal.toml [news] rules 中的“{name}”不是已有的规则，可用的有：{'、'.join(sets)}。"
        )
    words = tuple((word, int(weight)) for weight, group in table["words"].items() for word in group)
    unknown = sets[name].keys() - {each.name for each in fields(Rules)}
    if unknown:
        raise SettingsError(f"rules.toml 有无法识别的设置：{'、'.join(sorted(unknown))}。")
    return Rules(**sets[name], classes=tuple(table["classes"]), words=words)
