"""state/cursors.json."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.sources.cursors import advance, cursor_of, read_cursors


def test_advance_changes_one_dataset_of_one_source_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "cursors.json"
    assert read_cursors(path) == {}
    assert cursor_of(path, "one", "permit") == ""
    advance(path, "one", "permit", "5")
    advance(path, "one", "entity", "2026-11-20")
    advance(path, "two", "permit", "3")
    advance(path, "one", "permit", "9")
    assert read_cursors(path) == {"one": {"entity": "2026-11-20", "permit": "9"}, "two": {"permit": "3"}}
    assert [each.name for each in path.parent.iterdir()] == ["cursors.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version":1,"sources":{}}',
        '{"version":2,"sources":[]}',
        '{"version":2,"sources":{"one":5}}',
        '{"version":2,"sources":{"one":{"permit":5}}}',
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cursors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"cursors\.json"):
        read_cursors(path)
