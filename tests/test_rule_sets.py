"""Rule files: the set that portal.toml names, or what is wrong with it and where."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.rule_sets import filled, named_set, read_rules


@dataclass(frozen=True)
class Rule:
    id: str
    days: int
    words: tuple[str, ...] = ()


def test_a_set_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[[set]]\nid = "a"\ndays = 3\n[[set]]\nid = "b"\ndays = 7\n', encoding="utf-8")
    assert filled(Rule, named_set(read_rules(path), "b", "[news]"), path, words=("x",)) == Rule(
        "b", 7, ("x",)
    )
    with pytest.raises(SettingsError, match=r"portal.toml \[news\]：没有“c”这套规则；可用的有：a、b。"):
        named_set(read_rules(path), "c", "[news]")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = ", "rules.toml 无法读取"),
        ('id = "a"\nday = 3', "无法识别的设置：day"),
        ('id = "a"', "缺少设置.*days"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        filled(Rule, read_rules(path), path)
    with pytest.raises(SettingsError, match="无法读取"):
        read_rules(tmp_path / "none.toml")
