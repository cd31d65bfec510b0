"""The script behind the merge request checks: only the pieces that changed, one marked comment, the right exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "merge_check.sh"
CONFIG = '[site]\nname = "测"\nregion = "测试县"\nurl = "https://test.example"\n[[department]]\nid = "a"\nname = "甲局"\n'
HEAD = "Title: {}\nCategory: 信用动态\nClass: 动态类\nDepartment: 甲局\n"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@test.example"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose branch `main` is known as origin/main, with one faulty piece that nobody touches."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "portal.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "content/news").mkdir(parents=True)
    (tmp_path / "news-inbox").mkdir()
    (tmp_path / "news-inbox/old.md").write_text(HEAD.format("旧稿") + "\n正文。\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "before")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    return tmp_path


def check(clone: Path) -> tuple[int, str]:
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "after", "--allow-empty")
    environment = {**os.environ, "PORTAL": f"{sys.executable} -m pipeline", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", str(SCRIPT), "main", "result.md"], cwd=clone, env=environment, check=False)
    return done.returncode, (clone / "result.md").read_text(encoding="utf-8")


def test_without_pieces_there_is_nothing_to_mend(clone: Path) -> None:
    assert check(clone) == (0, "<!-- portal-news-check -->\n本次没有改动稿件。\n")


def test_a_changed_piece_is_checked_whatever_its_name(clone: Path) -> None:
    name = "-新 稿;$(x).md"
    (clone / "news-inbox" / name).write_text(HEAD.format("新稿") + "\n正文。\n", encoding="utf-8")
    code, told = check(clone)
    assert code == 1
    assert told.startswith("<!-- portal-news-check -->\n")
    assert "&#45;新 稿" in told
    assert "N-001" in told
    assert "旧稿" not in told
