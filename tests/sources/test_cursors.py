"""state/cursors.json."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.sources.cursors import advance, read_cursors


def test_advance_changes_one_dataset_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "cursors.json"
    assert read_cursors(path) == {}
    advance(path, "permit", 5)
    advance(path, "entity", 7)
    advance(path, "permit", 9)
    assert read_cursors(path) == {"entity": 7, "permit": 9}
    assert [each.name for each in path.parent.iterdir()] == ["cursors.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version":2,"platform":{}}',
        '{"version":1,"platform":{"permit":"5"}}',
        '{"version":1,"platform":{"permit":-1}}',
        '{"version":1,"platform":{"permit":true}}',
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cursors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"cursors\.json"):
        read_cursors(path)
