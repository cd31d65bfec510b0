"""Named sets of rules in a TOML file (规则文件), of which portal.toml chooses one. Reads the file; judges nothing."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def read_rules(path: Path) -> dict[str, Any]:
    """All of a rule file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"规则文件 {path.name} 无法读取：{error}。请按文件开头的说明更正。") from error


def named_set(rules: dict[str, Any], name: str, setting: str) -> dict[str, Any]:
    """The set of that name; SettingsError lists those there are. `setting`: where the office names it."""
    sets: dict[str, dict[str, Any]] = {each["id"]: each for each in rules.get("set", [])}
    if name not in sets:
        raise SettingsError(f"portal.toml {setting}：没有“{name}”这套规则；可用的有：{'、'.join(sets)}。")
    return sets[name]


def filled(kind: type[T], table: dict[str, Any], path: Path, **further: object) -> T:
    """A dataclass from a table and what else it needs; an unknown or missing setting is an error that names it."""
    names = {each.name for each in fields(kind)}
    unknown = table.keys() - names
    if unknown:
        raise SettingsError(f"规则文件 {path.name} 有无法识别的设置：{'、'.join(sorted(unknown))}。请更正。")
    try:
        return kind(**table, **further)
    except TypeError as error:
        raise SettingsError(f"规则文件 {path.name} 缺少设置：{error}。请补充。") from error
