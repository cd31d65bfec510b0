"""Swap: the live site is replaced whole, or not at all."""

from pathlib import Path

import pytest

from pipeline import release


def site(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def test_the_first_site_and_the_next(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for text in ("first", "second"):
        with release.staging(output) as staged:
            site(staged, text)
            release.swap(staged, output)
        assert (output / "index.html").read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_failure_leaves_the_old_site(tmp_path: Path) -> None:
    output = site(tmp_path / "output", "good")

    def fail() -> None:
        with release.staging(output) as staged:
            site(staged, "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (output / "index.html").read_text(encoding="utf-8") == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_file_system_that_cannot_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_exchange", lambda first, second: False)
    output = site(tmp_path / "output", "old")
    with release.staging(output) as staged:
        site(staged, "new")
        release.swap(staged, output)
    assert (output / "index.html").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_run_that_died_between_two_renames(tmp_path: Path) -> None:
    site(tmp_path / ".output.previous", "old")
    release.recover(tmp_path / "output")
    assert (tmp_path / "output" / "index.html").read_text(encoding="utf-8") == "old"


def test_leftovers_of_a_dead_run_do_not_enter(tmp_path: Path) -> None:
    site(tmp_path / ".output.next", "stale")
    with release.staging(tmp_path / "output") as staged:
        assert list(staged.iterdir()) == []
