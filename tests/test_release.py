"""Swap: the live site is replaced whole, or not at all."""

import errno
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


EVERY = {"e": frozenset({"A", "B"})}


def twinned(tmp_path: Path, build: str, every: dict[str, frozenset[str]], **pages: str) -> Path:
    """A live site with some pages, and its twin."""
    output = tmp_path / "output"
    with release.staging(output) as staged:
        for name, text in pages.items():
            site(staged / "e" / name, text)
        site(staged, "home")
        (staged / "build.json").write_text(f'{{"build_id": "{build}"}}', encoding="utf-8")
        release.swap(staged, output)
        release.keep_twin(staged, output, every, {})
    return output


def test_the_next_build_gets_the_lasting_pages_and_nothing_else(tmp_path: Path) -> None:
    output = twinned(tmp_path, "one", EVERY, A="a", B="b")
    with release.staging(output, "one") as staged:
        assert sorted(path.name for path in staged.iterdir()) == ["build.json", "e"]
        assert (staged / "e/A/index.html").samefile(output / "e/A/index.html")
        (staged / "e/A/index.html").unlink()
        site(staged / "e/A", "new")
        release.purge(staged, {"e": frozenset({"A"})})
        (staged / "build.json").write_text('{"build_id": "two"}', encoding="utf-8")
        release.swap(staged, output)
        release.keep_twin(staged, output, {"e": frozenset({"A"})}, {})
    twin = tmp_path / ".output.twin"
    assert [path.name for path in (twin / "e").iterdir()] == ["A"]
    assert (twin / "e/A/index.html").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".output.twin", "output"]


def test_of_a_month_some_pages_are_taken_over(tmp_path: Path) -> None:
    output, every = tmp_path / "output", {"permit": frozenset({"2026-10"})}
    kept = {"permit/2026-10": frozenset({"3"})}
    for build, taken, last in (("one", {}, ""), ("two", kept, "one")):
        with release.staging(output, last) as staged:
            release.purge(staged, taken)
            for page in ("", "2", "3")[: 3 - len(taken)]:
                site(staged / "permit/2026-10" / page, build)
            (staged / "permit/2026-10/permit-2026-10.csv").write_text(build, encoding="utf-8")
            (staged / "build.json").write_text(f'{{"build_id": "{build}"}}', encoding="utf-8")
            release.swap(staged, output)
            assert release.keep_twin(staged, output, every, taken) == ""
    pages = [output / "permit/2026-10" / page / "index.html" for page in ("", "2", "3")]
    assert [page.read_text(encoding="utf-8") for page in pages] == ["two", "two", "one"]
    twin = tmp_path / ".output.twin/permit"
    files = [path.relative_to(output / "permit") for path in (output / "permit").rglob("*.*")]
    assert sorted(files) == sorted(path.relative_to(twin) for path in twin.rglob("*.*"))
    assert all((twin / name).samefile(output / "permit" / name) for name in files)


def test_of_folders_told_only_these_are_removed_and_nothing_behind_a_link(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "site", site(tmp_path / "elsewhere", "not ours")
    for name in ("e/A", "e/B/deep", "permit/2026-10", "news"):
        site(folder / name, name)
    (folder / "e/C").symlink_to(elsewhere)
    release.purge(folder, {"e": frozenset({"A"})}, {"e": frozenset({"B", "C"})})
    assert sorted(path.name for path in folder.rglob("*")) == ["A", "e", "index.html"]
    assert (elsewhere / "index.html").read_text(encoding="utf-8") == "not ours"


@pytest.mark.parametrize("damage", ["another build", "no build.json", "another site", "died"])
def test_a_twin_that_does_not_fit_is_not_taken(tmp_path: Path, damage: str) -> None:
    output = twinned(tmp_path, "one", EVERY, A="a", B="b")
    if damage == "no build.json":
        (tmp_path / ".output.twin/build.json").unlink()
    if damage == "another site":
        (output / "build.json").write_text('{"build_id": "x"}', encoding="utf-8")
    if damage == "died":
        (tmp_path / ".output.twin").rename(tmp_path / ".output.next")
    with release.staging(output, "two" if damage == "another build" else "one") as staged:
        assert list(staged.iterdir()) == []
        assert [path.name for path in tmp_path.iterdir() if path.name == ".output.twin"] == []
    assert (output / "e/A/index.html").read_text(encoding="utf-8") == "a"


def test_without_hard_links_the_site_is_live_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    output = site(tmp_path / "output", "old")
    with release.staging(output) as staged:
        site(staged / "e/A", "a")
        release.swap(staged, output)
        told = release.keep_twin(staged, output, {"e": frozenset({"A"})}, {})
    assert "下次将重做全部页面" in told
    assert (output / "e/A/index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_leftovers_of_a_dead_run_do_not_enter(tmp_path: Path) -> None:
    site(tmp_path / ".output.next", "stale")
    with release.staging(tmp_path / "output") as staged:
        assert list(staged.iterdir()) == []
